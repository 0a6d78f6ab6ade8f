/**
 * What the page is about: the run on the screen, the worker that trains, the runs that are kept. Screens call its functions and read its
 * signals; they never speak to the worker themselves.
 */
import { signal } from "@preact/signals";
import type { EditValues, Spec } from "tidelab";
import type { RunRecord } from "tidelab/runs";
import { TrainClient } from "../engine/client.ts";
import type { FoundVerdict } from "../engine/found-verdict.ts";
import type { ForkSource, Reach, Reply } from "../engine/protocol.ts";
import { readStateSteps, showBranch } from "../store/branches.ts";
import {
  changeRow,
  emptyBin,
  interruptedAmong,
  listRuns,
  lockOf,
  type RunRow,
  readRow,
  readSteps,
  setDeleted,
  writeVerdict,
} from "../store/runs.ts";
import { isSameRecord } from "../store/same-record.ts";
import { type Branch, readBranches } from "./branches.ts";
import { computeDevice } from "./compute-device.ts";
import { reportFault } from "./faults.ts";
import { fork } from "./fork.ts";
import { labelFor, newId } from "./labels.ts";
import { LiveRun } from "./live-run.ts";
import { isLocked } from "./locks.ts";
import { expectedFor } from "./opened-link.ts";
import { addKept, filesOf } from "./own-files.ts";
import { holdFolder } from "./run-files.ts";

/** The run that the train worker has; undefined before the first. */
export const current = signal<LiveRun | undefined>(undefined);
/** Runs that are kept, the newest first; undefined until they are read. */
export const keptRuns = signal<readonly RunRow[] | undefined>(undefined);
export const interruptedRuns = signal<readonly RunRow[]>([]);
/** Whether the browser keeps what is trained here; undefined until it was asked. */
export const keeps = signal<boolean | undefined>(undefined);

/** Runs that have ended in this page and could not be kept, the newest first: they last as long as it. */
export const unkeptRuns = signal<readonly LiveRun[]>([]);

/** Threads that a run gets: what the machine has, where the page may share memory. */
export function threadsHere(): number {
  return globalThis.crossOriginIsolated ? Math.max(1, Math.min(navigator.hardwareConcurrency || 1, 16)) : 1;
}

let client: TrainClient | undefined;

function ask(...[request]: Parameters<TrainClient["ask"]>): void {
  client ??= new TrainClient(onReply);
  client.ask(request);
}

function onReply(reply: Reply): void {
  if (reply.type === "fault") {
    reportFault(reply.message, reply.details);
    if (reply.run === undefined) {
      // What is left of the worker must neither train nor hold the run.
      client?.terminate();
      client = undefined;
      void offerAgain(current.value);
    }
  }
  const run = current.value;
  if (run === undefined || (reply.run !== undefined && reply.run !== run.id)) return;
  run.take(reply);
  // A run that goes back or goes on gives up its record, and the verdict on it: no list is to show them any more.
  const hasRecord = keptRuns.value?.some(({ id, record }) => id === run.id && record !== undefined);
  if (hasRecord && (reply.type === "prepared" || reply.type === "begun")) void refreshRuns();
  if (reply.type === "storage" && reply.problem === "refused") keeps.value = false;
  if (reply.type === "ended") {
    if (reply.files) {
      holdFolder(run.id, reply.files);
      unkeptRuns.value = [run, ...unkeptRuns.value];
    }
    const expected = run.expected.value;
    if (expected !== undefined) void changeRow(run.id, (row) => ({ ...row, expected })).catch(() => undefined);
    void refreshRuns();
    void navigator.storage?.persist?.();
  }
}

/** A run whose worker is gone can continue from its last checkpoint, once its lock is free. */
async function offerAgain(run: LiveRun | undefined): Promise<void> {
  if (run) await navigator.locks?.request(lockOf(run.id), () => undefined);
  await refreshRuns();
}

/** Reads which runs are kept. */
export async function refreshRuns(): Promise<void> {
  try {
    const rows = await listRuns();
    const interrupted = await interruptedAmong(rows);
    keptRuns.value = rows;
    interruptedRuns.value = interrupted.filter(({ id }) => id !== current.value?.id || !current.value.isOpen.value);
    keeps.value = true;
  } catch {
    keptRuns.value = [];
    keeps.value = false;
  }
}

/** At the start of the page: what is kept, without what has been in the bin for too long. */
export async function openStudio(): Promise<void> {
  await refreshRuns();
  if (keeps.value) await emptyBin().catch(() => undefined);
}

/**
 * Makes data, model and lanes of a spec in the worker, so that `go` costs one batch. A run that is prepared already is kept.
 * @param source  the checkpoint that it begins with; without one a fork that was begun is given up
 */
export function prepareRun(spec: Spec, source?: ForkSource): LiveRun {
  fork.value = source;
  const files = filesOf(spec);
  const wanted = JSON.stringify([spec, computeDevice.value, files.map(({ sha256 }) => sha256), source?.from]);
  const before = current.value;
  if (before && !before.isBegun.value && before.wanted === wanted && before.phase.value !== "failed") return before;
  const taken = (keptRuns.value ?? []).map(({ label }) => label);
  const run = new LiveRun(newId(spec.name), labelFor(spec.name, taken));
  run.wanted = wanted;
  run.files = files;
  // Other first weights lead elsewhere than those that the seed draws.
  run.expected.value = source ? undefined : expectedFor(spec);
  if (source) run.beginWith(source);
  current.value = run;
  const given = { spec, threads: threadsHere(), device: computeDevice.value, files, ...(source && { fork: source }) };
  ask({ type: "prepare", run: run.id, label: run.label, ...given });
  return run;
}

