/** The classes of labelled series: which there are, in which order, and whether a model can be trained and tested on them. */
import { TidelabError } from "../../errors/errors.ts";
import type { SetName } from "../kinds/kind.ts";

/** The class of a series without one; readers refuse empty names. Nothing is trained on such series, they are only described. */
export const NO_CLASS = "";

/** A series of a set with its class, as its file has it. */
export interface Labelled {
  readonly set: SetName;
  readonly label: string;
}

/** Classes that an error lists; more would be read by no one. */
const MOST_LISTED = 12;

/**
 * Names of the classes: as the spec lists them or, where it does not, by number when all are numbers and as text otherwise.
 * @throws TidelabError `data.oneClass`, `data.unknownClass`, `data.untrainedClass`
 */
export function classNamesOf(series: readonly Labelled[], listed: readonly string[] | undefined): string[] {
  const counts = countClasses(series);
  const trained = [...counts].filter(([, { train }]) => train > 0).map(([name]) => name);
  if (trained.length < 2) {
    throw new TidelabError("data.oneClass", { name: trained[0] ?? "", count: series.length }, "data.train");
  }
  for (const [name, { val, test }] of counts) {
    if (listed && !listed.includes(name)) {
      const known = listed.slice(0, MOST_LISTED).join(", ");
      throw new TidelabError("data.unknownClass", { name, known }, "data.classes");
    }
    if (trained.includes(name)) continue;
    const set = test > 0 ? "test" : "val";
    const known = naturalOrder(trained).slice(0, MOST_LISTED).join(", ");
    throw new TidelabError("data.untrainedClass", { name, set, count: test + val, known }, `data.${set}`);
  }
  const lacking = listed?.find((name) => !trained.includes(name));
  if (lacking !== undefined) throw new TidelabError("data.emptyClass", { name: lacking }, "data.classes");
  return listed ? [...listed] : naturalOrder(trained);
}

/** Names of the classes of series that are only described: whatever there is, in the same order. */
export function classNamesThere(series: readonly Labelled[]): string[] {
  return naturalOrder([...countClasses(series).keys()].filter((name) => name !== NO_CLASS));
}

/** By number when all are numbers, as text otherwise: 2 before 10, and the same order in every language. */
function naturalOrder(names: readonly string[]): string[] {
  const areNumbers = names.every((name) => name.trim() !== "" && Number.isFinite(Number(name)));
  const byText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
  return [...names].sort((a, b) => (areNumbers ? Number(a) - Number(b) : 0) || byText(a, b));
}

/** Series of each class in each set, in the order in which classes are met. */
export function countClasses(series: readonly Labelled[]): Map<string, Record<SetName, number>> {
  const counts = new Map<string, Record<SetName, number>>();
  for (const { set, label } of series) {
    const own = counts.get(label) ?? { train: 0, val: 0, test: 0 };
    own[set]++;
    counts.set(label, own);
  }
  return counts;
}
