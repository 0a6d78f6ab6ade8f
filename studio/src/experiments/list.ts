/** The experiments of this device, and those that are open in this page. One is opened once, so that it goes on while another screen is shown. */
import { signal } from "@preact/signals";
import type { EndedRun, SweepInput } from "tidelab/sweep";
import { newId } from "../state/labels.ts";
import { addKept, openedFiles } from "../state/own-files.ts";
import { keptRuns, refreshRuns } from "../state/studio.ts";
import { readState, readStateSteps } from "../store/branches.ts";
import { type ExperimentRow, listExperiments, putExperiment } from "../store/experiments.ts";
import { lockOf, type RunRow, setDeleted } from "../store/runs.ts";
import { Experiment, keyOf } from "./experiment.ts";

/** Experiments that are kept or open, the newest first; undefined until they are read. */
export const experimentRows = signal<readonly ExperimentRow[] | undefined>(undefined);
const open = new Map<string, Promise<Experiment>>();

/** Reads which experiments are kept. Those of this page are there where the browser keeps nothing. */
export async function refreshExperiments(): Promise<void> {
  const inPage = (experimentRows.value ?? []).filter(({ id }) => open.has(id));
  const kept = await listExperiments().catch(() => []);
  experimentRows.value = [...inPage.filter(({ id }) => kept.every((row) => row.id !== id)), ...kept];
}

/**
 * Plans an experiment and keeps it; nothing is run.
 * @throws TidelabError for what is wrong with it
 */
export async function createExperiment(
  input: SweepInput,
  options: { readonly isRace?: boolean } = {},
): Promise<Experiment> {
  const { planSweep } = await import("tidelab/sweep");
  const plan = await planSweep(input);
  const sweep = { ...input, seeds: [...plan.seeds] };
  const named = plan.runs[0]?.spec.data;
  const files =
    named?.kind === "files" ? [...openedFiles.value.values()].map(({ name, sha256 }) => ({ name, sha256 })) : [];
  const row: ExperimentRow = {
    ...{ id: newId(plan.name), name: labelOf(plan.name), createdAt: new Date().toISOString(), sweep },
    isRace: options.isRace === true,
    ...(files.length > 0 && { files }),
  };
  const experiment = new Experiment(row, plan, new Map(), new Map());
  open.set(row.id, Promise.resolve(experiment));
  experimentRows.value = [row, ...(experimentRows.value ?? [])];
  await putExperiment(row).catch(() => undefined);
  return experiment;
}

/** The first name that no other experiment has. */
function labelOf(name: string): string {
  const taken = new Set((experimentRows.value ?? []).map((row) => row.name));
  if (!taken.has(name)) return name;
  for (let number = 2; ; number++) if (!taken.has(`${name}-${number}`)) return `${name}-${number}`;
}

/** An experiment with the runs of it that are kept. @returns undefined where there is none of this id */
export function openExperiment(id: string): Promise<Experiment | undefined> {
  const there = open.get(id);
  if (there) return there;
  const reading = readExperiment(id);
  const found = reading.then((experiment) => {
    if (experiment === undefined) open.delete(id);
    return experiment;
  });
  open.set(id, found as Promise<Experiment>);
  found.catch(() => open.delete(id));
  return found;
}

async function readExperiment(id: string): Promise<Experiment | undefined> {
  if (experimentRows.value === undefined) await refreshExperiments();
  const row = experimentRows.value?.find((one) => one.id === id);
  if (row === undefined) return undefined;
  const { planSweep } = await import("tidelab/sweep");
  const plan = await planSweep(row.sweep);
  addKept(row.files ?? []);
  if (keptRuns.value === undefined) await refreshRuns();
  const ended = new Map<string, EndedRun>();
  const ids = new Map<string, string>();
  const interrupted = new Map<string, RunRow>();
  const planned = new Map(plan.runs.map((one) => [keyOf(one), JSON.stringify(one.spec)]));
  const { held = [] } = (await navigator.locks?.query()) ?? {};
  for (const run of keptRuns.value ?? []) {
    if (run.part?.experiment !== id) continue;
    const { arm, seed } = run.part;
    if (run.record) {
      ended.set(keyOf(run.part), { arm, seed, record: run.record });
      ids.set(keyOf(run.part), run.id);
      continue;
    }
    const key = keyOf(run.part);
    if (held.some(({ name }) => name === lockOf(run.id))) continue;
    const isPlanned = JSON.stringify(run.spec) === planned.get(key);
    if (isPlanned && !interrupted.has(key) && (await hasState(run.id))) interrupted.set(key, run);
    // Nothing is left to continue from: it begins again.
    else await setDeleted(run.id, new Date().toISOString());
  }
  for (const [key, run] of interrupted) {
    if (!ended.has(key)) continue;
    interrupted.delete(key);
    await setDeleted(run.id, new Date().toISOString());
  }
  return new Experiment(row, plan, ended, ids, interrupted);
}

/** Whether a run has a state that can be trusted. */
async function hasState(id: string): Promise<boolean> {
  for (const step of (await readStateSteps(id)).reverse()) if (await readState(id, step)) return true;
  return false;
}

/** Puts an experiment with its runs into the bin. @returns what takes them out again */
export async function discardExperiment(row: ExperimentRow): Promise<() => Promise<void>> {
  const experiment = await open.get(row.id);
  experiment?.stop();
  open.delete(row.id);
  const ids = experiment
    ? [...experiment.ids.value.values()]
    : (keptRuns.value ?? []).flatMap(({ id, part }) => (part?.experiment === row.id ? [id] : []));
  const put = async (deletedAt: string | undefined) => {
    await putExperiment({ ...row, ...(deletedAt !== undefined && { deletedAt }) });
    for (const id of ids) await setDeleted(id, deletedAt);
    await refreshRuns();
    await refreshExperiments();
  };
  experimentRows.value = (experimentRows.value ?? []).filter(({ id }) => id !== row.id);
  await put(new Date().toISOString());
  return () => put(undefined);
}
