/** Everything that is wrong with a sweep, before its first run: axes that the spec has not, values it refuses, arms that do not compile. */
import { TidelabError } from "../errors.ts";
import { runSpec } from "../runs/session.ts";
import { type Changes, changeSpec } from "../spec/changes.ts";
import type { Spec } from "../spec/spec.ts";
import { type Arm, choicesOf } from "./arms.ts";
import { type Axis, axisName, type SweepDefinition } from "./definition.ts";

export interface Problem {
  /** `axes[0]`, `axes[0].values[2]` or `arm lstm_2`. */
  readonly where: string;
  readonly error: TidelabError;
}

/** An arm with its spec, whose seed each run replaces. */
export interface CheckedArm extends Arm {
  readonly spec: Spec;
}

/**
 * Compiles every arm. An axis' value that fails in all arms that have it, and alone in the base, is told of once, as the
 * axis' fault; what is left are arms whose values do not go together.
 * @returns the arms with their specs, and all problems; with a problem, the arms are not to be run
 */
export async function checkSweep(
  { base, axes }: SweepDefinition,
  arms: readonly Arm[],
  seed: number,
): Promise<{ arms: CheckedArm[]; problems: Problem[] }> {
  const compile = async (changes: Changes) => {
    const spec = changeSpec(base, changes);
    await prepare({ ...spec, seed });
    return spec;
  };
  const checked: CheckedArm[] = [];
  const failed = new Map<Arm, TidelabError>();
  for (const arm of arms) {
    const spec = await orError(() => compile(arm.changes));
    if (spec instanceof TidelabError) failed.set(arm, spec);
    else checked.push({ ...arm, spec });
  }
  const problems: Problem[] = [];
  const explained = new Set<Arm>();
  for (const [index, axis] of failed.size > 0 ? axes.entries() : []) {
    const found: Problem[] = [];
    for (const { value, changes, label } of labelled(axis)) {
      const having = arms.filter(({ settings }) => settings[axisName(axis)] === value);
      if (!having.every((arm) => failed.has(arm))) continue;
      const error = await orError(() => compile(changes));
      if (!(error instanceof TidelabError)) continue;
      found.push({ where: `axes[${index}].${label}`, error });
      for (const arm of having) explained.add(arm);
    }
    // A path that is not there is wrong whatever the value.
    const [first] = found;
    const isPath = "path" in axis && first?.error.code === "spec.noPath";
    problems.push(...(isPath ? [{ where: `axes[${index}].path`, error: first.error }] : found));
  }
  for (const [arm, error] of failed) if (!explained.has(arm)) problems.push({ where: `arm ${arm.id}`, error });
  return { arms: checked, problems };
}

/** The choices of an axis with their places in the file. */
function labelled(axis: Axis) {
  return choicesOf(axis).map((choice, position) => {
    if ("options" in axis) return { ...choice, label: `options.${String(choice.value)}` };
    return { ...choice, label: "min" in axis ? (["min", "max"][position] ?? "") : `values[${position}]` };
  });
}

async function orError<T>(work: () => Promise<T>): Promise<T | TidelabError> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof TidelabError) return error;
    throw error;
  }
}

/** Makes data, model and programs as a run would, and stops before its first step. */
async function prepare(spec: Spec): Promise<void> {
  const run = runSpec(spec, { threads: 1 });
  try {
    await run.next();
  } finally {
    await run.return(undefined as never);
  }
}
