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

/** @returns the arm with its spec, or what is wrong with it */
export async function checkArm(
  { base }: Pick<SweepDefinition, "base">,
  arm: Arm,
  seed: number,
): Promise<CheckedArm | TidelabError> {
  const spec = await compile(base, arm.changes, seed);
  return spec instanceof TidelabError ? spec : { ...arm, spec };
}

/**
 * Compiles every arm. An axis' value that fails in all arms that have it, and alone in the base, is told of once, as the
 * axis' fault; what is left are arms whose values do not go together. Of a search that will propose further arms, values
 * that none of these have are tried too.
 * @returns the arms with their specs, and all problems; with a problem, the arms are not to be run
 */
export async function checkSweep(
  { base, axes, search }: SweepDefinition,
  arms: readonly Arm[],
  seed: number,
): Promise<{ arms: CheckedArm[]; problems: Problem[] }> {
  const checked: CheckedArm[] = [];
  const failed = new Map<Arm, TidelabError>();
  for (const arm of arms) {
    const result = await checkArm({ base }, arm, seed);
    if (result instanceof TidelabError) failed.set(arm, result);
    else checked.push(result);
  }
  const problems: Problem[] = [];
  const explained = new Set<Arm>();
  for (const [index, axis] of failed.size > 0 || search.kind === "tpe" ? axes.entries() : []) {
    const found: Problem[] = [];
    for (const { value, changes, label } of labelled(axis)) {
      const having = arms.filter(({ settings }) => settings[axisName(axis)] === value);
      if (!having.every((arm) => failed.has(arm))) continue;
      const error = await compile(base, changes, seed);
      if (!(error instanceof TidelabError)) continue;
      // What none of the first arms happens to have may go only with what another axis sets in some of them.
      if (search.kind === "tpe" && having.length === 0 && (await fitsSome(base, axis, changes, arms, seed))) continue;
      found.push({ where: `axes[${index}].${label}`, error });
      for (const arm of "min" in axis ? failedLike(error, failed) : having) explained.add(arm);
    }
    // A path that is not there is wrong whatever the value.
    const [first] = found;
    const isPath = "path" in axis && first?.error.code === "spec.noPath";
    problems.push(...(isPath ? [{ where: `axes[${index}].path`, error: first.error }] : found));
  }
  for (const [arm, error] of failed) if (!explained.has(arm)) problems.push({ where: `arm ${arm.id}`, error });
  return { arms: checked, problems };
}

/** Arms with the fault of a range's end: values drawn between its ends have the same. */
function failedLike({ code, path }: TidelabError, failed: ReadonlyMap<Arm, TidelabError>): Arm[] {
  return [...failed].flatMap(([arm, error]) => (error.code === code && error.path === path ? [arm] : []));
}

/** The choices of an axis with their places in the file. */
function labelled(axis: Axis) {
  return choicesOf(axis).map((choice, position) => {
    if ("options" in axis) return { ...choice, label: `options.${String(choice.value)}` };
    return { ...choice, label: "min" in axis ? (["min", "max"][position] ?? "") : `values[${position}]` };
  });
}

/** Whether some arm takes the changes in the place of what it has of the axis. */
async function fitsSome(
  base: unknown,
  axis: Axis,
  changes: Changes,
  arms: readonly Arm[],
  seed: number,
): Promise<boolean> {
  for (const arm of arms) {
    const own = choicesOf(axis).find(({ value }) => value === arm.settings[axisName(axis)])?.changes ?? {};
    const others = Object.entries(arm.changes).filter(([path]) => !(path in own));
    const result = await compile(base, { ...Object.fromEntries(others), ...changes }, seed);
    if (!(result instanceof TidelabError)) return true;
  }
  return false;
}

async function compile(base: unknown, changes: Changes, seed: number): Promise<Spec | TidelabError> {
  try {
    const spec = changeSpec(base, changes);
    await prepare({ ...spec, seed });
    return spec;
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
