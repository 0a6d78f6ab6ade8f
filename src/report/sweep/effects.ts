/** What each setting of a sweep changes by itself, with its values in words. */
import type { SweepResult } from "../../sweep/result.ts";
import type { SweepMessages } from "../messages/sweep.en.ts";
import type { Arm } from "./arms.ts";
import { type AxisEffect, axisEffects } from "./comparisons.ts";
import { detailFor, nameSetting } from "./names.ts";

/** What a value of an axis is called: just enough to distinguish it from the others. */
export function settingNames({ axes }: SweepResult, texts: SweepMessages): (path: string, value: unknown) => string {
  const detailOf = new Map(axes.map(({ path, values }) => [path, detailFor(path, values, texts)]));
  return (path, value) => nameSetting(path, value, detailOf.get(path) ?? 0, texts);
}

/** Of each value of an axis the mean over all other settings, seed by seed; none where arms do not fill a grid. */
export function settingEffects(arms: readonly Arm[], result: SweepResult, texts: SweepMessages): AxisEffect[] {
  return axisEffects(arms, result.axes, settingNames(result, texts));
}
