/** The record of a run: what is written is read again, and what cannot be true is refused at its line and column. */
import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { publishedSuiteSchema } from "../../src/benchmark/suite.ts";
import { describeError, TidelabError } from "../../src/errors/errors.ts";
import { errorMessages as chinese } from "../../src/errors/zh-CN.ts";
import { classicalRecordSchema } from "../../src/runs/classical/record.ts";
import { formatRecord, parseRecord, RECORD_SCHEMA_ID, type RunRecord, recordSchema } from "../../src/runs/record.ts";
import { verifyRun } from "../../src/runs/verify.ts";
import { specSchema } from "../../src/spec/spec.ts";
import { publishedSweepSchema } from "../../src/sweep/definition.ts";
import { VERSION } from "../../src/version.ts";
import { finish, finishDiverged, finishStopped, tinySpec } from "./tiny.ts";

let finished: RunRecord;
let text: string;
beforeAll(async () => {
  finished = (await finish(tinySpec())).record;
  text = formatRecord(finished);
});

function refusal(json: string): TidelabError {
  try {
    parseRecord(json, "run.json");
  } catch (error) {
    if (error instanceof TidelabError) return error;
    throw error;
  }
  throw new Error("expected a refusal");
}

/** The record's text after a change of its data. */
// biome-ignore lint/suspicious/noExplicitAny: what is wrong with it is the point
function changed(change: (record: any) => void): string {
  const record = JSON.parse(text);
  change(record);
  return JSON.stringify(record, undefined, 2);
}

describe("round trip", () => {
  it("gives back what was written: finished, stopped and diverged runs", async () => {
    expect(parseRecord(text, "run.json")).toEqual(finished);
    const [stopped, diverged] = [await finishStopped(), await finishDiverged()];
    expect(stopped.record.status).toBe("stopped");
    expect(diverged.record.status).toBe("diverged");
    for (const { record } of [stopped, diverged]) expect(parseRecord(formatRecord(record), "")).toEqual(record);
  });

  it("keeps every bit of every number, and is the same text again", () => {
    const again = parseRecord(text, "run.json");
    expect(again.history.map(({ trainLoss }) => trainLoss)).toEqual(finished.history.map(({ trainLoss }) => trainLoss));
    expect(formatRecord(again)).toBe(text);
    expect(text.startsWith(`{\n  "$schema": "${RECORD_SCHEMA_ID}",\n  "version": 1,\n`)).toBe(true);
    expect(text.endsWith("}\n")).toBe(true);
  });

  it("never writes what would not be read", () => {
    expect(() => formatRecord({ ...finished, name: "other" })).toThrow(TidelabError);
    const history = finished.history.map((epoch) => ({ ...epoch, valLoss: Number.NaN }));
    expect(() => formatRecord({ ...finished, history })).toThrow(TidelabError);
  });
});

