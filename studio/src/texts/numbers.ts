/** Numbers as text: the digits that carry something, the same in both languages. */

/** A loss or a norm: two or three significant digits, and a power of ten only where zeros would hide them. */
export function formatLoss(value: number): string {
  if (!Number.isFinite(value) || value === 0) return String(value);
  const size = Math.abs(value);
  if (size >= 1e5 || size < 1e-5) return value.toExponential(1);
  if (size >= 100) return String(Math.round(value));
  return value.toPrecision(size >= 0.1 ? 3 : 2);
}

/** Two digits behind the point; what rounds to zero has no sign. */
export function formatHundredths(value: number): string {
  return value.toFixed(2).replace(/^-0\.00$/, "0.00");
}

/** A share as a percentage with one digit; never 100% for less than all. */
export function formatPercent(share: number): string {
  if (share < 1 && share > 0.9995) return ">99.9%";
  if (share > 0 && share < 0.0005) return "<0.1%";
  return `${(share * 100).toFixed(1)}%`;
}

/** A whole number, thousands apart. */
export function formatCount(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ",");
}

/** A large number with two digits and its thousands as a letter: `26 M`; nothing for none. */
export function formatSize(value: number): string {
  if (value === 0) return "";
  const [divisor, unit] =
    value >= 1e9 ? [1e9, " G"] : value >= 1e6 ? [1e6, " M"] : value >= 1e3 ? [1e3, " k"] : [1, ""];
  const scaled = value / divisor;
  return `${scaled >= 100 || divisor === 1 ? Math.round(scaled) : Number(scaled.toPrecision(2))}${unit}`;
}

/** A whole power of ten: `10⁻²`, and `1` for none. */
export function formatPowerOfTen(power: number): string {
  if (power === 0) return "1";
  return `10${[...String(power)].map((digit) => (digit === "-" ? "⁻" : "⁰¹²³⁴⁵⁶⁷⁸⁹"[Number(digit)])).join("")}`;
}

/** Digits of a hash that tell it apart in a sentence. */
export function shortHash(sha256: string): string {
  return sha256.slice(0, 8);
}

/** Bytes with two or three digits: `0.5 MB`. */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  const [divisor, unit] = bytes >= 1e9 ? [1e9, "GB"] : bytes >= 1e6 ? [1e6, "MB"] : [1e3, "kB"];
  const scaled = bytes / divisor;
  return `${scaled >= 100 ? Math.round(scaled) : Number(scaled.toPrecision(2))} ${unit}`;
}
