/**
 * A split that keeps the series of a group together: of one patient, machine or recording, so that no model is tested on somebody
 * whom it has seen. scikit-learn's `GroupShuffleSplit` twice: test groups from all, then validation groups from the rest.
 * @see sklearn.model_selection.GroupShuffleSplit
 */
import { TidelabError } from "../../errors/errors.ts";
import type { NumpyRandom } from "../../random/numpy.ts";
import type { SplitIndices } from "../split.ts";

type Random = Pick<NumpyRandom, "permutation">;

/**
 * @param groups  (N) name of each series' group
 * @param shares  of the groups, not of the series: those that train and those that validate; the rest tests
 * @throws TidelabError `split.groups` where a set would have no group
 */
export function groupSplit(
  groups: readonly string[],
  shares: { readonly train: number; readonly val: number },
  random: Random,
): SplitIndices {
  const names = [...new Set(groups)].sort((a, b) => (a < b ? -1 : 1));
  const count = names.length;
  const valEnd = Number((shares.train + shares.val).toPrecision(12));
  const train = Math.trunc(count * shares.train);
  const val = Math.trunc(count * valEnd) - train;
  const test = count - train - val;
  if (Math.min(train, val, test) < 1) {
    throw new TidelabError("split.groups", { groups: count, train, val, test }, "split");
  }
  const [tested, rest] = drawGroups(names, test, random);
  const [validated, trained] = drawGroups(rest, val, random);
  return { train: rowsOf(groups, trained), val: rowsOf(groups, validated), test: rowsOf(groups, tested) };
}

/** `ShuffleSplit`: those drawn come first in the permutation. @returns those drawn, and the others, both ascending */
export function drawGroups(names: readonly string[], count: number, random: Random): [drawn: string[], rest: string[]] {
  const order = random.permutation(names.length);
  const isDrawn = new Set(order.slice(0, count));
  return [names.filter((_, at) => isDrawn.has(at)), names.filter((_, at) => !isDrawn.has(at))];
}

export function rowsOf(groups: readonly string[], names: readonly string[]): Int32Array {
  const wanted = new Set(names);
  return Int32Array.from([...groups.keys()].filter((row) => wanted.has(groups[row]!)));
}
