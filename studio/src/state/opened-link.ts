/**
 * The link that this tab was opened with: its spec is the recipe to come back to, with what it locks, the weights that it promises and the
 * files that it names. It lasts as long as the tab, over reloads too.
 */
import { signal } from "@preact/signals";
import type { Spec } from "tidelab";
import type { OwnFile } from "../store/own-files.ts";
import { type LockRule, locks, parseLock } from "./locks.ts";
import { checkSpec, loadRecipe } from "./recipe.ts";

export interface OpenedLink {
  readonly spec: Spec;
  /** SHA-256 of the weights that training the spec gave where the link was made. */
  readonly expected: string | undefined;
  readonly rule: LockRule | undefined;
  /** The user's own files that the spec names, by their content. */
  readonly files: readonly OwnFile[];
}

/** What is wrong with the part of a link after `?`. */
export type QueryProblem = "hash" | "lock" | "file";

export const openedLink = signal<OpenedLink | undefined>(undefined);

const PLACE = "tidelab.link";
const HASH = /^[0-9a-f]{64}$/;
/** Of a path. */
const MOST_NAME = 4096;

/** Names of the files that a spec reads its series from. */
export function fileNamesOf({ data }: Pick<Spec, "data">): string[] {
  return data.kind === "files" ? [data.train, data.val ?? [], data.test ?? []].flat() : [];
}

/** Reads `h`, `lock` and `file` of a link. A part that was cut is a problem: nothing of it is guessed. */
export function readLinkQuery(query: URLSearchParams, spec: Spec): OpenedLink | QueryProblem {
  const expected = query.get("h") ?? undefined;
  if (expected !== undefined && !HASH.test(expected)) return "hash";
  const lock = query.get("lock") ?? undefined;
  const rule = lock === undefined ? undefined : parseLock(lock, spec);
  if (lock !== undefined && rule === undefined) return "lock";
  const names = fileNamesOf(spec);
  const files: OwnFile[] = [];
  for (const text of query.getAll("file")) {
    const [sha256 = "", name = ""] = text.split(/:(.*)/s);
    if (!HASH.test(sha256) || name.length > MOST_NAME || !names.includes(name)) return "file";
    files.push({ name, sha256 });
  }
  return { spec, expected, rule, files };
}

/** The part of a link after `?`, the longest last: a link that was cut then lacks a digit of a hash. */
export function writeLinkQuery({ expected, rule, files }: Omit<OpenedLink, "spec">): URLSearchParams {
  const query = new URLSearchParams();
  if (rule && "locked" in rule && rule.locked.length > 0) query.set("lock", rule.locked.join(","));
  for (const { name, sha256 } of files) query.append("file", `${sha256}:${name}`);
  if (expected !== undefined) query.set("h", expected);
  return query;
}

/** @param recipe  the spec as it is to be shown */
export function openLink(link: OpenedLink, recipe: unknown): void {
  take(link, recipe);
  try {
    const query = writeLinkQuery(link).toString();
    sessionStorage.setItem(PLACE, JSON.stringify({ recipe, query }));
  } catch {
    // Storage is denied: it lasts until the page is loaded again.
  }
}

function take(link: OpenedLink, recipe: unknown): void {
  openedLink.value = link;
  locks.value = link.rule && { rule: link.rule, spec: link.spec };
  loadRecipe(recipe);
}

/** Leaves the recipe as it is, with nothing locked. */
export function leaveLink(): void {
  openedLink.value = undefined;
  locks.value = undefined;
  try {
    sessionStorage.removeItem(PLACE);
  } catch {
    // Nothing is kept anyway.
  }
}

/** At the start of the page: the link that this tab had before it was loaded again. */
export function restoreLink(): void {
  try {
    const { recipe, query } = JSON.parse(sessionStorage.getItem(PLACE) ?? "{}") as { recipe?: unknown; query?: string };
    const { spec } = recipe === undefined ? {} : checkSpec(recipe);
    const link = spec && readLinkQuery(new URLSearchParams(query), spec);
    if (typeof link === "object") take(link, recipe);
  } catch {
    // Denied, or written by another version: the page begins with the lab.
  }
}

/** What two specs that train alike have in common. */
const essence = ({ name: _, numerics: __, $schema: ___, ...spec }: Spec) => JSON.stringify(spec);

/** Whether two specs give the same weights where numbers are rounded alike. */
export function isSameTraining(a: Spec, b: Spec): boolean {
  return essence(a) === essence(b);
}

/** The weights that a link or an assignment promises for a spec; undefined where they say nothing of it. */
export function expectedFor(spec: Spec): string | undefined {
  const link = openedLink.value ?? locks.value;
  return link && isSameTraining(link.spec, spec) ? link.expected : undefined;
}
