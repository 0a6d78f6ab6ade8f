/**
 * Reading options that have a few values. Types say which; from a program without types, another would be passed over, or worse:
 * anything but `file` and `folder` would take the class from the folder around.
 */
import { TidelabError } from "../../errors/errors.ts";
import { nearest } from "../../spec/nearest.ts";
import type { ReadOptions } from "./reader.ts";

type Choice =
  | "decimal"
  | "dates"
  | "layout"
  | "labels"
  | "labelFrom"
  | "groupFrom"
  | "axes"
  | "padding"
  | "missing"
  | "unlabelled"
  | "onError";

const VALUES: { readonly [Key in Choice]: readonly NonNullable<ReadOptions[Key]>[] } = {
  decimal: ["point", "comma"],
  dates: ["dmy", "mdy"],
  layout: ["wide", "long"],
  labels: ["first", "last", "none"],
  labelFrom: ["file", "folder", "grandparent"],
  groupFrom: ["file", "folder", "grandparent"],
  axes: ["NTC", "NCT"],
  padding: ["trim", "keep"],
  missing: ["refuse", "keep"],
  unlabelled: ["refuse", "keep"],
  onError: ["stop", "skip"],
};

/** @throws TidelabError `spec.choice` with the name of the option */
export function checkValues(options: ReadOptions): void {
  for (const [option, known] of Object.entries(VALUES) as [Choice, readonly string[]][]) {
    const received: unknown = options[option];
    if (received === undefined || known.includes(received as string)) continue;
    const values = known.map((value) => `"${value}"`).join(", ");
    const guess = typeof received === "string" ? nearest(received, known) : undefined;
    const shown = JSON.stringify(received) ?? String(received);
    throw new TidelabError("spec.choice", { values, received: shown, nearest: guess }, option);
  }
}