describe("refuses", () => {
  it("a newer version, whatever else is in it", () => {
    const error = refusal('{ "version": 2, "weights": "elsewhere" }');
    expect(error.message).toBe(
      "run.json: expected a run of version 1 or older, received version 2. It was written by a newer Tidelab: update with npm install tidelab@latest.",
    );
  });

  it.each<[string, (record: RunRecord) => void, string]>([
    [
      "a missing entry",
      (record) => void delete (record as Partial<RunRecord>).data,
      "expected data, received nothing.",
    ],
    [
      "a missing entry that has one value alone",
      (record) => void delete (record as Partial<RunRecord>).version,
      "expected version, received nothing.",
    ],
    [
      "a missing entry within",
      (record) => void delete (record.data as Partial<RunRecord["data"]>).scale,
      "expected data.scale, received nothing.",
    ],
    [
      "an unknown entry",
      (record) => void Object.assign(record.data, { colour: "red" }),
      'expected only known keys, received data.colour ("red").',
    ],
    [
      "a wrong type",
      (record) => void Object.assign(record, { steps: "many" }),
      'expected a number as steps, received "many".',
    ],
    [
      "a wrong type in a list",
      (record) => void Object.assign(record.history[1]!, { trainLoss: null }),
      "expected a number as history[1].trainLoss, received null.",
    ],
    [
      "a value out of range",
      (record) => void Object.assign(record.history[0]!, { valAccuracy: 1.5 }),
      "expected another value of history[0].valAccuracy, received 1.5",
    ],
    [
      "a status of none",
      (record) => void Object.assign(record, { status: "done" }),
      'expected another value of status, received "done"',
    ],
    [
      "a hash that is none",
      (record) => void Object.assign(record, { weightsSha256: "abc" }),
      'expected a SHA-256 of 64 digits 0-9 and a-f as weightsSha256, received "abc"',
    ],
    [
      "version 0",
      (record) => void Object.assign(record, { version: 0 }),
      "expected another value of version, received 0",
    ],
  ])("%s", (_, change, message) => {
    const json = changed(change);
    const error = refusal(json);
    expect(error.message).toContain(message);
    expect(error.message).toContain("The record was edited or damaged: restore it, or train again.");
    expect(describeError(error, chinese)).toContain("记录被修改或已损坏：请恢复，或重新训练。");
    // The place is that of the entry or, where it is missing, of the object that lacks it.
    const [, line = "", column = ""] = /^run\.json:(\d+):(\d+)$/.exec(error.path ?? "") ?? [];
    const rest = json.split("\n")[Number(line) - 1]?.slice(Number(column) - 1) ?? "";
    const [, received = ""] = /received ("\w+"|[\d.]*\d|null)/.exec(error.message) ?? [];
    if (message.includes("nothing")) expect(rest.startsWith("{")).toBe(true);
    else if (!message.includes("only known keys")) expect(rest.startsWith(received), rest).toBe(true);
    else expect(rest).toBe('"red"');
  });

  it.each([
    ["", "run.json:1:1"],
    ["{", "run.json:1:2"],
    ["null", "run.json:1:1"],
    ["[]", "run.json:1:1"],
    ['{"version": 1,\n"version": 1}', "run.json:2:1"],
  ])("%j, which is no record", (json, path) => {
    expect(refusal(json).path).toBe(path);
  });

  it.each([
    ['"threads": 1', '"threads": 1e999', "expected a number as threads, received Infinity."],
    ['"threads": 1', '"__proto__": 1, "threads": 1', "expected only known keys, received __proto__ (1)."],
    ['"threads": 1', '"threads": 1.5', "expected a whole number as threads, received 1.5."],
    [/"macroAvg": {[^}]*}/, '"macroAvg": []', "expected an object { … } as test.report.macroAvg, received []."],
  ])("%s replaced by %s", (from, to, message) => {
    expect(text).toMatch(from);
    expect(refusal(text.replace(from, to)).message).toContain(message);
  });

  it.each<[string, (record: RunRecord) => void]>([
    ["name", (record) => void Object.assign(record, { name: "other" })],
    ["seed", (record) => void Object.assign(record, { seed: 8 })],
    ["numerics", (record) => void Object.assign(record, { numerics: "fused" })],
    ["status", (record) => void record.history.pop()],
    ["status", (record) => void Object.assign(record, { status: "diverged" })],
    ["history", (record) => void record.history.push(record.history[0]!)],
    ["history[0].epoch", (record) => void record.history.reverse()],
    ["test.labels", (record) => void record.test!.labels.reverse()],
    ["test.confusionMatrix", (record) => void record.test!.confusionMatrix.pop()],
    ["test.confusionMatrix", (record) => void record.test!.confusionMatrix[0]!.push(0)],
    ["test.confusionMatrix", (record) => void record.test!.confusionMatrix[0]!.fill(9)],
    ["test.accuracy", (record) => void Object.assign(record.test!, { accuracy: 0.999 })],
    ["test.report.accuracy", (record) => void Object.assign(record.test!.report, { accuracy: 0.999 })],
  ])("a record whose %s was changed by hand", (key, change) => {
    const error = refusal(changed(change));
    expect(error.code).toBe("run.record");
    expect(error.message).toContain(`expected ${key} to fit the rest of the record, received `);
    expect(describeError(error, chinese)).toContain(`${key} 应与记录的其余部分相符`);
  });
});

