/** Runs that have not ended, taken from their folders: found among files, kept so that they go on to their bits, refused where they cannot. */
import "fake-indexeddb/auto";
import { models, parseSpec, TidelabError } from "tidelab";
import { checkpointFiles, readCheckpointFiles, runFiles, runSpec, unzipFiles } from "tidelab/runs";
import { beforeAll, describe, expect, it } from "vitest";
import { STEP_VALUES } from "../src/engine/protocol.ts";
import { verifyFiles } from "../src/engine/verify-files.ts";
import { packAll } from "../src/store/export-all.ts";
import { openFiles } from "../src/store/files.ts";
import { importRun } from "../src/store/import-run.ts";
import { endRun, listRuns, readRow, readSteps } from "../src/store/runs.ts";
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
    expect(runs.map(({ name, files }) => [name, [...files.keys()]])).toEqual([
      ["all.zip/b", ["run.json", "checkpoints/start.json", "checkpoints/step-00000012.safetensors"]],
    ]);
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

  it("that was stopped is kept with its record and the state to resume, and once", async () => {
    const given = await stoppedFolder();
    const taken = await importRun(given, "stopped");
    expect(taken).toMatchObject({ wasKept: false, isOpen: false, isStopped: true });
    const row = (await readRow(taken.id))!;
    expect(row).toMatchObject({
      status: "stopped",
      checkpoints: [{ step: 12, epoch: 2 }],
      record: { status: "stopped" },
    });
    expect((await readSteps(taken.id)).length).toBe(12 * STEP_VALUES);
    const names = await (await openFiles()).list(`runs/${taken.id}/checkpoints`);
    expect([...names].sort()).toEqual(["start.json", "step-00000012.safetensors"]);
    expect(await importRun(given, "again")).toMatchObject({ id: taken.id, wasKept: true });
    await endRun(taken.id);
  });

  it("keeps where it came from through import and export, whether it has ended or not", async () => {
    const about = new TextEncoder().encode('{"parent":"0123456789abcdef","changes":{"seed":8},"notes":[],"tags":[]}\n');
    const begun = new Map(begunWith(start));
    for (const files of [await stoppedFolder(), [...begun]]) {
      const { id, label } = await importRun([...files, ["about.json", about]] as never, "forked");
      const { zip } = await packAll();
      expect((await unzipFiles(zip, "all.zip")).get(`${label}/about.json`)).toEqual(about);
      await endRun(id);
    }
    // One that is none is left out, and the run is kept.
    const { id } = await importRun([...begun, ["about.json", about.slice(0, 9)]] as never, "forked");
    expect(await (await openFiles()).list(`runs/${id}`)).not.toContain("about.json");
    await endRun(id);
  });

  it("that was stopped is kept without a state where its checkpoints are of another run or damaged, which is said", async () => {
    const given = new Map(await stoppedFolder());
    const other = new Map(begunWith(start));
    for (const [states, code] of [
      [other, "checkpoint.foreign"],
      [new Map([...folder].map(([name, bytes]) => [name, bytes.slice(0, 40)])), "checkpoint.start"],
    ] as const) {
      const taken = await importRun([...new Map([...given, ...states])] as never, "stopped");
      expect(taken.unusable?.map((error) => error.code)).toEqual([code]);
      expect((await readRow(taken.id))?.checkpoints).toEqual([]);
      await endRun(taken.id);
    }
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

/** The folder of a run that was stopped after two epochs, with its checkpoints, as the command line leaves it. */
async function stoppedFolder(): Promise<[string, Uint8Array<ArrayBuffer>][]> {
  const stop = new AbortController();
  const begun = { ...start, startedAt: "2026-11-27T14:00:00.000Z" };
  const training = runSpec(spec, { ...begun, checkpointEvery: 1, signal: stop.signal });
  let states = new Map<string, Uint8Array>();
  for (let next = await training.next(); ; next = await training.next()) {
    if (next.done) {
      const all = new Map([...runFiles(next.value).files, ...states]);
      return [...all].map(([name, bytes]) => [name, new Uint8Array(bytes)]);
    }
    const event = next.value;
    if (event.type !== "checkpoint" || event.state.history.length > 2) continue;
    states = checkpointFiles(begun, event.state);
    if (event.state.history.length === 2) stop.abort();
  }
}
