/** The folder of a run without a file system: the same bytes as the command line's, read back, refused where they are not a whole. */
import "../../src/node/platform.ts";
import { mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { TidelabError } from "../../src/errors/errors.ts";
import { saveRun } from "../../src/node/reports/draw.ts";
import { loadRun, readGradients } from "../../src/node/runs/folder.ts";
import { resumeInFolder } from "../../src/node/runs/whole-run.ts";
import { checkpointFiles, readCheckpointFiles } from "../../src/runs/checkpoint-files.ts";
import { readRunFiles, runFiles } from "../../src/runs/run-files.ts";
import type { RunStart } from "../../src/runs/start.ts";
import { finish, stopAfter, tinySpec } from "./tiny.ts";

const scratch = mkdtempSync(join(realpathSync(tmpdir()), "tidelab-run-files-"));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

async function write(folder: string, files: ReadonlyMap<string, Uint8Array>): Promise<void> {
  for (const [name, bytes] of files) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), bytes);
  }
}

function codeOf(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    if (error instanceof TidelabError) return `${error.code} at ${error.path}`;
    throw error;
  }
  return "none";
}

const training = { epochs: 2, batchSize: 16, record: { gradientsEvery: 2 } };
const spec = tinySpec({ training });

describe("a run that has ended", () => {
  it("has the files that saving it writes, byte for byte", async () => {
    const run = await finish(spec);
    const { files, record } = runFiles(run);
    const folder = join(scratch, "saved");
    await saveRun(folder, run, "en", { figures: false });
    expect([...files.keys()].sort()).toEqual(readdirSync(folder).sort());
    for (const [name, bytes] of files) expect(Buffer.from(bytes), name).toEqual(readFileSync(join(folder, name)));
    expect((await loadRun(folder)).record).toEqual(record);
  });

  it("is read from them as it is from a folder", async () => {
    const { files } = runFiles(await finish(spec));
    const folder = join(scratch, "written");
    await write(folder, files);
    const read = readRunFiles(files);
    const loaded = await loadRun(folder);
    expect(read.record).toEqual(loaded.record);
    expect(read.model.parameters).toEqual(loaded.model.parameters);
    expect(read.gradients).toEqual(await readGradients(folder));
    expect(read.gradients?.records.length).toBe(3);
  });

  it("says what is missing, changed or none of it", async () => {
    const { files } = runFiles(await finish(spec));
    const without = (name: string) => new Map([...files].filter(([other]) => other !== name));
    const withBytes = (name: string, bytes: Uint8Array) => new Map([...files, [name, bytes]]);
    expect(readRunFiles(without("gradients.json")).gradients).toBeUndefined();
    expect(codeOf(() => readRunFiles(new Map(), "a.zip"))).toBe("run.noRecord at a.zip");
    expect(codeOf(() => readRunFiles(without("model.safetensors"), "a.zip"))).toBe("run.noWeights at a.zip");
    const longer = new Uint8Array([...(files.get("gradients.json") ?? []), 10]);
    expect(codeOf(() => readRunFiles(withBytes("gradients.json", longer), "a.zip"))).toBe(
      "run.fileChanged at a.zip/gradients.json",
    );
    const weights = Uint8Array.from(files.get("model.safetensors") ?? []);
    weights[weights.length - 1]! ^= 1; // the last of many bytes
    expect(codeOf(() => readRunFiles(withBytes("model.safetensors", weights)))).toBe(
      "run.weightsChanged at model.safetensors",
    );
    const none = runFiles(await finish(tinySpec({ training: { ...training, record: { gradientsEvery: 0 } } })));
    expect([...none.files.keys()]).toEqual(["model.safetensors", "run.json"]);
    const foreign = new Map([...none.files, ["gradients.json", files.get("gradients.json") ?? new Uint8Array()]]);
    expect(codeOf(() => readRunFiles(foreign))).toBe("run.fileChanged at gradients.json");
  });
});

describe("a run that was interrupted", () => {
  const start: RunStart = { spec, numerics: "portable", startedAt: "2026-11-27T12:00:00.000Z" };

  it("is resumed from its files to the same weights, here and in the command line's folder", async () => {
    const whole = await finish(spec);
    const { state } = await stopAfter(spec, 4);
    const files = checkpointFiles(start, state);
    const read = readCheckpointFiles(files);
    expect(read.start).toEqual(start);
    const resumed = await finish(read.start.spec, { resume: read.state, numerics: read.start.numerics });
    expect(resumed.record.weightsSha256).toBe(whole.record.weightsSha256);
    expect(resumed.gradients).toEqual(whole.gradients);
    const folder = join(scratch, "interrupted");
    await write(folder, files);
    const run = resumeInFolder(folder);
    let next = await run.next();
    while (!next.done) next = await run.next();
    expect(next.value.record.weightsSha256).toBe(whole.record.weightsSha256);
    expect(next.value.record.startedAt).toBe(start.startedAt);
  });

  it("takes the newest state that can be trusted", async () => {
    const [older, newer] = [(await stopAfter(spec, 2)).state, (await stopAfter(spec, 4)).state];
    const files = new Map([...checkpointFiles(start, older), ...checkpointFiles(start, newer)]);
    expect(readCheckpointFiles(files).state.step).toBe(4);
    const name = "checkpoints/step-00000004.safetensors";
    files.set(name, (files.get(name) ?? new Uint8Array()).slice(0, -3));
    const read = readCheckpointFiles(files, "lab");
    expect(read.state.step).toBe(2);
    expect(read.passedOver.map(({ code, path }) => `${code} at ${path}`)).toEqual([
      `checkpoint.damaged at lab/${name}`,
    ]);
  });

  it("refuses what it cannot resume", async () => {
    const { state } = await stopAfter(spec, 2);
    const files = checkpointFiles(start, state);
    expect(codeOf(() => readRunFiles(files, "lab"))).toBe("run.unfinished at lab");
    expect(codeOf(() => readCheckpointFiles(new Map(), "lab"))).toBe("run.noCheckpoints at lab");
    const other = checkpointFiles({ ...start, startedAt: "2026-11-27T12:00:01.000Z" }, state);
    const mixed = new Map([...files, ...[...other].filter(([name]) => name.endsWith("start.json"))]);
    expect(codeOf(() => readCheckpointFiles(mixed, "lab"))).toBe("checkpoint.none at lab");
    const cut = new Map(files).set("checkpoints/start.json", new TextEncoder().encode("{"));
    expect(codeOf(() => readCheckpointFiles(cut, "lab"))).toBe("checkpoint.start at lab/checkpoints/start.json");
  });
});
