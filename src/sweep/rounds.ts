/**
 * Where the arms of a sweep come from: all at once, or in rounds of fixed size, each proposed by TPE when all runs before it
 * have ended. What is proposed follows from the definition and the results in the order of the arms alone: not from how many
 * runs went at a time, in which order they ended, or how often the sweep was stopped.
 */

import { canonical } from "../bytes/canonical.ts";
import { NumpyRandom } from "../random/numpy.ts";
import {
  type Arm,
  type Choice,
  choicesOf,
  choiceWithin,
  combinationKey,
  DRAWS_PER_ARM,
  drawChoices,
  makeArms,
  nameArms,
  roundWithin,
} from "./arms.ts";
import { type Axis, axisName, type Search, type SweepDefinition } from "./definition.ts";
import type { Score } from "./objective.ts";
import type { Dimension, Point } from "./parzen.ts";
import { proposePoint } from "./tpe.ts";

/** How many arms a sweep will have. A search may find fewer, when its draws find no combination that is new. */
export function plannedArms(definition: SweepDefinition, known: number): number {
  const { axes, search } = definition;
  if (search.kind !== "tpe" || known < Math.min(search.startup ?? 0, search.arms)) return known;
  return Math.min(
    search.arms,
    axes.map(countOf).reduce((product, count) => product * count, 1),
  );
}

function countOf(axis: Axis): number {
  if (!("min" in axis)) return new Set(choicesOf(axis).map(({ value }) => canonical(value))).size;
  return axis.integer ? Math.round(axis.max) - Math.round(axis.min) + 1 : Number.POSITIVE_INFINITY;
}

/**
 * The arms of the next round; none when there are enough, or no combination is left.
 * @param arms    all so far, whose runs have all ended
 * @param scores  of each of them
 */
export function nextArms(definition: SweepDefinition, arms: readonly Arm[], scores: readonly Score[]): Arm[] {
  const { axes, search } = definition;
  const { startup = 0, round = 1 } = search;
  if (search.kind !== "tpe" || arms.length < Math.min(startup, search.arms)) return [];
  const all = [...arms];
  // A sweep that was made larger may be within a round: its other arms are what they would have been at once.
  const begin = startup + Math.floor((arms.length - startup) / round) * round;
  const end = Math.min(begin + round, plannedArms(definition, arms.length));
  while (all.length < end) {
    const choices = propose(definition, all, scores.slice(0, begin));
    if (choices === undefined) break;
    all.push(...nameArms(axes, [choices], all));
  }
  return all.slice(arms.length);
}

/** The arm after those that are there, of which the first ones have scores. */
function propose({ axes, search }: SweepDefinition, arms: readonly Arm[], scores: readonly Score[]) {
  const seed = [search.seed, arms.length];
  const taken = new Set(arms.map((arm) => combinationKey(choicesFor(axes, arm))));
  const points = arms.map((arm) => pointOf(axes, arm));
  const settle = (point: Point) => {
    return axes.map((axis, i) => ("min" in axis ? roundWithin(axis, point[i]!) : point[i]!)); // a value an axis
  };
  const isFree = (choices: readonly Choice[]) => !taken.has(combinationKey(choices));
  const point = proposePoint({
    dimensions: axes.map(dimensionOf),
    ended: scores.map((score, i) => ({ point: points[i]!, score })), // no more scores than arms
    pending: points.slice(scores.length),
    seed,
    settle,
    isTaken: (candidate) => !isFree(choicesAt(axes, candidate)),
  });
  if (point) return choicesAt(axes, point);
  // What it finds likely is used up: anything else there is.
  const random = new NumpyRandom([...seed, 1]);
  for (let draw = 0; draw < search.arms * DRAWS_PER_ARM; draw++) {
    const choices = drawChoices(axes, random);
    if (isFree(choices)) return choices;
  }
  return undefined;
}

function dimensionOf(axis: Axis): Dimension {
  if (!("min" in axis)) return { kind: "choice", count: choicesOf(axis).length };
  const { min, max, scale, integer } = axis;
  return { kind: "range", min, max, isLog: scale === "log", isInteger: integer };
}

function choicesAt(axes: readonly Axis[], point: Point): Choice[] {
  return axes.map((axis, i) => {
    return "min" in axis ? choiceWithin(axis, point[i]!) : choicesOf(axis)[point[i]!]!; // settled points of these axes
  });
}

function pointOf(axes: readonly Axis[], { settings }: Pick<Arm, "settings">): number[] {
  return axes.map((axis) => {
    const value = settings[axisName(axis)];
    return "min" in axis ? Number(value) : choicesOf(axis).findIndex((choice) => isSame(choice.value, value));
  });
}

function choicesFor(axes: readonly Axis[], arm: Pick<Arm, "settings">): Choice[] {
  return choicesAt(axes, pointOf(axes, arm));
}

function hasValue(axis: Axis, value: unknown): boolean {
  return "min" in axis ? typeof value === "number" : choicesOf(axis).some((choice) => isSame(choice.value, value));
}

function isSame(a: unknown, b: unknown): boolean {
  return canonical(a) === canonical(b);
}

/** What a sweep's folder has of it, as it was written there. */
export interface Before {
  readonly definition: Readonly<Record<string, unknown>>;
  readonly arms: readonly Pick<Arm, "id" | "settings">[];
}

/**
 * The arms that a sweep knows when it begins: the first ones, and those that were proposed before, which stay what they are
 * although more seeds or repeated runs may have changed the results since.
 */
export function knownArms(definition: SweepDefinition, before: Before | undefined): Arm[] {
  const first = makeArms(definition);
  if (definition.search.kind !== "tpe" || before === undefined) return first;
  const { axes, search } = definition;
  const essence = (of: Before["definition"]) => {
    const { arms: _, ...how } = (of.search ?? {}) as Partial<Search>;
    return canonical([of.axes, of.base, how]);
  };
  if (essence({ ...definition }) !== essence(before.definition)) return first;
  const shared = Math.min(first.length, before.arms.length);
  const isOurs = first.slice(0, shared).every((arm, i) => isSame(arm.settings, before.arms[i]?.settings));
  if (!isOurs || before.arms.length <= first.length) return first;
  const later = before.arms.slice(first.length, search.arms);
  // A file that someone changed by hand may have what the axes have not.
  if (!later.every((arm) => axes.every((axis) => hasValue(axis, arm.settings[axisName(axis)])))) return first;
  return [
    ...first,
    ...nameArms(
      axes,
      later.map((arm) => choicesFor(axes, arm)),
      first,
    ),
  ];
}
