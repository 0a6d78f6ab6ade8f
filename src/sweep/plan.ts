/**
 * A sweep's runs, planned and gathered without a file system: a page runs the same specs as `tidelab sweep` and `tidelab exercise`, in the
 * same order, and makes the same result of their records. Searches by results propose arms as they go: those need `node/sweeps`.
 */
import { TidelabError } from "../errors/errors.ts";
import { flopsOfModel } from "../model/flops.ts";
import type { RunRecord } from "../runs/record.ts";
import { changeSpec } from "../spec/changes.ts";
import type { Spec } from "../spec/spec.ts";
import { axesOf, makeArms, seedsOf } from "./arms.ts";
import { type Axis, axisName, parseSweep, type SweepInput } from "./definition.ts";
import { EXERCISES, type ExerciseOptions } from "./exercises/index.ts";
import { monitorOf } from "./objective.ts";
import { failureOf, type RunFailure, type SweepResult } from "./result.ts";

/** A run of a plan. */
export interface PlannedRun {
  /** Id of its arm. */
  readonly arm: string;
  readonly seed: number;
  /** With the seed, and the arm as its name. */
  readonly spec: Spec;
}

/** What a sweep will run: its result before the first run, and the runs in their order. */
export interface PlannedSweep extends Omit<SweepResult, "arms" | "repeated"> {
  readonly arms: readonly { readonly id: string; readonly settings: Readonly<Record<string, unknown>> }[];
  /** Seed by seed, so that a sweep that is cut short has whole comparisons. */
  readonly runs: readonly PlannedRun[];
}

/** Name of an exercise. */
export type ExerciseName = keyof typeof EXERCISES;
/** Names of the exercises, in the order of the lab's notebook. */
export const exerciseNames = Object.keys(EXERCISES) as readonly ExerciseName[];

/**
 * An exercise of the lab's notebook as a sweep: what `tidelab exercise` runs.
 * @param options  `quick`: 5 seeds in place of 10, and four fifths of the series
 * @example
 * ```ts
 * import { exerciseSweep, planSweep } from "tidelab/sweep";
 *
 * const { arms, seeds, runs } = await planSweep(await exerciseSweep("summary", { quick: true }));
 * console.log(arms.map(({ id }) => id).join(" "), seeds.length, runs.length); // lstm gru cnn 5 15
 * ```
 */
export function exerciseSweep(name: ExerciseName, options: ExerciseOptions): Promise<SweepInput> {
  return EXERCISES[name](options);
}

/**
 * The arms and runs of a sweep by grid or at random, each with its whole spec.
 * @param input  a sweep as `sweep.json` has it, its base a spec and no file name
 * @throws TidelabError `sweep.…` and `spec.…` for everything that is wrong with axes, values and base; `sweep.rounds` for a search by results
 * @example
 * ```ts
 * import { models } from "tidelab";
 * import { planSweep } from "tidelab/sweep";
 *
 * const base = { data: { kind: "waves" }, model: models.recurrent({ hiddenSize: 8 }) };
 * const plan = await planSweep({ name: "rates", base, axes: [{ path: "training.lr", values: [0.01, 0.001] }], seeds: 2 });
 * console.log(plan.runs.map(({ arm, seed }) => `${arm}/${seed}`).join(" ")); // lr-0.01/7 lr-0.001/7 lr-0.01/8 lr-0.001/8
 * ```
 */
export async function planSweep(input: SweepInput): Promise<PlannedSweep> {
  const definition = await parseSweep(input, (file) =>
    Promise.reject(new TidelabError("sweep.baseFile", { file }, "base")),
  );
  const { name, search, base } = definition;
  if (search.kind === "tpe") throw new TidelabError("sweep.rounds", undefined, "search.kind");
  const arms = makeArms(definition);
  const seeds = seedsOf(definition);
  const specs = arms.map(({ id, changes }) => ({ id, spec: changeSpec(base, changes) }));
  const axes = axesOf(definition, arms).map((axis, index) => {
    const sets = pathsSetBy(definition.axes[index]);
    return { ...axis, ...(sets && { sets }) };
  });
  return {
    name,
    axes,
    seeds,
    search: { kind: search.kind, seed: search.seed, monitor: monitorOf(base) },
    arms: arms.map(({ id, settings }) => ({ id, settings })),
    runs: seeds.flatMap((seed) => {
      return specs.map(({ id, spec }) => ({ arm: id, seed, spec: { ...spec, seed, name: runNameOf(id, name) } }));
    }),
  };
}

/** A run of a plan that has ended, or could not be run. */
export interface EndedRun {
  readonly arm: string;
  readonly seed: number;
  readonly record?: RunRecord;
  /** Why there is no record. */
  readonly failure?: Pick<RunFailure, "reason" | "message">;
}

/**
 * The result of a sweep so far: the records of its runs by arm, for `tidelab/report`.
 * @param ended  in any order; of runs that the plan does not have none is taken
 * @example
 * ```ts
 * import { readFile } from "node:fs/promises";
 * import { parseRecord } from "tidelab/runs";
 * import { exerciseSweep, planSweep, sweepResult } from "tidelab/sweep";
 *
 * const plan = await planSweep(await exerciseSweep("summary", { quick: true }));
 * const record = parseRecord(await readFile("runs/mine/run.json", "utf8"), "runs/mine/run.json");
 * const result = sweepResult(plan, [{ arm: "gru", seed: 7, record }]);
 * console.log(result.arms.map(({ id, runs }) => `${id} ${runs.length}`).join(", ")); // lstm 0, gru 1, cnn 0
 * ```
 */
export function sweepResult(plan: PlannedSweep, ended: readonly EndedRun[]): SweepResult {
  const { runs: _, arms, ...about } = plan;
  const found = new Map(ended.map((run) => [JSON.stringify([run.arm, run.seed]), run]));
  return {
    ...about,
    arms: arms.map(({ id, settings }) => {
      const arm: SweepResult["arms"][number] = { id, settings: { ...settings }, runs: [], failures: [] };
      for (const seed of plan.seeds) {
        const run = found.get(JSON.stringify([id, seed]));
        const failure = run?.record ? failureOf(run.record, "stopped") : run?.failure;
        if (failure) arm.failures.push({ seed, ...failure });
        else if (run?.record) arm.runs.push(run.record);
      }
      const [first] = arm.runs;
      if (first) arm.flops = flopsOfModel(first.spec.model, first.data);
      return arm;
    }),
  };
}

/** Paths that an axis of options sets; undefined for one that is a path itself. */
function pathsSetBy(axis: Axis | undefined): string[] | undefined {
  if (axis === undefined || !("options" in axis) || axisName(axis) === "") return undefined;
  return [...new Set(Object.values(axis.options).flatMap((changes) => Object.keys(changes)))];
}

/** An arm's id as the name of its runs, within what a spec allows. */
export function runNameOf(arm: string, sweep: string): string {
  const name = arm.replaceAll(/[^\p{L}\p{N}._-]/gu, "-").slice(0, 80);
  return /^[\p{L}\p{N}]/u.test(name) ? name : sweep;
}
