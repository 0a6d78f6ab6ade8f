/**
 * The arms that a sweep begins with: every combination of the axes' values, or so many drawn at random. Each is a set of
 * changes to the base; nothing here knows whether a spec comes of it. Arms that results propose are `rounds.ts`'s.
 */
import { canonical } from "../bytes/canonical.ts";
import { TidelabError } from "../errors/errors.ts";
import { NumpyRandom } from "../random/numpy.ts";
import { portableName } from "../runs/file-names.ts";
import type { Changes } from "../spec/changes.ts";
import { type Axis, axisName, MOST_ARMS, type RangeAxis, type Search, type SweepDefinition } from "./definition.ts";
import { boundsOf } from "./parzen.ts";

export interface Arm {
  /** Made from its settings; names its folder. */
  readonly id: string;
  /** Axis to value. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** What it changes in the base. */
  readonly changes: Changes;
}

/** One value of an axis: what it is called, and what it sets. */
export interface Choice {
  readonly value: unknown;
  readonly changes: Changes;
}

/** Draws that may come again before a space counts as used up. */
export const DRAWS_PER_ARM = 50;
const LONGEST_ID = 100;

/**
 * All arms of a grid or of a random search; of one by TPE those that it draws before it has results to go by.
 * @throws TidelabError `sweep.tooManyArms`
 */
export function makeArms({ axes, search }: SweepDefinition): Arm[] {
  return nameArms(axes, search.kind === "grid" ? allCombinations(axes) : randomCombinations(axes, search), []);
}

/** @param before  arms that have their ids already */
export function nameArms(
  axes: readonly Axis[],
  combinations: readonly (readonly Choice[])[],
  before: readonly Arm[],
): Arm[] {
  const taken = new Set(before.map(({ id }) => id.toLowerCase()));
  return combinations.map((choices) => {
    const settings = Object.fromEntries(choices.map(({ value }, index) => [axisName(axes[index]!), value]));
    const id = uniqueId(axes.map((axis, index) => idPart(axis, choices[index]?.value)).join("_"), taken);
    return { id, settings, changes: merged(choices.map(({ changes }) => changes)) };
  });
}

/** The values that arms have of each axis, each once. */
export function axesOf({ axes }: SweepDefinition, arms: readonly Arm[]): { path: string; values: unknown[] }[] {
  return axes.map((axis) => {
    const path = axisName(axis);
    const values = new Map(arms.map(({ settings }) => [canonical(settings[path]), settings[path]]));
    const sorted = [...values.values()];
    return { path, values: "min" in axis ? sorted.sort((a, b) => Number(a) - Number(b)) : sorted };
  });
}

/** The seeds that every arm is run with. */
export function seedsOf({ seeds, base }: SweepDefinition): number[] {
  if (typeof seeds !== "number") return [...seeds];
  const first = typeof base.seed === "number" ? base.seed : 7;
  return Array.from({ length: seeds }, (_, index) => (first + index) % 2 ** 32);
}

/** The choices of an axis; of a range, its two ends. */
export function choicesOf(axis: Axis): Choice[] {
  if ("options" in axis) return Object.entries(axis.options).map(([value, changes]) => ({ value, changes }));
  const values = "min" in axis ? [axis.min, axis.max] : axis.values;
  return values.map((value) => ({ value, changes: { [axis.path]: value } }));
}

function allCombinations(axes: readonly Axis[]): Choice[][] {
  const choices = axes.map(choicesOf);
  const count = choices.reduce((product, { length }) => product * length, 1);
  if (count > MOST_ARMS) throw new TidelabError("sweep.tooManyArms", { most: MOST_ARMS, received: count }, "axes");
  return choices.reduce<Choice[][]>(
    (before, here) => before.flatMap((start) => here.map((choice) => [...start, choice])),
    [[]],
  );
}

/** Draws with the project's own generator: the same arms on every machine. Combinations that come again are drawn again. */
function randomCombinations(axes: readonly Axis[], search: Search): Choice[][] {
  const count = search.kind === "tpe" ? Math.min(search.startup ?? search.arms, search.arms) : search.arms;
  const random = new NumpyRandom(search.seed);
  const found = new Map<string, Choice[]>();
  // A small space has fewer combinations than were asked for.
  for (let draws = 0; found.size < count && draws < count * DRAWS_PER_ARM; draws++) {
    const choices = drawChoices(axes, random);
    found.set(combinationKey(choices), choices);
  }
  return [...found.values()];
}

/** A combination, each value of an axis as likely as any other. */
export function drawChoices(axes: readonly Axis[], random: NumpyRandom): Choice[] {
  return axes.map((axis) => {
    const share = random.random();
    if ("min" in axis) return choiceWithin(axis, valueWithin(axis, share));
    const all = choicesOf(axis);
    return all[Math.min(all.length - 1, Math.floor(share * all.length))]!; // an axis has a value
  });
}

/** Equal texts for equal combinations. */
export function combinationKey(choices: readonly Choice[]): string {
  return canonical(choices.map(({ value }) => value));
}

export function choiceWithin({ path }: RangeAxis, value: number): Choice {
  return { value, changes: { [path]: value } };
}

/** A share of a range, 0 … 1, as a value; whole numbers each get their part, the ends as much as those between. */
export function valueWithin(axis: RangeAxis, share: number): number {
  const { min, max, scale, integer } = axis;
  const [low, high] = boundsOf({ min, max, isLog: scale === "log", isInteger: integer });
  const exact = low + share * (high - low);
  return roundWithin(axis, scale === "log" ? Math.exp(exact) : exact);
}

/** A number as a range takes it: four digits are enough to distinguish arms and can be typed again. */
export function roundWithin({ min, max, integer }: RangeAxis, value: number): number {
  const rounded = integer ? Math.round(value) + 0 : Number(value.toPrecision(4)); // + 0: no −0
  return Math.min(max, Math.max(min, rounded));
}

/** Later ones go before. Not by `Object.assign`, which takes a key `__proto__` for something else. */
function merged(changes: readonly Changes[]): Changes {
  return Object.fromEntries(changes.flatMap((some) => Object.entries(some)));
}

/** `lr-0.01`; for an axis of labels, the label alone. */
function idPart(axis: Axis, value: unknown): string {
  const shown = typeof value === "string" ? value : JSON.stringify(value);
  const text = "name" in axis ? shown : `${axis.path.split(/[.[\]]/).at(-1) || axis.path}-${shown}`;
  return text.replaceAll(/[^\p{L}\p{N}.+-]+/gu, "-").replace(/^[^\p{L}\p{N}]+/u, "");
}

function uniqueId(wanted: string, taken: Set<string>): string {
  const first = portableName(wanted.slice(0, LONGEST_ID) || "arm");
  let id = first;
  for (let number = 2; taken.has(id.toLowerCase()); number++) id = `${first}-${number}`;
  // Some file systems ignore case.
  taken.add(id.toLowerCase());
  return id;
}
