/** A run in its folder, without a command: checkpoints as it goes on, a folder that disappears, and one that cannot be written. */
import { existsSync } from "node:fs";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { hasCheckpoints, readCheckpoints } from "../../src/node/runs/checkpoints.ts";
import { claimFolder, claimRun, type RunClaim } from "../../src/node/runs/claim.ts";
import { loadRun } from "../../src/node/runs/folder.ts";
import {
  type FolderProblem,
  type FolderRun,
  type SavedInFolder,
  saveInFolder,
  trainInFolder,
} from "../../src/node/runs/run-in-folder.ts";
import { resumeInFolder, runInFolder } from "../../src/node/runs/whole-run.ts";
import type { FinishedRun, RunEvent } from "../../src/runs/run-spec.ts";
import type { Spec } from "../../src/spec/spec.ts";
import { finish, tinySpec } from "./tiny.ts";

const spec = tinySpec({ training: { epochs: 3, batchSize: 16 } });
const FORK = { parent: "0123456789abcdef", changes: { seed: 7 } };

let scratch: string;
let home: string;
let problems: FolderProblem[];
beforeEach(async () => {
  scratch = await mkdtemp(join(tmpdir(), "tidelab-in-folder-"));
  home = process.cwd();
  process.chdir(scratch);
  problems = [];
});
afterEach(async () => {
  process.chdir(home);
  await rm(scratch, { recursive: true, force: true });
});

const onProblem = (problem: FolderProblem) => void problems.push(problem);

async function trainIn(
  claim: RunClaim,
  options: Partial<FolderRun> = {},
  onEvent: (event: RunEvent) => Promise<unknown> = async () => {},
): Promise<FinishedRun> {
  const run = trainInFolder(claim, { spec, onProblem, ...options }, { threads: 1 });
  for (;;) {
    const next = await run.next();
    if (next.done) return next.value;
    await onEvent(next.value);
  }
}

it("has each checkpoint in the folder when its event arrives, and saves the numbers of the run alone", async () => {
  const claim = await claimFolder("run", spec.name);
  const steps: number[] = [];
  const finished = await trainIn(claim, {}, async (event) => {
    if (event.type !== "checkpoint") return;
    const { state } = await readCheckpoints("run");
    expect(state.step).toBe(event.state.step);
    steps.push(state.step);
  });
  const saved = await saveInFolder(claim, finished, { onProblem });
  await claim.release();
  expect(steps.length).toBeGreaterThan(1);
  expect(saved).toMatchObject({ folder: "run", isElsewhere: false });
  const { weightsSha256 } = (await finish(spec)).record;
  expect((await loadRun("run")).record.weightsSha256).toBe(weightsSha256);
  expect(await hasCheckpoints("run")).toBe(false);
  expect(problems).toEqual([]);
});

it("resumes a run whose caller stopped listening, as the same fork", async () => {
  const first = await claimFolder("run", spec.name);
  for await (const event of trainInFolder(first, { spec, fork: FORK, onProblem }, { threads: 1 })) {
    if (event.type === "checkpoint") break;
  }
  await first.release();
  const claim = await claimRun("run");
  const interrupted = await readCheckpoints("run");
  expect(interrupted.start.fork).toEqual(FORK);
  const finished = await trainIn(claim, { interrupted });
  await saveInFolder(claim, finished, { fork: interrupted.start.fork, onProblem });
  await claim.release();
  expect(finished.record.weightsSha256).toBe((await finish(spec)).record.weightsSha256);
  expect(finished.record.startedAt).toBe(interrupted.start.startedAt);
  expect(JSON.parse(await readFile("run/about.json", "utf8"))).toMatchObject(FORK);
});

it("makes a folder again that is deleted meanwhile, also that of a fork which was resumed", async () => {
  const first = await claimFolder("run", spec.name);
  for await (const event of trainInFolder(first, { spec, fork: FORK, onProblem }, { threads: 1 })) {
    if (event.type === "checkpoint") break;
  }
  await first.release();
  const claim = await claimRun("run");
  const interrupted = await readCheckpoints("run");
  let checkpoints = 0;
  await trainIn(claim, { interrupted }, async (event) => {
    if (event.type === "prepared") await rm("run", { recursive: true });
    if (event.type !== "checkpoint") return;
    checkpoints++;
    expect((await readCheckpoints("run")).start).toEqual(interrupted.start);
  });
  await claim.release();
  expect(checkpoints).toBeGreaterThan(0);
  expect(problems).toEqual([{ type: "folderMadeAgain", folder: "run" }]);
  expect(JSON.parse(await readFile("run/about.json", "utf8"))).toMatchObject(FORK);
});

