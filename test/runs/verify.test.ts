/** Verification: equal runs are verified; every number that was changed by hand is found. */
import "../../src/node/platform.ts";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { saveRun } from "../../src/node/reports/draw.ts";
import { readForVerification } from "../../src/node/reports/verification-source.ts";
import { parseRecord, type RunRecord } from "../../src/runs/record.ts";
import type { FinishedRun } from "../../src/runs/run-spec.ts";
import { type Verdict, type VerifyOptions, verifyRun } from "../../src/runs/verify.ts";
import { finish, finishDiverged, stopAfter, tinySpec } from "./tiny.ts";

const scratch = mkdtempSync(join(tmpdir(), "tidelab-verify-"));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const spec = tinySpec({ training: { epochs: 3, batchSize: 16 } });
let run: FinishedRun;
beforeAll(async () => {
  run = await finish(spec);
});

async function verdictOn(record: RunRecord, options: VerifyOptions = {}): Promise<{ verdict: Verdict; steps: number }> {
  const verification = verifyRun(record, options);
  let steps = 0;
  for (;;) {
    const next = await verification.next();
    if (next.done) return { verdict: next.value, steps };
    if (next.value.type === "step") steps++;
  }
}

/** A copy of a value in which the entry at a path is another. */
function edit<Value>(value: Value, path: readonly (string | number)[], change: (entry: unknown) => unknown): Value {
  const copy = structuredClone(value);
  let at = copy as Record<string | number, unknown>;
  for (const key of path.slice(0, -1)) at = at[key] as Record<string | number, unknown>;
  const last = path.at(-1)!;
  at[last] = change(at[last]);
  return copy;
}

describe("a record that is right", () => {
  it("is verified", async () => {
    const { verdict, steps } = await verdictOn(run.record);
    expect(verdict).toMatchObject({ result: "same", epochs: 3, differences: [] });
    expect(verdict.run?.record.weightsSha256).toBe(run.record.weightsSha256);
    expect(steps).toBe(9);
  });

  it("is verified up to an epoch, in the time of so many epochs", async () => {
    const { verdict, steps } = await verdictOn(run.record, { epochs: 2 });
    expect(verdict).toMatchObject({ result: "same", epochs: 2, run: undefined });
    expect(steps).toBe(6);
  });

  it.each([2, 3, 4, 8])("of a run stopped after step %i is verified by stopping there", async (step) => {
    const stopped = (await stopAfter(spec, step)).run.record;
    const { verdict, steps } = await verdictOn(stopped);
    expect(verdict).toMatchObject({ result: "same", epochs: Math.floor((step - 1) / 3) });
    expect(verdict.run?.record.weightsSha256).toBe(stopped.weightsSha256);
    expect(steps).toBe(step);
  });

  it("of a run that diverged is verified", async () => {
    const { record } = await finishDiverged();
    expect((await verdictOn(record)).verdict).toMatchObject({ result: "same" });
  });
});

describe("a record that was edited", () => {
  const slightly = (value: unknown) => (value as number) * (1 + 2 ** -50);
  const otherHash = (value: unknown) => (value as string).replace(/./g, (digit) => (digit === "0" ? "1" : "0"));
  it.each([
    [["history", 1, "trainLoss"], slightly, 2],
    [["history", 0, "valLoss"], slightly, 1],
    [["history", 2, "trainAccuracy"], () => 1, 3],
    [["history", 1, "valAccuracy"], () => 1, 2],
    [["history", 0, "gradNorm"], slightly, 1],
    [["history", 2, "weightsSha256"], otherHash, 3],
    [["test", "loss"], slightly, undefined],
    [["test", "accuracy"], () => 0.123, undefined],
    [["test", "confusionMatrix", 0, 1], () => 99, undefined],
    [["test", "report", "macroAvg", "f1Score"], () => 0.9, undefined],
    [["weightsSha256"], otherHash, undefined],
    [["data", "scale"], slightly, undefined],
    [["model", "parameterCount"], () => 7, undefined],
    [["steps"], () => 8, undefined],
  ] as const)("is found out: %j", async (path, change, epoch) => {
    const edited = edit(run.record, path, change);
    const { verdict, steps } = await verdictOn(edited);
    const name = path.reduce<string>(
      (text, key) => (typeof key === "number" ? `${text}[${key}]` : text === "" ? key : `${text}.${key}`),
      "",
    );
    expect(verdict).toMatchObject({ result: "different", epoch });
    expect(verdict.differences.map((difference) => difference.path)).toEqual([name]);
    // What differs in an epoch is reported after that epoch.
    if (epoch !== undefined) expect(steps).toBe(3 * epoch);
  });

  it("by its settings: another learning rate gives other weights in the first epoch", async () => {
    const edited = edit(run.record, ["spec", "training", "lr"], () => 2e-3);
    const { verdict } = await verdictOn(edited);
    expect(verdict).toMatchObject({ result: "different", epoch: 1 });
    expect(verdict.differences.map(({ path }) => path)).toContain("history[0].weightsSha256");
  });
});

