/**
 * Classes that files have in their names, or in those of their folders: recordings of one series each, as phones and loggers write them.
 * Only names; that a file has no classes of its own is seen to where it is read.
 */
import { TidelabError } from "../../errors/errors.ts";
import { brief } from "./table/values.ts";

// A run of separators or digits is looked at from its beginning only: from each of its characters, a long one would take forever.

/** `_2024-05-01_10-00-00` at the end: when it was recorded. */
const DATE = /(?:^|(?<![\s_.-])[\s_.-]+)\d{4}[-_.]?\d\d[-_.]?\d\d(?:[T\s_.-]+\d\d[-_.:]?\d\d(?:[-_.:]?\d\d)?)?$/;
/** ` 7`, `_07`, `(7)` at the end: which of several it is. */
const NUMBER_APART = /(?:(?<![\s_.-])[\s_.-]+\(?\d+\)?|\(\d+\))$/;

/**
 * The class that a name says: `walking` of `data/walking_07.csv` by its file, and of `data/walking/07.csv` by its folder.
 * @param name  path with `/`
 * @throws TidelabError `reader.nameLabel` for a name without one
 */
export function labelOfName(name: string, from: "file" | "folder"): string {
  const parts = name.split("/").filter((part) => part !== "" && part !== ".");
  const label = from === "file" ? withoutNumbers(parts.at(-1) ?? "") : (parts.at(-2) ?? "").replace(DATE, "").trim();
  if (label !== "" && label !== "..") return label;
  throw new TidelabError("reader.nameLabel", { from, received: brief(name) }, name);
}

function withoutNumbers(file: string): string {
  let label = file
    .replace(/\.gz$/i, "")
    .replace(/\.[^.]*$/, "")
    .replace(DATE, "");
  const whole = label;
  while (NUMBER_APART.test(label)) label = label.replace(NUMBER_APART, "");
  // Digits that belong to the name, as in speed10_2, are only taken for a number where no other is there.
  if (label === whole) label = label.replace(/(?<!\d)\d+$/, "");
  return label.trim();
}
