/** A run in its folder, without a command: checkpoints as it goes on, a folder that disappears, and one that cannot be written. */
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { hasCheckpoints, readCheckpoints } from "../../src/node/runs/checkpoints.ts";
import { claimFolder, claimRun, type RunClaim } from "../../src/node/runs/claim.ts";
import { loadRun } from "../../src/node/runs/folder.ts";
import { type FolderProblem, type FolderRun, saveInFolder, trainInFolder } from "../../src/node/runs/run-in-folder.ts";
import type { FinishedRun, RunEvent } from "../../src/runs/run-spec.ts";
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