it("ends without a verdict when it is stopped", async () => {
  const stop = new AbortController();
  stop.abort();
  expect((await verdictOn(run.record, { signal: stop.signal })).verdict.result).toBe("stopped");
});

describe("a report", () => {
  for (const lang of ["en", "zh-CN"] as const) {
    it(`carries the record and is held against it (${lang})`, async () => {
      const folder = join(scratch, lang);
      await saveRun(folder, run, lang);
      const path = join(folder, "report.html");
      const source = await readForVerification(path);
      expect(source.record).toEqual({ ...run.record, files: expect.anything() });
      const { verdict } = await verdictOn(source.record);
      expect(await source.comparePresentation(verdict.run!)).toEqual({ result: "same" });

      const html = readFileSync(path, "utf8");
      const shown = html.split("\n").findIndex((line) => line.includes(run.record.history[1]!.valLoss.toFixed(4)));
      writeFileSync(path, html.replace(run.record.history[1]!.valLoss.toFixed(4), "0.0001"));
      const edited = await readForVerification(path);
      expect(edited.record).toEqual({ ...run.record, files: expect.anything() });
      expect(await edited.comparePresentation(verdict.run!)).toEqual({ result: "different", line: shown + 1 });
    });
  }

  it("that is another file is refused", async () => {
    const path = join(scratch, "other.html");
    writeFileSync(path, "<!doctype html><title>other</title>");
    await expect(readForVerification(path)).rejects.toMatchObject({ code: "verify.report", path });
  });

  it("carries names with any characters", async () => {
    const record = { ...run.record, data: { ...run.record.data, classNames: ["a\u0085\u2028</pre>&lt;", "\ud800"] } };
    const { recordInHtml, reportHtml } = await import("../../src/report/html.ts");
    const found = recordInHtml(reportHtml({ ...record, test: null }, [], "zh-CN"));
    expect(JSON.parse(found!.json)).toEqual({ ...record, test: null });
    expect(found!.lang).toBe("zh-CN");
  });
});

describe("the series of a record", () => {
  const OTHER = "0".repeat(64);
  const withHash = (sha256: string | undefined) => {
    const { sha256: _, ...data } = run.record.data;
    return { ...run.record, data: { ...data, ...(sha256 !== undefined && { sha256 }) } };
  };

  it.each([undefined, 2])(
    "that are others now end verification before a step is trained (epochs %s)",
    async (epochs) => {
      const { verdict, steps } = await verdictOn(withHash(OTHER), epochs === undefined ? {} : { epochs });
      const differences = [{ path: "data.sha256", recorded: OTHER, found: run.record.data.sha256 }];
      expect(verdict).toMatchObject({ result: "different", epochs: 0, epoch: undefined, run: undefined, differences });
      expect(verdict.environment).toEqual(run.record.environment);
      expect(steps).toBe(0);
    },
  );

  it("are not compared where a record of an earlier version has no hash of them", async () => {
    const old = parseRecord(JSON.stringify(withHash(undefined)), "run.json");
    expect((await verdictOn(old)).verdict).toMatchObject({ result: "same", epochs: 3, differences: [] });
  });

  it("must be those that a run to be resumed began with", async () => {
    const { state } = await stopAfter(spec, 4);
    const found = run.data.sha256;
    const resumed = await finish(spec, { resume: state, dataSha256: found });
    expect(resumed.record.weightsSha256).toBe(run.record.weightsSha256);
    await expect(finish(spec, { resume: state, dataSha256: OTHER })).rejects.toMatchObject({
      code: "run.dataChanged",
      path: "data",
      params: { expected: OTHER, received: found },
    });
  });
});
