/** Runs as they are kept: rows, steps, checkpoints, the bin; a store that is full or refused never ends a run. */
import "fake-indexeddb/auto";
import { models, parseSpec } from "tidelab";
import { readCheckpointFiles, readRunFiles, runId, runSpec } from "tidelab/runs";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { Keeper } from "../src/engine/keeper.ts";
import { STEP_VALUES, type StorageProblem } from "../src/engine/protocol.ts";
import { StateSteps } from "../src/engine/state-steps.ts";
import { cutRun, keepBranch, readState, showBranch } from "../src/store/branches.ts";
import { openFiles } from "../src/store/files.ts";
import {
  changeRow,
  emptyBin,
  endRun,
  listBin,
  listBranches,
  listRuns,
  type RunRow,
  readRow,
  readSteps,
  setDeleted,
  writeVerdict,
} from "../src/store/runs.ts";
import { thinCheckpoints } from "../src/store/thinning.ts";

const spec = parseSpec({
  name: "kept",
  data: { kind: "waves", samples: 60, length: 12 },
  model: models.recurrent({ hiddenSize: 3, numLayers: 1 }),
  training: { epochs: 4, batchSize: 8 },
});
const startedAt = "2026-11-27T12:00:00.000Z";
let number = 0;

function rowOf(id: string): RunRow {
  return {
    ...{ id, label: id, spec, status: "running", startedAt, numerics: "portable", threads: 1, stepsPerEpoch: 6 },
    ...{ classNames: ["sine", "square"], counts: { train: 42, val: 9, test: 9 }, history: [], checkpoints: [] },
  };
}

/** Trains and keeps what `until` lets through. */
async function keep(id: string, until: (epoch: number) => boolean = () => true) {
  const problems: StorageProblem[] = [];
  const start = { spec, numerics: "portable" as const, startedAt };
  const keeper = new Keeper(rowOf(id), start, (problem) => problems.push(problem));
  await keeper.begin(startedAt, []);
  const run = runSpec(spec, { ...start, checkpointEvery: 1 });
  const losses: number[] = [];
  for (let next = await run.next(); ; next = await run.next()) {
    if (next.done) return { problems, losses, ...(await keeper.end(next.value, startedAt)) };
    const event = next.value;
    if (event.type === "step") {
      losses.push(event.batchLoss);
      await keeper.addStep([event.batchLoss, event.gradNorm, event.lr]);
    }
    if (event.type === "epoch") await keeper.addEpoch(event.record);
    if (event.type === "checkpoint") {
      await keeper.addCheckpoint(event.state);
      if (!until(event.state.history.length)) {
        await run.return(undefined as never);
        return { problems, losses, record: undefined };
      }
    }
  }
}

async function filesOf(id: string): Promise<Map<string, Uint8Array>> {
  const files = await openFiles();
  const found = new Map<string, Uint8Array>();
  for (const name of await files.list(`runs/${id}`)) {
    const bytes = await files.read(`runs/${id}/${name}`);
    if (bytes) found.set(name, bytes);
    for (const inner of await files.list(`runs/${id}/${name}`)) {
      found.set(`${name}/${inner}`, (await files.read(`runs/${id}/${name}/${inner}`))!);
    }
  }
  return found;
}

describe("a run that is kept", () => {
  let id: string;
  beforeEach(() => {
    id = `run-${++number}`;
  });

  it("has its steps, its history, the files of the command line's folder", async () => {
    const { losses, record, problems } = await keep(id);
    expect(problems).toEqual([]);
    const row = await readRow(id);
    expect(row?.status).toBe("finished");
    expect(row?.history).toHaveLength(4);
    expect(row?.record?.weightsSha256).toBe(record?.weightsSha256);
    const steps = await readSteps(id);
    expect(steps.length).toBe(losses.length * STEP_VALUES);
    expect(steps.filter((_, index) => index % STEP_VALUES === 0)).toEqual(new Float32Array(losses));
    const read = readRunFiles(await filesOf(id), id);
    expect(read.record).toEqual(record);
  });

  it("that was interrupted has two states to resume from, and the weights of every epoch", async () => {
    await keep(id, (epoch) => epoch < 3);
    const files = await filesOf(id);
    const names = [...files.keys()].sort();
    expect(names.filter((name) => name.startsWith("checkpoints/"))).toEqual([
      "checkpoints/start.json",
      "checkpoints/step-00000012.safetensors",
      "checkpoints/step-00000018.safetensors",
    ]);
    expect(names.filter((name) => name.startsWith("weights/"))).toHaveLength(4);
    const { state } = readCheckpointFiles(files);
    expect(state.step).toBe(18);
    const { createHash } = await import("node:crypto");
    const weights = createHash("sha256").update(files.get("weights/00000018.f32")!).digest("hex");
    expect(weights).toBe(state.history[2]?.weightsSha256);
    expect((await readRow(id))?.status).toBe("running");
  });

  it("is put into the bin, taken out again, and gone after 30 days", async () => {
    await keep(id, () => false);
    await setDeleted(id, new Date(Date.now() - 29 * 86_400_000).toISOString());
    expect((await listRuns()).map((row) => row.id)).not.toContain(id);
    await emptyBin();
    await setDeleted(id, undefined);
    expect((await listRuns()).map((row) => row.id)).toContain(id);
    await setDeleted(id, new Date(Date.now() - 31 * 86_400_000).toISOString());
    await emptyBin();
    expect(await readRow(id)).toBeUndefined();
    expect((await filesOf(id)).size).toBe(0);
    expect((await readSteps(id)).length).toBe(0);
  });

  it("trains to its end where the storage is full, and says so once", async () => {
    const full = vi.spyOn(await openFiles(), "write").mockRejectedValue(new DOMException("full", "QuotaExceededError"));
    const kept = await keep(id);
    const { record, problems } = kept;
    const unkept = "unkept" in kept ? kept.unkept : undefined;
    full.mockRestore();
    expect(problems).toEqual(["full"]);
    expect(record?.status).toBe("finished");
    // Its folder is handed to the page, whole.
    expect(readRunFiles(new Map(unkept), "small").record.weightsSha256).toBe(record?.weightsSha256);
  });
});

