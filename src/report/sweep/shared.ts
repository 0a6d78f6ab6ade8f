/** What several sections ask: which properties all arms share (what is varied is not among them, even where only one of its values has runs yet), which runs are missing. */
import type { SweepResult } from "../../sweep/result.ts";
import type { Property } from "../blocks.ts";

/** What all of the lists have alike. */
export function common(lists: readonly (readonly Property[])[]): Property[] {
  const [first = [], ...others] = lists;
  const isIn = (list: readonly Property[], { label, value }: Property) =>
    list.some((other) => other.label === label && JSON.stringify(other.value) === JSON.stringify(value));
  return first.filter((property) => others.every((list) => isIn(list, property)));
}

/** Whether an axis sets a path of the spec, or something in it or around it. */
export function isVaried(path: string | undefined, axes: SweepResult["axes"]): boolean {
  if (path === undefined) return false;
  const set = axes.flatMap((axis) => axis.sets ?? [axis.path]);
  const holds = (outer: string, inner: string) =>
    inner === outer || inner.startsWith(`${outer}.`) || inner.startsWith(`${outer}[`);
  return set.some((other) => holds(other, path) || holds(path, other));
}

/** Runs that there should be, one of every arm with every seed, and of which there is neither a result nor a failure. */
export function missingRuns({ arms, seeds }: SweepResult): number {
  return arms.reduce((sum, { runs, failures }) => {
    const tried = new Set([...runs, ...failures].map(({ seed }) => seed));
    return sum + seeds.filter((seed) => !tried.has(seed)).length;
  }, 0);
}
