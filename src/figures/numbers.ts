/** Numbers that figures print as words: percentages and values. Not tick labels (see `ticks.ts`). */

import { isDrawable } from "./ticks.ts";

/** Printed instead of a number that is not there. */
const NONE = "–";

/** A share of one in percent, one decimal; never rounded to all or nothing when it is neither. */
export function formatPercent(share: number): string {
  if (!(share >= 0 && share <= 1)) return NONE;
  if (share > 0.9994 && share < 1) return ">99.9%";
  if (share < 0.0005 && share > 0) return "<0.1%";
  return share === 0 || share === 1 ? `${100 * share}%` : `${(100 * share).toFixed(1)}%`;
}

/** Four significant digits. */
export function formatValue(value: number): string {
  if (!isDrawable(value)) return NONE;
  return String(Number(value.toPrecision(4))).replace("-", "−");
}

/** A count: whole numbers as they are, others (a normalised matrix) with two decimals. */
export function formatCount(value: number): string {
  if (!isDrawable(value)) return NONE;
  if (Math.abs(value) >= 1e15) return value.toExponential(1).replace("e+", "e").replace("-", "−");
  return (Number.isInteger(value) ? String(value) : value.toFixed(2)).replace("-", "−");
}

/** A difference in percentage points, signed, one decimal; one that rounds to zero has no sign. */
export function formatPoints(points: number): string {
  if (!isDrawable(points)) return NONE;
  const text = Math.abs(points).toFixed(1);
  if (text === "0.0") return text;
  return points < 0 ? `−${text}` : `+${text}`;
}
