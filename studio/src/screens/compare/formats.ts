/** Numbers of comparisons as text: those of the report. */

/** In percentage points, signed: `+3.2`. */
export function formatPoints(difference: number): string {
  const points = 100 * difference;
  const text = Math.abs(points).toFixed(1);
  if (Number(text) === 0) return "0.0";
  return `${points < 0 ? "−" : "+"}${text}`;
}

/** `0.012`, `< 0.001`; what is below the level never rounds up to it. */
export function formatP(p: number): string {
  if (p < 0.001) return "< 0.001";
  return p < 0.05 && p.toFixed(3) === "0.050" ? "0.0499" : p.toFixed(3);
}

/** A share in percent with one digit, without its sign. */
export const formatShare = (share: number): string => (Number.isNaN(share) ? "–" : (100 * share).toFixed(1));

/** What a setting has, in a cell of a table. */
export function formatSetting(value: unknown): string {
  if (value === undefined) return "–";
  return typeof value === "string" ? value : JSON.stringify(value);
}
