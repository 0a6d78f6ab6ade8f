/** What a run or sweep must be for the store to take it: what would break a key or a text column is refused by name. */
import { TidelabError } from "../../errors/errors.ts";
import type { About } from "../../runs/about.ts";
import type { AnyRunRecord } from "../../runs/any-record.ts";
import type { Artifact } from "./artifacts.ts";
import type { ArmRun, NewSweep } from "./sweeps.ts";

/** What is added of a run. */
export interface NewRun {
  readonly record: AnyRunRecord;
  readonly folder: string;
  readonly about: About;
  readonly artifacts: readonly Artifact[];
  readonly deletedAt?: string | null;
}

/** Refusals of one run or line, as against failures of the store itself. */
const OF_ONE: ReadonlySet<string> = new Set([
  "store.line",
  "store.lineNewer",
  "store.place",
  "store.startedAt",
  "store.duplicate",
  "store.text",
  "store.refused",
]);

/** Whether an error is about what was to be added, so that the next may do better. */
export function isRefusal(error: unknown): error is TidelabError {
  return error instanceof TidelabError && (!error.code.startsWith("store.") || OF_ONE.has(error.code));
}

/**
 * @param where  what the run is to the user; the path of errors
 * @throws TidelabError `store.startedAt`, `store.duplicate` or `store.text`
 */
export function checkNewRun({ record, about, artifacts, deletedAt }: NewRun, where: string): void {
  for (const time of [record.startedAt, deletedAt ?? record.startedAt]) {
    // An ISO date has a year, a month and a day, and nothing that a terminal takes for a command.
    if (!/^\d{4}-\d\d-\d\d[T ][\d:.]+(Z|[+-]\d\d:?\d\d)?$/.test(time) || Number.isNaN(Date.parse(time))) {
      throw new TidelabError("store.startedAt", { received: JSON.stringify(time) }, where);
    }
  }
  const labels = record.test?.report.classes.map(({ label }) => label) ?? [];
  checkOnce("class", labels, where);
  checkOnce("class", record.data.classNames, where);
  checkOnce(
    "file",
    artifacts.map(({ path }) => path),
    where,
  );
  checkTexts(
    {
      name: [record.name],
      classNames: labels,
      parent: [about.parent ?? ""],
      notes: about.notes.flatMap(({ at, text }) => [at, text]),
      tags: about.tags,
      artifacts: artifacts.flatMap(({ path, sha256 }) => [path, sha256]),
    },
    where,
  );
}

/** @throws TidelabError `store.duplicate` or `store.text` */
export function checkNewSweep(
  { name, arms }: NewSweep,
  runs: readonly Pick<ArmRun, "arm" | "run" | "failure">[],
  where: string,
): void {
  checkOnce(
    "arm",
    arms.map(({ id }) => id),
    where,
  );
  checkTexts(
    {
      name: [name],
      arms: arms.map(({ id }) => id),
      runs: runs.flatMap(({ arm, run, failure }) => [arm, run ?? "", failure ?? ""]),
    },
    where,
  );
}

function checkOnce(what: "class" | "arm" | "file", names: readonly string[], where: string): void {
  const seen = new Set<string>();
  for (const name of names) {
    if (seen.has(name)) throw new TidelabError("store.duplicate", { what, received: JSON.stringify(name) }, where);
    seen.add(name);
  }
}

/** PostgreSQL has no NUL in texts, and neither database keeps half of a surrogate pair. */
function checkTexts(texts: Readonly<Record<string, readonly string[]>>, where: string): void {
  for (const [key, values] of Object.entries(texts)) {
    if (values.some((text) => text.includes("\0") || /\p{Cs}/u.test(text))) {
      throw new TidelabError("store.text", { key }, where);
    }
  }
}