describe("going back", () => {
  it("cuts the run, and what came after is another that reads as a folder of its own", async () => {
    const { record } = await keep("back");
    const row = (await readRow("back"))!;
    const { state } = (await readState("back", 18))!;
    await keepBranch(row, { id: "back-branch", label: "branch", step: 18 });
    const cut = await cutRun(row, state);
    expect([cut.status, cut.record, cut.history.length]).toEqual(["running", undefined, 3]);
    expect((await readSteps("back")).length).toBe(18 * STEP_VALUES);
    expect(readCheckpointFiles(await filesOf("back")).state.step).toBe(18);
    // The branch is whole: its record, its steps, the states that continue it.
    expect((await listRuns()).map(({ id }) => id)).not.toContain("back-branch");
    await showBranch("back-branch");
    expect((await listRuns()).map(({ id }) => id)).toContain("back-branch");
    expect((await readSteps("back-branch")).length).toBe(24 * STEP_VALUES);
    const files = await filesOf("back-branch");
    const read = readRunFiles(files, "branch");
    expect(read.record.weightsSha256).toBe(record?.weightsSha256);
    expect(runId(read.record)).not.toBe(runId(row));
    const { start, state: last } = readCheckpointFiles(files);
    expect([last.step, start.startedAt]).toEqual([24, read.record.startedAt]);
    expect((await listBranches("back")).map(({ label }) => label)).toEqual(["branch"]);
  });

  it("has no verdict on what it gave before, nor takes one that comes late", async () => {
    const { record } = await keep("verdict");
    const verified = { result: "same" as const, epochs: 4, epoch: undefined, differences: [], files: [], compared: [] };
    const verdict = { ...verified, at: startedAt };
    await writeVerdict("verdict", record!, verdict);
    expect((await readRow("verdict"))?.verified).toEqual(verdict);
    const { state } = (await readState("verdict", 18))!;
    await cutRun((await readRow("verdict"))!, state);
    expect((await readRow("verdict"))?.verified).toBeUndefined();
    // It was being verified while it went back.
    await writeVerdict("verdict", record!, verdict);
    expect((await readRow("verdict"))?.verified).toBeUndefined();
    await changeRow("verdict", (row) => ({ ...row, record: { ...record!, weightsSha256: "0".repeat(64) } }));
    await writeVerdict("verdict", record!, verdict);
    expect((await readRow("verdict"))?.verified).toBeUndefined();
  });

  it("takes branches that nobody kept along: into the bin, out of it, and to their end", async () => {
    await keep("parent", (epoch) => epoch < 3);
    await keepBranch((await readRow("parent"))!, { id: "parent-branch", label: "branch", step: 12 });
    await setDeleted("parent", new Date().toISOString());
    expect((await listBin()).map(({ id }) => id)).toEqual(["parent"]);
    expect((await readRow("parent-branch"))?.deletedAt).toBeDefined();
    await setDeleted("parent", undefined);
    expect((await readRow("parent-branch"))?.deletedAt).toBeUndefined();
    await endRun("parent");
    expect(await readRow("parent-branch")).toBeUndefined();
    expect((await filesOf("parent-branch")).size).toBe(0);
  });

  it("keeps the last two states, and those before changes", () => {
    const states = new StateSteps([0, 6], [2]);
    states.add(2);
    states.add(12);
    expect(states.thin()).toEqual([0]);
    states.add(18);
    expect([states.thin(), states.list]).toEqual([[6], [2, 12, 18]]);
  });
});

describe("thinning", () => {
  const marks = [0, 1, 2, 3, 4, 5].map((epoch) => ({ epoch, step: epoch * 10 }));
  const losses = [0.7, 0.69, 0.3, 0.1, 0.1001];
  const history = losses.map((valLoss, index) => ({ valLoss, epoch: index + 1 }) as never);

  it("keeps what there is room for", () => {
    expect(thinCheckpoints(marks, history, new Set(), 6)).toEqual(marks);
  });

  it("gives up the later of the nearest pair; never the first, the best, the last", () => {
    expect(thinCheckpoints(marks, history, new Set(), 5).map(({ epoch }) => epoch)).toEqual([0, 1, 3, 4, 5]);
    expect(thinCheckpoints(marks, history, new Set(), 1).map(({ epoch }) => epoch)).toEqual([0, 4, 5]);
  });

  it("keeps those before changes by hand", () => {
    const kept = thinCheckpoints(marks, history, new Set([20]), 1);
    expect(kept.map(({ epoch }) => epoch)).toEqual([0, 2, 4, 5]);
  });
});
