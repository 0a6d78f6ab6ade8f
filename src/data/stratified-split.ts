/**
 * A split in which every set has the classes in the proportions of the whole: scikit-learn's `train_test_split(stratify=y)` twice,
 * training series from all, then validation from the rest, with its draws. The plain split is `split.ts`'s.
 * @see sklearn.model_selection.StratifiedShuffleSplit
 */
import { TidelabError } from "../errors/errors.ts";
import type { NumpyRandom } from "../random/numpy.ts";

type Random = Pick<NumpyRandom, "permutation">;

/**
 * @param labels  (N) of all series
 * @param sizes   series to train on, to validate on, to test on
 * @returns indices of the sets
 * @throws TidelabError `data.stratify` where a set cannot have a series of every class
 */
export function stratifiedIndices(
  labels: Int32Array,
  [train, val, test]: readonly [number, number, number],
  random: Random,
): { train: Int32Array; val: Int32Array; test: Int32Array } {
  const all = Int32Array.from(labels, (_, index) => index);
  const first = splitOnce(all, labels, [train, val + test], random);
  const second = splitOnce(first[1], labels, [val, test], random);
  return { train: first[0], val: second[0], test: second[1] };
}

/** Series of `indices` for two sets of these sizes. @throws TidelabError `data.stratify` */
export function splitOnce(
  indices: Int32Array,
  labels: Int32Array,
  sizes: readonly [number, number],
  random: Random,
): [Int32Array, Int32Array] {
  const classes = [...new Set(indices.map((index) => labels[index]!))].sort((a, b) => a - b);
  const members = classes.map((label) => indices.filter((index) => labels[index] === label));
  const counts = members.map(({ length }) => length);
  const least = counts.reduce((few, count) => Math.min(few, count));
  if (least < 2 || Math.min(...sizes) < classes.length) {
    const params = { classes: classes.length, least, smallest: Math.min(...sizes) };
    throw new TidelabError("data.stratify", params, "split.stratify");
  }
  const taken = approximateMode(counts, sizes[0], random);
  const left = approximateMode(
    counts.map((count, k) => count - taken[k]!),
    sizes[1],
    random,
  );
  const sets: [number[], number[]] = [[], []];
  for (const [k, own] of members.entries()) {
    const order = [...random.permutation(own.length)].map((at) => own[at]!);
    const end = taken[k]!;
    for (const index of order.slice(0, end)) sets[0].push(index);
    for (const index of order.slice(end, end + left[k]!)) sets[1].push(index);
  }
  const shuffled = (set: readonly number[]) => Int32Array.from(random.permutation(set.length), (at) => set[at]!);
  const chosen = shuffled(sets[0]);
  return [chosen, shuffled(sets[1])];
}

/** How many of each class `draws` of them have, rounded so that they add up: the largest remainders first, equal ones by lot. */
function approximateMode(counts: readonly number[], draws: number, random: Random): number[] {
  const all = counts.reduce((sum, count) => sum + count, 0);
  const exact = counts.map((count) => (count / all) * draws);
  const floored = exact.map(Math.floor);
  let missing = draws - floored.reduce((sum, count) => sum + count, 0);
  const remainders = exact.map((value, k) => value - floored[k]!);
  for (const value of [...new Set(remainders)].sort((a, b) => b - a)) {
    if (missing === 0) break;
    const equal = [...remainders.keys()].filter((k) => remainders[k] === value);
    const now = Math.min(equal.length, missing);
    for (const at of random.permutation(equal.length).slice(0, now)) floored[equal[at]!]!++;
    missing -= now;
  }
  return floored;
}
