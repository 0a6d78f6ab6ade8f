/**
 * Finds axes over the number of a fold or a resample. Their arms would be tested on other series, seed by seed, and every difference
 * between them would be one of the data; `"fold": "seed"` has the seeds go through the folds, alike in all arms (decision 054).
 */
import { canonical } from "../bytes/canonical.ts";
import { TidelabError } from "../errors/errors.ts";
import type { Changes } from "../spec/changes.ts";

const NUMBERED = ["fold", "resample", "row"] as const;

/**
 * @param choices  what each choice of the axis sets; of a range its two ends
 * @param place    of the axis in the sweep: `axes[0]`
 */
export function splitAxisErrors(choices: readonly Changes[], isRange: boolean, place: string): TidelabError[] {
  return NUMBERED.flatMap((key) => {
    const numbers = choices.flatMap((changes) => numberOf(changes, key) ?? []);
    if (new Set(numbers.map(canonical)).size < 2) return [];
    const whole = numbers.filter((number) => Number.isInteger(number));
    const seeds = isRange || whole.length === 0 ? "0, 1, 2, …" : whole.join(", ");
    return [new TidelabError("sweep.splitAxis", { key, seeds }, place)];
  });
}

/** What is set as `split.fold`, or as the `fold` within `split`. */
function numberOf(changes: Changes, key: (typeof NUMBERED)[number]): unknown {
  const { split } = changes;
  const within = typeof split === "object" && split !== null ? (split as Record<string, unknown>)[key] : undefined;
  return changes[`split.${key}`] ?? within;
}
