/** Runs of the store as a table for a terminal. Text only. */
import type { StoredRun } from "../../node/store/runs.ts";
import { formatFixed } from "../terminal/number-format.ts";
import { cut, formatTable } from "../terminal/table.ts";
import type { Terminal } from "../terminal/terminal.ts";

const LONGEST_REMARK = 40;
const ID_SHOWN = 8;
/** Name, folder, tags and notes. */
const CUTTABLE = [1, 9, 10];
/** Parameters, validation accuracy, epochs, tags and notes, folder, start, status, test accuracy. */
const DROPPABLE = [8, 6, 4, 10, 9, 2, 3, 7];

export function formatRuns(runs: readonly StoredRun[], terminal: Terminal): string[] {
  const { columns, statuses } = terminal.messages.runsTable;
  const rows = runs.map((run) => [
    run.id.slice(0, ID_SHOWN),
    run.name,
    formatStart(run.startedAt),
    statuses[run.status],
    "classifier" in run.spec ? "–" : String(run.epochs),
    formatCell(run.bestValLoss, 4),
    formatCell(run.bestValAccuracy, 3),
    formatCell(run.testAccuracy, 3),
    "classifier" in run.spec ? "–" : String(run.parameters),
    run.folder,
    cut(remark(run), LONGEST_REMARK),
  ]);
  const [heading = "", ...lines] = formatTable(
    [columns, ...rows],
    ["left", "left", "left", "left", "right", "right", "right", "right", "right", "left", "left"],
    // Of one run everything is shown, as a list if need be; of many, what distinguishes them.
    { width: terminal.width, ...(runs.length > 1 && { cuttable: CUTTABLE, droppable: DROPPABLE }) },
  );
  return [terminal.style("dim", heading), ...lines];
}

/** Tags, then the last note. */
function remark({ tags, notes }: StoredRun): string {
  return [...tags.map((tag) => `#${tag}`), notes.at(-1)?.text.replaceAll(/\s+/g, " ") ?? ""].join(" ").trim();
}

function formatCell(value: number | null | undefined, digits: number): string {
  return value === null || value === undefined ? "–" : formatFixed(value, digits);
}

/** Local time: `2026-11-24 18:30`. */
function formatStart(iso: string): string {
  const date = new Date(iso);
  const two = (value: number) => String(value).padStart(2, "0");
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day} ${two(date.getHours())}:${two(date.getMinutes())}`;
}
