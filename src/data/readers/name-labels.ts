/**
 * Classes and groups that files have in their names, or in those of their folders: recordings of one series each, as phones and loggers write
 * them. Only names; that a file has none of its own is seen to where it is read.
 */
import { TidelabError } from "../../errors/errors.ts";
import type { NamePart } from "./reader.ts";
import { brief } from "./table/values.ts";

// A run of separators or digits is looked at from its beginning only: from each of its characters, a long one would take forever.

/** `_2024-05-01_10-00-00` at the end: when it was recorded. */
const DATE = /(?:^|(?<![\s_.-])[\s_.-]+)\d{4}[-_.]?\d\d[-_.]?\d\d(?:[T\s_.-]+\d\d[-_.:]?\d\d(?:[-_.:]?\d\d)?)?$/;
/** ` 7`, `_07`, `(7)` at the end, also in the full width of Chinese text, `（７）`: which of several it is. */
const NUMBER_APART = /(?:(?<![\s_.-])[\s_.-]+[(（]?[\d０-９]+[)）]?|[(（][\d０-９]+[)）])$/;

/**
 * The class that a name says: `walking` of `data/walking_07.csv` by its file, and of `data/walking/07.csv` by its folder.
 * @param name  path with `/`
 * @throws TidelabError `reader.nameLabel` for a name without one
 */
export function labelOfName(name: string, from: NamePart): string {
  const part = partOf(name, from);
  const label = from === "file" ? withoutNumbers(part) : withoutDate(part).trim();
  if (label !== "" && label !== "..") return label;
  throw new TidelabError("reader.nameLabel", { from, received: brief(name) }, name);
}

function withoutNumbers(file: string): string {
  let label = withoutDate(file);
  const whole = label;
  // A date in front of a number is no class either.
  while (NUMBER_APART.test(label)) label = withoutDate(label.replace(NUMBER_APART, ""));
  // Digits that belong to the name, as in speed10_2, are only taken for a number where no other is there.
  if (label === whole) label = label.replace(/(?<![\d０-９])[\d０-９]+$/, "");
  return label.trim();
}

const withoutDate = (name: string) => name.replace(DATE, "");

/**
 * The group that a name says: `ada` of `walking/ada_07.csv` by its file, `p01` of `data/p01/walking_07.csv` by its folder. Persons are often
 * numbered: digits right behind a word stay, and so do a number and a date where nothing else is there.
 * @param name  path with `/`
 * @throws TidelabError `reader.nameGroup` for a name without one
 */
export function groupOfName(name: string, from: NamePart): string {
  const part = partOf(name, from).trim();
  if (part === "" || part === "..") throw new TidelabError("reader.nameGroup", { from, received: brief(name) }, name);
  let group = withoutDate(part).trim() || part;
  while (from === "file" && withoutDate(group) !== "") {
    const unnumbered = group.replace(NUMBER_APART, "").trim();
    const shorter = withoutDate(unnumbered).trim() || unnumbered;
    if (shorter === group || shorter === "") break;
    group = shorter;
  }
  return group;
}

/** A part of a path; empty where it is not there. Accents that a system wrote apart from their letters are joined with them: é is one class everywhere. */
function partOf(name: string, from: NamePart): string {
  const parts = name
    .normalize("NFC")
    .split("/")
    .filter((part) => part !== "" && part !== ".");
  if (from !== "file") return parts.at(from === "folder" ? -2 : -3) ?? "";
  return (parts.at(-1) ?? "").replace(/\.gz$/i, "").replace(/\.[^.]*$/, "");
}
