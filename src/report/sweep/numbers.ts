/** Numbers that only reports of sweeps print: mean ± sd, points, intervals, p values, FLOPs. See `formats.ts` for all others. */
import { formatPoints } from "../../figures/numbers.ts";
import type { Summary } from "../../statistics/summary.ts";

const NONE = "–";

/** `83.2 ± 4.1`, in percent; without a spread where there is but one. */
export function formatShareSummary({ mean, sd }: Summary): string {
  return formatSummary({ mean: 100 * mean, sd: 100 * sd });
}

/** Whole numbers as they are where there is but one, or all are alike; otherwise as `formatSummary` does. */
export function formatEpochSummary({ mean, sd }: Summary): string {
  return Number.isInteger(mean) && !(sd > 0) ? String(mean) : formatSummary({ mean, sd });
}

/** One digit after the point. */
function formatSummary({ mean, sd }: Pick<Summary, "mean" | "sd">): string {
  if (Number.isNaN(mean)) return NONE;
  // All runs alike, as the number of epochs often is.
  if (sd === 0 && Number.isInteger(mean)) return String(mean);
  return Number.isNaN(sd) ? mean.toFixed(1) : `${mean.toFixed(1)} ± ${sd.toFixed(1)}`;
}

/** `83.2%` */
export function formatPercent(share: number): string {
  if (Number.isNaN(share)) return NONE;
  const text = (100 * share).toFixed(1);
  return `${text.replace(/\.0$/, "")}%`;
}

/** A difference of shares in percentage points, signed: `+3.2`. One that would round to 0.0 keeps its sign in further digits: `−0.04`. */
export function formatDifference(difference: number): string {
  const points = 100 * difference;
  const text = formatPoints(points);
  if (text !== "0.0") return text;
  const finer = [2, 3].map((digits) => Math.abs(points).toFixed(digits)).find((digits) => Number(digits) > 0);
  return finer === undefined ? text : `${points < 0 ? "−" : "+"}${finer}`;
}

/** Its size alone: `3.2`. */
export function formatPointSize(difference: number): string {
  return formatPoints(100 * Math.abs(difference)).replace("+", "");
}

/** `[−0.5, +6.9]`, in percentage points. */
export function formatPercentRange(interval: readonly [number, number] | undefined): string {
  return interval === undefined ? NONE : `[${interval.map(formatDifference).join(", ")}]`;
}

/** With a space that does not break: `p = 0.012`, `p < 0.001` */
export function formatP(p: number): string {
  return p < 0.001 ? "p\u00a0<\u00a00.001" : `p\u00a0=\u00a0${formatPValue(p)}`;
}

/** `0.012`, `< 0.001`; what is below the level never rounds up to it. */
export function formatPValue(p: number | undefined): string {
  if (p === undefined) return NONE;
  if (p < 0.001) return "< 0.001";
  if (p < 0.05 && p.toFixed(3) === "0.050") return "0.0499";
  return p.toFixed(3);
}

/** `52.7 M`, `3.4 k` */
export function formatFlops(flops: number): string {
  const units = ["", " k", " M", " G", " T"];
  const power = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(flops, 1)) / 3)));
  const value = flops / 1000 ** power;
  return `${power === 0 ? String(value) : value.toFixed(1)}${units[power]}`;
}

/** A median of whole numbers, which may be a half. */
export function formatEpochs(epochs: number): string {
  if (Number.isNaN(epochs)) return NONE;
  return Number.isInteger(epochs) ? String(epochs) : epochs.toFixed(1);
}
