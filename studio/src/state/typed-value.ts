/** What is typed into a field of a setting, as the spec has it, and back. What does not fit is passed on: the package refuses it in its own words. */
import { typedNumber } from "./recipe.ts";

type Typed = number | string | readonly (number | string)[];

/** @param kind  of the control. @returns undefined for nothing typed: the key is left out */
export function typedValue(text: string, kind: "number" | "text" | "list" | "free"): Typed | undefined {
  const trimmed = text.trim();
  if (trimmed === "") return undefined;
  if (kind === "text") return trimmed;
  const isList = kind === "list" || (kind === "free" && trimmed.includes(","));
  if (!isList) return typedNumber(trimmed);
  return trimmed.split(",").map((part) => typedNumber(part));
}

export function shownValue(value: unknown): string {
  if (value === undefined || value === null) return "";
  return Array.isArray(value) ? value.join(", ") : String(value);
}
