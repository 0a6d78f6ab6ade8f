/** Runs that have not ended, taken from their folders: found among files, kept so that they go on to their bits, refused where they cannot. */
import "fake-indexeddb/auto";
import { models, parseSpec, TidelabError } from "tidelab";
import { checkpointFiles, readCheckpointFiles, runSpec } from "tidelab/runs";
import { beforeAll, describe, expect, it } from "vitest";
import { STEP_VALUES } from "../src/engine/protocol.ts";
import { verifyFiles } from "../src/engine/verify-files.ts";
import { openFiles } from "../src/store/files.ts";
import { importRun } from "../src/store/import-run.ts";
import { listRuns, readRow, readSteps } from "../src/store/runs.ts";
import { type DroppedFile, gatherRuns } from "../src/verify/gather.ts";

const spec = parseSpec({
  name: "cut",
  data: { kind: "waves", samples: 60, length: 12 },
  model: models.recurrent({ hiddenSize: 3, numLayers: 1 }),
  training: { epochs: 4, batchSize: 8 },
});
const start = { spec, numerics: "portable" as const, startedAt: "2026-11-27T12:00:00.000Z" };
let folder: [string, Uint8Array<ArrayBuffer>][];
let whole: string;

beforeAll(async () => {
  const training = runSpec(spec, { ...start, checkpointEvery: 1 });
  for (let next = await training.next(); ; next = await training.next()) {
    if (next.done) {
      whole = next.value.record.weightsSha256;
      break;
    }
    const event = next.value;
    if (event.type !== "checkpoint" || event.state.history.length !== 2) continue;
    folder = [...checkpointFiles(start, event.state)].map(([name, bytes]) => [name, new Uint8Array(bytes)]);
  }
});

describe("a run that has not ended", () => {
  it("is found by its checkpoints, apart from runs that have ended", () => {
    const dropped = (...paths: string[]) => paths.map((path): DroppedFile => ({ path, blob: new Blob([path]) }));
    const { runs, unfinished } = gatherRuns(
      dropped(
        ...[
          "a/checkpoints/start.json",
          "a/checkpoints/step-00000012.safetensors",
          "a/notes.json",
          "a/checkpoints/x.txt",
        ],
        ...["b/run.json", "b/checkpoints/start.json", "b/checkpoints/step-00000012.safetensors"],
        ...["checkpoints/start.json", "c/checkpoints/step-00000012.safetensors"],
      ),
      "all.zip",
    );
    expect(runs.map(({ name }) => name)).toEqual(["all.zip/b"]);
    expect(unfinished.map(({ name, files }) => [name, [...files.keys()]])).toEqual([
      ["all.zip/a", ["checkpoints/start.json", "checkpoints/step-00000012.safetensors", "notes.json"]],
      ["all.zip", ["checkpoints/start.json"]],
    ]);
  });

  it("is kept once, as one that was interrupted, and goes on to the weights of a run that never was", async () => {
    const taken = await importRun(folder, "cut");
    expect(taken).toMatchObject({ label: "cut", wasKept: false, isOpen: true });
    const row = (await readRow(taken.id))!;
    expect(row).toMatchObject({ status: "running", startedAt: start.startedAt, stepsPerEpoch: 6 });
    expect(row).toMatchObject({ counts: { train: 42, val: 9, test: 9 }, checkpoints: [{ step: 12, epoch: 2 }] });
    // Losses of its steps are not in a folder: none is made up, and the next one has its place.
    const steps = await readSteps(taken.id);
    expect([steps.length, steps.every(Number.isNaN)]).toEqual([12 * STEP_VALUES, true]);
    const store = await openFiles();
    const found = new Map<string, Uint8Array>();
    for (const name of await store.list(`runs/${taken.id}/checkpoints`)) {
      found.set(`checkpoints/${name}`, (await store.read(`runs/${taken.id}/checkpoints/${name}`))!);
    }
    const { state, start: begun } = readCheckpointFiles(found);
    const { createHash } = await import("node:crypto");
    const weights = createHash("sha256").update((await store.read(`runs/${taken.id}/weights/00000012.f32`))!);
    expect(weights.digest("hex")).toBe(state.history[1]?.weightsSha256);
    const rest = runSpec(begun.spec, { ...begun, resume: state });
    let next = await rest.next();
    while (!next.done) next = await rest.next();
    expect(next.value.record.weightsSha256).toBe(whole);
    expect(await importRun(folder, "again")).toEqual({ ...taken, wasKept: true });
  });

  it.each([
    ["without a state", "run.noCheckpoints", () => folder.slice(0, 1)],
    [
      "with a damaged state",
      "checkpoint.none",
      () => folder.map(([name, bytes]) => [name, name.endsWith("json") ? bytes : bytes.slice(0, -8)] as const),
    ],
    ["of other series", "run.dataChanged", () => begunWith({ ...start, dataSha256: "0".repeat(64) })],
    [
      "of a file that is not at hand",
      "data.noFile",
      () => begunWith({ ...start, spec: { ...spec, data: { kind: "files", train: "gait.csv" } } }),
    ],
    [
      "of another model",
      "checkpoint.damaged",
      () => begunWith({ ...start, spec: { ...spec, model: models.recurrent({ hiddenSize: 4, numLayers: 1 }) } }),
    ],
  ])("%s is refused, and nothing is kept of it", async (_, code, files) => {
    const before = [(await listRuns()).length, await (await openFiles()).list("runs")];
    const error = await importRun([...files()] as never, "cut").catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(TidelabError);
    expect((error as TidelabError).all[0]?.code).toBe(code);
    expect([(await listRuns()).length, await (await openFiles()).list("runs")]).toEqual(before);
  });

  it("has nothing to be verified by, which is said", async () => {
    const hooks = { openFiles: async () => undefined, onEpoch: async () => undefined };
    const error = await verifyFiles({ files: folder, name: "cut", threads: 1 }, hooks).catch((reason) => reason);
    expect((error as TidelabError).code).toBe("run.unfinished");
  });
});

/** The same state with another start: a run of its own, which has not been kept. */
function begunWith(other: object) {
  const { state } = readCheckpointFiles(new Map(folder));
  return checkpointFiles({ ...(other as typeof start), startedAt: "2026-11-27T13:00:00.000Z" }, state);
}
