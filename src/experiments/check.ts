/** Everything that is wrong with a sweep, before its first run: axes that the spec has not, values it refuses, arms that do not compile. */
import { TidelabError } from "../errors.ts";
import { runSpec } from "../runs/session.ts";
import { changeSpec } from "../spec/changes.ts";
import type { Spec } from "../spec/spec.ts";
import { type Arm, choicesOf } from "./arms.ts";
import type { SweepDefinition } from "./definition.ts";

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
 * Checks base, axes and arms.
 * @returns the arms with their specs, and all problems; with a problem, the arms are not to be run
 */
export async function checkSweep(
  definition: SweepDefinition,
  arms: readonly Arm[],
  seed: number,
): Promise<{ arms: CheckedArm[]; problems: Problem[] }> {
  const { base, axes } = definition;
  const problems: Problem[] = [];
  const attempt = async <T>(where: string, work: () => T | Promise<T>): Promise<T | undefined> => {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof TidelabError)) throw error;
      problems.push({ where, error });
      return undefined;
    }
  };
  // A base need not be whole: an axis may bring what it lacks, a model for one. Arms tell then.
  const isWhole = isSpec(base);
  const faulty = new Set<string>();
  for (const [index, axis] of isWhole ? axes.entries() : []) {
    const where = `axes[${index}]`;
    for (const [position, { value, changes }] of choicesOf(axis).entries()) {
      const before = problems.length;
      const label =
        "options" in axis
          ? `options.${String(value)}`
          : "min" in axis
            ? ["min", "max"][position]
            : `values[${position}]`;
      await attempt(`${where}.${label}`, () => changeSpec(base, changes));
      if (problems.length === before) continue;
      faulty.add(`${index} ${String(value)}`);
      const last = problems.at(-1);
      // A path that is not there is wrong whatever the value: told once.
      if (!("path" in axis) || last?.error.code !== "spec.noPath") continue;
      problems[problems.length - 1] = { where: `${where}.path`, error: last.error };
      for (const other of choicesOf(axis)) faulty.add(`${index} ${String(other.value)}`);
      break;
    }
  }
  const checked: CheckedArm[] = [];
  for (const arm of arms) {
    const values = Object.values(arm.settings);
    if (values.some((value, index) => faulty.has(`${index} ${String(value)}`))) continue;
    const spec = await attempt(`arm ${arm.id}`, async () => {
      const parsed = changeSpec(base, arm.changes);
      await prepare({ ...parsed, seed });
      return parsed;
    });
    if (spec) checked.push({ ...arm, spec });
  }
  return { arms: checked, problems };
}

function isSpec(base: unknown): boolean {
  try {
    changeSpec(base, {});
    return true;
  } catch {
    return false;
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
