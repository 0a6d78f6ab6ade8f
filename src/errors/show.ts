/** What was received, as the text of an error shows it: short, and on one line. */

/** A value as an error shows it, cut where it is long. */
export function show(value: unknown): string {
  if (value === undefined) return "nothing";
  if (typeof value === "number" || typeof value === "bigint") return String(value);
  const text = JSON.stringify(shortened(value)) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

/** The beginning of a long list or text: what is shown of it is short, and its whole text may be more than a host can hold. */
function shortened(value: unknown): unknown {
  if (typeof value === "string" || Array.isArray(value)) return value.slice(0, 60);
  return ArrayBuffer.isView(value) ? `${value.constructor.name}(${value.byteLength} bytes)` : value;
}