describe("the published schema", () => {
  const file = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");

  it("is the one that records are checked with", async () => {
    const script = new URL("../../scripts/write-schema.mjs", import.meta.url).href;
    const { publishedSchemas } = await import(script);
    const sources = { specSchema, sweepSchema: publishedSweepSchema, suiteSchema: publishedSuiteSchema };
    const schemas = { ...sources, recordSchema, classicalRecordSchema, recordId: RECORD_SCHEMA_ID };
    for (const [name, text] of Object.entries(publishedSchemas(schemas))) expect(file(`schema/${name}`)).toBe(text);
  });

  it("describes every entry of a record, and asks for no other", () => {
    const schema = JSON.parse(file("schema/run.schema.json"));
    expect(schema.$schema).toBe("https://json-schema.org/draft/2020-12/schema");
    expect(schema.additionalProperties).toBe(false);
    // Only a fork that continues from trained weights has `initial`, and only a run that is saved has files.
    const written = { ...JSON.parse(text), initial: undefined, files: undefined };
    expect(Object.keys(schema.properties).sort()).toEqual(Object.keys(written).sort());
    const optional = Object.keys(written).filter((key) => !schema.required.includes(key));
    expect(optional).toEqual(["$schema", "initial", "files"]);
    for (const key of ["trainLoss", "valLoss", "trainAccuracy", "valAccuracy"]) {
      expect(schema.properties.history.items.required).toContain(key);
    }
  });
});

it("the version is the package's", () => {
  const manifest = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));
  expect(VERSION).toBe(manifest.version);
});

describe("what new series are prepared with", () => {
  const transforms = [{ transform: "normalise" as const, over: "channel" as const }];
  const edits: readonly [string, (data: RunRecord["data"]) => object][] = [
    ["offset", ({ fitted }) => ({ fitted: fitted?.map((one) => one && { ...one, offset: [one.offset[0]! + 1e-9] }) })],
    ["divisor", ({ fitted }) => ({ fitted: fitted?.map((one) => one && { ...one, divisor: [one.divisor[0]! * 2] }) })],
    ["scale", ({ scale }) => ({ scale: scale * 2 })],
    ["length", ({ length }) => ({ length: length + 1 })],
  ];

  it.each(edits)(
    "is refused where its %s was edited, and read without its hash, as records of before are",
    async (_, edit) => {
      const { record } = await finish(tinySpec({ transforms }));
      expect(record.data.fitted?.[0]?.offset.length).toBe(1);
      expect(record.data.preparationSha256).toMatch(/^[0-9a-f]{64}$/);
      const { data } = record;
      const edited = { ...data, ...edit(data) };
      expect(() => parseRecord(JSON.stringify({ ...record, data: edited }), "run.json")).toThrow(
        /^run\.json:1:\d+: expected data\.preparationSha256 to fit the rest of the record/,
      );
      const { preparationSha256: __, ...before } = edited;
      expect(parseRecord(JSON.stringify({ ...record, data: before }), "run.json").data).toEqual(before);
    },
  );

  it("is verified, and a record of before is the same without it", async () => {
    const { record } = await finish(tinySpec({ transforms, training: { epochs: 1 } }));
    const { preparationSha256: found, ...before } = record.data;
    const verdict = async (data: RunRecord["data"]) => {
      const run = verifyRun({ ...record, data });
      let next = await run.next();
      while (!next.done) next = await run.next();
      return next.value;
    };
    expect((await verdict(before)).result).toBe("same");
    const recorded = "0".repeat(64);
    expect((await verdict({ ...before, preparationSha256: recorded })).differences).toEqual([
      { path: "data.preparationSha256", recorded, found },
    ]);
  });
});
