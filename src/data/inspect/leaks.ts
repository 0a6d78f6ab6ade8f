/**
 * Leaks between the sets of a split: what a model could have seen of its test series in training. Finds, changes nothing; that
 * transforms are fitted on training series alone, and that windows stay with their series, holds for every run and is not looked for.
 */
import type { FileSeries } from "../files/join-tables.ts";
import type { SetName } from "../kinds/kind.ts";
import type { SplitIndices } from "../split.ts";
import { identicalPairs, nearPairs, overlappingPairs, type Pair } from "./duplicates.ts";

/** Something that is on two sides of a split. */
export interface Leak {
  /**
   * `identical`: the same series on both sides; `near`: nearly the same; `overlap`: series that share steps, as windows of one
   * series do; `group`: series of one group; `id`: series of one name.
   */
  readonly kind: "identical" | "near" | "overlap" | "group" | "id";
  /** The sets that are not apart; the first one trains, or validates. */
  readonly sets: readonly [SetName, SetName];
  /** Pairs, groups or names. */
  readonly count: number;
  /** Of the first: two places in files, or a group or a name. */
  readonly first: readonly string[];
}

/** All leaks between the sets of a split, and what was not looked for. */
export interface LeakReport {
  readonly leaks: readonly Leak[];
  /** What was not looked for because there are too many series or steps. */
  readonly skipped: readonly ("near" | "overlap")[];
}

const SIDES: readonly (readonly [SetName, SetName])[] = [
  ["train", "test"],
  ["val", "test"],
  ["train", "val"],
];

/** @param channels  of the series */
export function findLeaks(series: readonly FileSeries[], sets: SplitIndices, channels: number): LeakReport {
  const leaks: Leak[] = [];
  const skipped = new Set<"near" | "overlap">();
  const setOf = new Map<number, SetName>();
  for (const name of ["val", "train", "test"] as const) for (const row of sets[name]) setOf.set(row, name);
  const identical = identicalPairs(series);
  for (const sides of SIDES) {
    // A split may validate on its training series: then they are the same by intent.
    if (sets.val === sets.train && sides.includes("val")) continue;
    const lists = [sets[sides[0]], sets[sides[1]]] as const;
    const add = (kind: Leak["kind"], pairs: readonly Pair[]) => {
      const [pair] = pairs;
      if (pair) leaks.push({ kind, sets: sides, count: pairs.length, first: pair.map((at) => series[at]!.place) });
    };
    const isApart = ([a, b]: Pair) => sides.includes(setOf.get(a)!) && sides.includes(setOf.get(b)!);
    const same = identical.filter((pair) => isApart(pair) && setOf.get(pair[0]) !== setOf.get(pair[1]));
    add("identical", same);
    const near = nearPairs(series, lists);
    if (near) add("near", near);
    else skipped.add("near");
    const overlap = overlappingPairs(series, lists, channels);
    if (overlap) add("overlap", overlap);
    else skipped.add("overlap");
    for (const kind of ["group", "id"] as const) {
      const names = shared(series, lists, kind);
      if (names.length > 0) leaks.push({ kind, sets: sides, count: names.length, first: names.slice(0, 1) });
    }
  }
  return { leaks, skipped: [...skipped] };
}

/** Groups or names that are on both sides. */
function shared(
  series: readonly FileSeries[],
  [some, others]: readonly [ArrayLike<number>, ArrayLike<number>],
  kind: "group" | "id",
): string[] {
  const namesOf = (rows: ArrayLike<number>) =>
    new Map(
      Array.from(rows, (row): [string, string] => {
        const name = series[row]![kind] ?? "";
        return [kind === "id" ? wholeName(name, series[row]!) : name, name];
      }).filter(([, name]) => name !== ""),
    );
  const there = namesOf(others);
  return [...namesOf(some)].flatMap(([key, name]) => (there.has(key) ? [name] : []));
}

/** Numbers that count the rows of each file name other series in another file; within one file a number is a name as any. */
function wholeName(name: string, { place }: FileSeries): string {
  return /^\d+$/.test(name) ? `${place.replace(/:\d+$/, "")}:${name}` : name;
}
