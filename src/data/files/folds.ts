/**
 * Cross-validation: which series test in each fold. scikit-learn's folds, index for index; nothing here takes validation series,
 * which `sets.ts` draws from what a fold leaves.
 * @see sklearn.model_selection.KFold, StratifiedKFold, GroupKFold, RepeatedStratifiedKFold
 */
import { TidelabError } from "../../errors/errors.ts";
import type { NumpyRandom } from "../../random/numpy.ts";

type Random = Pick<NumpyRandom, "shuffle" | "permutation">;

/**
 * The series that test in each fold, ascending: `KFold(folds, shuffle=True, random_state=random)`.
 * @throws TidelabError `split.folds` for fewer series than folds
 */
export function kFold(count: number, folds: number, random: Random): Int32Array[] {
  if (count < folds) throw new TidelabError("split.folds", { folds, count, of: "series" }, "split.folds");
  const order = random.permutation(count);
  let from = 0;
  return Array.from({ length: folds }, (_, fold) => {
    const to = from + Math.floor(count / folds) + (fold < count % folds ? 1 : 0);
    const own = order.slice(from, to).sort();
    from = to;
    return own;
  });
}

/**
 * Each fold has the classes in the proportions of the whole: `StratifiedKFold(folds, shuffle=True, random_state=random)`. Unlike
 * scikit-learn, which only warns, a class with fewer series than folds is refused: some folds could not test it.
 * @param labels  (N) class of each series
 * @throws TidelabError `split.folds`
 */
export function stratifiedKFold(labels: Int32Array, folds: number, random: Random): Int32Array[] {
  // Classes are numbered in the order of their first series, as scikit-learn does before it draws.
  const numbers = new Map<number, number>();
  for (const label of labels) if (!numbers.has(label)) numbers.set(label, numbers.size);
  const encoded = labels.map((label) => numbers.get(label)!); // each has a number
  const counts = new Int32Array(numbers.size);
  for (const label of encoded) counts[label]!++;
  const least = counts.reduce((few, count) => Math.min(few, count), labels.length);
  if (least < folds) throw new TidelabError("split.folds", { folds, count: least, of: "class" }, "split.folds");
  // Sorted by class and dealt in turn, so that the sizes of the folds differ by one at most.
  const sorted = encoded.slice().sort();
  const allocation = Array.from({ length: folds }, () => new Int32Array(numbers.size));
  for (const [place, label] of sorted.entries()) allocation[place % folds]![label]!++;
  const foldOf = new Int32Array(labels.length);
  for (let label = 0; label < numbers.size; label++) {
    const own = allocation.flatMap((of, fold) => new Array<number>(of[label]!).fill(fold));
    random.shuffle(own);
    let next = 0;
    for (const [row, other] of encoded.entries()) if (other === label) foldOf[row] = own[next++]!;
  }
  return Array.from({ length: folds }, (_, fold) => rowsWhere(foldOf, fold));
}

/**
 * No group is in two folds, and the folds are as even as that allows: `GroupKFold(folds)`, which draws nothing: the largest
 * group first, each to the fold that has the fewest series.
 * @param groups  (N) name of each series' group
 * @throws TidelabError `split.folds` for fewer groups than folds
 */
export function groupKFold(groups: readonly string[], folds: number): Int32Array[] {
  const names = [...new Set(groups)].sort(byCode);
  if (names.length < folds) {
    throw new TidelabError("split.folds", { folds, count: names.length, of: "groups" }, "split.folds");
  }
  const numbers = new Map(names.map((name, number) => [name, number]));
  const encoded = Int32Array.from(groups, (name) => numbers.get(name)!); // each has a number
  const sizes = new Int32Array(names.length);
  for (const group of encoded) sizes[group]!++;
  // NumPy's argsort, backwards: of equal sizes the group with the larger number first.
  const order = [...sizes.keys()].sort((a, b) => sizes[b]! - sizes[a]! || b - a);
  const load = new Array<number>(folds).fill(0);
  const foldOfGroup = new Int32Array(names.length);
  for (const group of order) {
    const lightest = load.indexOf(Math.min(...load));
    load[lightest]! += sizes[group]!;
    foldOfGroup[group] = lightest;
  }
  const foldOf = encoded.map((group) => foldOfGroup[group]!);
  return Array.from({ length: folds }, (_, fold) => rowsWhere(foldOf, fold));
}

/** Indices of the entries that are `value`, ascending. */
function rowsWhere(list: Int32Array, value: number): Int32Array {
  return Int32Array.from([...list.keys()].filter((row) => list[row] === value));
}

/** By code unit: the same order in every language. */
function byCode(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