it("saves in a default folder where its own is somebody else's by now", async () => {
  const claim = await claimFolder("run", spec.name);
  const finished = await trainIn(claim);
  await rm("run", { recursive: true });
  await writeFile("run", "a file");
  const saved = await saveInFolder(claim, finished, { onProblem });
  await claim.release();
  expect(saved.isElsewhere).toBe(true);
  expect(saved.folder).toMatch(/^runs[\\/]\d{4}-\d\d-\d\d-tiny$/);
  expect(existsSync(join(saved.folder, "run.json"))).toBe(true);
  expect(problems).toEqual([{ type: "savedElsewhere", folder: "run", instead: saved.folder }]);
  expect(await readFile("run", "utf8")).toBe("a file");
});

describe("in one call", () => {
  async function take(
    run: AsyncGenerator<RunEvent, SavedInFolder>,
  ): Promise<{ saved: SavedInFolder; epochs: number[] }> {
    const epochs: number[] = [];
    for (;;) {
      const next = await run.next();
      if (next.done) return { saved: next.value, epochs };
      if (next.value.type === "epoch") epochs.push(next.value.record.epoch);
    }
  }

  it("trains, saves, and lets the folder go", async () => {
    const { saved, epochs } = await take(runInFolder(spec, { folder: "run", fork: FORK, onProblem }));
    expect(epochs).toEqual([1, 2, 3]);
    expect(saved.files).toEqual(["model.safetensors", "gradients.json", "run.json"].map((name) => join("run", name)));
    expect(saved.record.weightsSha256).toBe((await finish(spec)).record.weightsSha256);
    expect(JSON.parse(await readFile("run/about.json", "utf8"))).toMatchObject(FORK);
    await (await claimRun("run")).release();
    expect(problems).toEqual([]);
  });

  it("takes a default folder where none is named", async () => {
    const { saved } = await take(runInFolder(spec));
    expect(saved.folder).toMatch(/^runs[\\/]\d{4}-\d\d-\d\d-tiny$/);
  });

  it("goes on where it was left, to the same bits, and not once it has ended", async () => {
    for await (const event of runInFolder(spec, { folder: "run", fork: FORK, onProblem })) {
      if (event.type === "checkpoint" && event.state.history.length === 1) break;
    }
    const { saved, epochs } = await take(resumeInFolder("run", { onProblem }));
    expect(epochs).toEqual([2, 3]);
    expect(saved.record.weightsSha256).toBe((await finish(spec)).record.weightsSha256);
    expect(JSON.parse(await readFile("run/about.json", "utf8"))).toMatchObject(FORK);
    await expect(take(resumeInFolder("run"))).rejects.toMatchObject({ code: "run.ended" });
    await expect(take(runInFolder(spec, { folder: "run" }))).rejects.toMatchObject({ code: "run.outputExists" });
  });

  it("stops when the signal says so, and can then be resumed", async () => {
    const stop = new AbortController();
    const run = runInFolder(spec, { folder: "run", signal: stop.signal, onProblem });
    for (let next = await run.next(); !next.done; next = await run.next()) if (next.value.type === "step") stop.abort();
    expect((await loadRun("run")).record.status).toBe("stopped");
    expect((await take(resumeInFolder("run"))).saved.record.status).toBe("finished");
  });

  it("reports a checkpoint that cannot be used, to the caller or as a warning of the process", async () => {
    for await (const event of runInFolder(spec, { folder: "run", onProblem })) {
      if (event.type === "checkpoint" && event.state.history.length === 1) break;
    }
    const [newest = ""] = (await readdir("run/checkpoints"))
      .filter((name) => name.startsWith("step-"))
      .sort()
      .reverse();
    await writeFile(join("run/checkpoints", newest), "cut off");
    const warnings: Error[] = [];
    const listen = (warning: Error) => void warnings.push(warning);
    process.on("warning", listen);
    for await (const event of resumeInFolder("run")) if (event.type === "prepared") break;
    await setImmediate();
    process.off("warning", listen);
    expect(warnings).toMatchObject([{ name: "TidelabWarning", code: "olderCheckpoint" }]);
    expect(warnings[0]?.message).toContain(newest);
    await take(resumeInFolder("run", { onProblem }));
    expect(problems).toMatchObject([{ type: "olderCheckpoint" }]);
  });

  it("refuses a spec that was not parsed, and a folder that is none, before anything is written", async () => {
    await expect(take(runInFolder({} as Spec))).rejects.toMatchObject({ code: "spec.raw" });
    await expect(take(runInFolder({ ...spec, training: undefined as never }))).rejects.toMatchObject({
      code: "spec.raw",
    });
    await expect(take(resumeInFolder(undefined as never))).rejects.toMatchObject({ code: "run.folder" });
    expect(await readdir(".")).toEqual([]);
  });
});
