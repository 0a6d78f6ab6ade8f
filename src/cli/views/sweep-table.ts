/** The results of a sweep, as a table: an arm a row, means and standard deviations over its runs. */

import { choiceOf } from "../../metrics/epoch-choice.ts";
import { failureText } from "../../report/failure-text.ts";
import type { RunRecord } from "../../runs/record.ts";
import type { SweepArm, SweepResult } from "../../sweep/result.ts";
import { formatFixed } from "../terminal/number-format.ts";
import { formatTable } from "../terminal/table.ts";
import type { Terminal } from "../terminal/terminal.ts";

/** Numbers of a run: validation in the epoch that the run itself found best, test with the weights that it kept. */
const COLUMNS = [
  { digits: 4, of: (run: RunRecord) => choiceOf(run)?.best.valLoss ?? Number.NaN },
  { digits: 3, of: (run: RunRecord) => choiceOf(run)?.best.valAccuracy ?? Number.NaN },
  { digits: 3, of: ({ test }: RunRecord) => test?.accuracy ?? Number.NaN },
] as const;

export function formatSweep({ arms }: SweepResult, terminal: Terminal): string[] {
  const { messages } = terminal;
  const rows = arms.map((arm) => [
    arm.id,
    String(arm.runs.length),
    ...COLUMNS.map(({ digits, of }) => formatSpread(arm.runs.map(of), digits)),
    String(arm.runs[0]?.model.parameterCount ?? "–"),
    failuresOf(arm, terminal.lang),
  ]);
  const [heading = "", ...lines] = formatTable(
    [messages.sweepColumns, ...rows],
    ["left", "right", "right", "right", "right", "right", "left"],
    { width: terminal.width, cuttable: [6], droppable: [5, 1] },
  );
  return [terminal.style("dim", heading), ...lines];
}

/** `0.4321 ± 0.0123`; one value has no spread. */
function formatSpread(values: readonly number[], digits: number): string {
  if (values.length === 0) return "–";
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  if (values.length === 1) return formatFixed(mean, digits);
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
  return `${formatFixed(mean, digits)} ± ${formatFixed(Math.sqrt(variance), digits)}`;
}

function failuresOf({ failures }: SweepArm, lang: Terminal["lang"]): string {
  const kinds = new Map<string, number>();
  for (const failure of failures) {
    const text = failureText(failure, lang);
    kinds.set(text, (kinds.get(text) ?? 0) + 1);
  }
  return [...kinds].map(([text, count]) => (count === 1 ? text : `${count} × ${text}`)).join("; ");
}
