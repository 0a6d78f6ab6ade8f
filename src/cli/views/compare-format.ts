/** Cells of the table of `tidelab compare`. */

import type { Metric } from "../../compare/spec-differences.ts";
import { formatSeconds } from "../../report/formats.ts";
import { formatFixed } from "../terminal/number-format.ts";
import { cut } from "../terminal/table.ts";
import type { Terminal } from "../terminal/terminal.ts";

type MetricTexts = Pick<Terminal, "messages" | "lang">;

const LONGEST_VALUE = 24;

/** A value of a spec; `–` where a spec has none. */
export function formatValue(value: unknown): string {
  if (value === undefined) return "–";
  return cut(typeof value === "string" ? value : JSON.stringify(value), LONGEST_VALUE);
}

export function formatMetric(metric: Metric, value: string | number | null, { messages, lang }: MetricTexts): string {
  if (value === null) return "–";
  if (metric === "status") return messages.runsTable.statuses[value as keyof typeof messages.runsTable.statuses];
  if (typeof value === "string") return value;
  if (metric === "seconds") return formatSeconds(value, lang);
  if (metric.endsWith("Loss")) return formatFixed(value, 4);
  return metric.endsWith("Accuracy") ? formatFixed(value, 3) : String(value);
}