export function go(reach: Reach = "end"): void {
  const run = current.value;
  if (run === undefined) return;
  run.isBegun.value = true;
  // The next one begins with fresh weights again.
  if (run.forkOf) fork.value = undefined;
  ask({ type: "go", run: run.id, reach });
}

export function pause(): void {
  const run = current.value;
  if (run) ask({ type: "pause", run: run.id });
}

export function stop(): void {
  const run = current.value;
  if (run) ask({ type: "stop", run: run.id });
}

/** Whether a value may be changed while it trains: nobody has locked it, or changes as such. */
export function mayEdit(key: keyof EditValues): boolean {
  return !isLocked(`training.${key}`) && !isLocked("training.edits");
}

/** Changes values while it trains, from the next step on. */
export function edit(set: EditValues): void {
  const run = current.value;
  if (run === undefined) return;
  run.asked.value = { ...run.asked.value, ...set };
  ask({ type: "edit", run: run.id, set });
}

/**
 * Goes back to a step whose full state there is; what came after stays as a branch. It then waits unless `reach` is given.
 * @param set  what is changed from the next step on
 */
export function goBack(run: LiveRun, step: number, then: { set?: EditValues; reach?: Reach } = {}): void {
  // From here on nothing else is prepared in its place.
  run.isBegun.value = true;
  current.value = run;
  const label = labelFor(
    `${run.label}-branch`,
    [...(keptRuns.value ?? []), ...run.branches.value].map((one) => one.label),
  );
  const branch = newId(run.facts.value?.spec.name ?? run.label);
  ask({
    type: "rewind",
    run: run.id,
    step,
    branch,
    label,
    threads: threadsHere(),
    device: computeDevice.value,
    ...then,
  });
}

/** Keeps what a run left behind as a run among the others. */
export async function keepBranchAsRun(branch: Branch): Promise<void> {
  await showBranch(branch.id);
  await refreshRuns();
}

/** Its own files are those of its row, and are at hand for the recipe, which names them. */
function takeRow(run: LiveRun, { files = [], startedAt, forkOf }: RunRow): void {
  run.startedAt = startedAt;
  run.forkOf = forkOf;
  run.files = files;
  addKept(files);
}

async function loadBranches(run: LiveRun): Promise<void> {
  run.branches.value = await readBranches(run.id);
}

/** Resumes a run that was interrupted. */
export function resumeRun(row: RunRow, reach: Reach = "end"): LiveRun {
  const run = new LiveRun(row.id, row.label);
  takeRow(run, row);
  run.facts.value = row;
  run.expected.value = row.expected ?? expectedFor(row.spec);
  run.isBegun.value = true;
  void loadBranches(run);
  current.value = run;
  interruptedRuns.value = interruptedRuns.value.filter(({ id }) => id !== row.id);
  ask({ type: "resume", run: row.id, threads: threadsHere(), device: computeDevice.value });
  ask({ type: "go", run: row.id, reach });
  return run;
}

/**
 * Keeps what verifying a record found, with its day. Where nothing is kept, it lasts as long as the page.
 * @param run  that is looked at, beside the worker's
 */
export async function keepVerdict(id: string, record: RunRecord, found: FoundVerdict, run?: LiveRun): Promise<void> {
  const verified = { ...found, at: new Date().toISOString() };
  for (const one of [run, current.value]) {
    const its = one?.id === id ? one.record.value : undefined;
    if (one && its && isSameRecord(its, record)) one.verified.value = verified;
  }
  await writeVerdict(id, record, verified).catch(() => undefined);
  await refreshRuns();
}

/** Puts a run into the bin; `undo` takes it out. */
export async function discardRun(id: string, undo = false): Promise<void> {
  await setDeleted(id, undo ? undefined : new Date().toISOString());
  await refreshRuns();
}

/** A run that is kept, to be looked at. @returns undefined where there is none of this id */
export async function openKept(id: string): Promise<LiveRun | undefined> {
  if (current.value?.id === id) return current.value;
  const unkept = unkeptRuns.value.find((run) => run.id === id);
  if (unkept) return unkept;
  const row = await readRow(id);
  if (row === undefined) return undefined;
  const run = new LiveRun(row.id, row.label);
  takeRow(run, row);
  run.facts.value = row;
  run.expected.value = row.expected ?? expectedFor(row.spec);
  run.verified.value = row.verified;
  run.history.value = row.history;
  run.checkpoints.value = row.checkpoints;
  run.record.value = row.record;
  run.edits.value = row.edits ?? row.record?.spec.training.edits ?? [];
  run.states.value = await readStateSteps(row.id);
  void loadBranches(run);
  run.steps.put(1, await readSteps(id));
  run.stepCount.value = run.steps.count;
  run.phase.value = row.status === "running" ? "paused" : row.status;
  if (row.status === "running") run.isElsewhere.value = (await interruptedAmong([row])).length === 0;
  return run;
}
