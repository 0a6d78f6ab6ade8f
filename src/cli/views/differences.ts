/** What differs from a record when it is verified, and where it ran then and now, as tables. Text only. */
import type { Environment } from "../../runs/record.ts";
import type { Difference } from "../../runs/verify.ts";
import { formatTable } from "../terminal/table.ts";
import type { Terminal } from "../terminal/terminal.ts";

/** Numbers that are shown of those that differ; all of them are in the document of `--json`. */
const MOST_SHOWN = 12;

export function formatDifferences(differences: readonly Difference[], { messages, width }: Terminal): string[] {
  const cell = (value: unknown) => (value === undefined ? "–" : JSON.stringify(value));
  const rows = differences
    .slice(0, MOST_SHOWN)
    .map(({ path, recorded, found }) => [`  ${path}`, cell(recorded), cell(found)]);
  const { entry, recorded, found } = messages.differences;
  const table = formatTable([[`  ${entry}`, recorded, found], ...rows], ["left", "left", "left"], { width });
  const more = differences.length - MOST_SHOWN;
  return more > 0 ? [...table, `  ${messages.moreDifferences({ count: more })}`] : table;
}

export function formatEnvironments(
  recorded: Environment,
  here: Environment | undefined,
  { messages, width }: Terminal,
): string[] {
  const { entry, recorded: then, found: now } = messages.differences;
  const keys = Object.keys(recorded) as (keyof Environment)[];
  const rows = keys.map((key) => [`  ${key}`, String(recorded[key]), String(here?.[key] ?? "–")]);
  return formatTable([[`  ${entry}`, then, now], ...rows], ["left", "left", "left"], { width });
}
