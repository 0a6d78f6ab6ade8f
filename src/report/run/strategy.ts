/** What a report says of a training's strategy: its settings beyond the optimizer, and which epoch was chosen. */

import type { RunRecord } from "../../runs/record.ts";
import type { Property } from "../blocks.ts";
import { formatCount, formatLoss, formatSetting, formatShare } from "../formats.ts";
import type { ReportMessages } from "../messages/run.en.ts";

/** Settings that were made; those that are off are left out. */
export function strategyProperties({ training }: RunRecord["spec"], texts: ReportMessages): Property[] {
  const { schedule, accumulate, earlyStopping, restoreBest } = training;
  const rows: Property[] = [];
  if (schedule) {
    const { kind, ...options } = schedule;
    const values = Object.entries(options).map(([key, value]) => {
      return `${texts.scheduleOptions[key] ?? key} ${formatOption(value, texts)}`;
    });
    rows.push({
      label: texts.schedule,
      path: "training.schedule",
      value: `${texts.schedules[kind]}${texts.colon}${values.join(texts.comma)}`,
      isLong: values.length > 2,
    });
  }
  if (accumulate > 1)
    rows.push({ label: texts.accumulate, path: "training.accumulate", value: formatCount(accumulate) });
  if (earlyStopping) {
    const { patience, minDelta } = earlyStopping;
    const value = texts.patience({ patience: formatCount(patience), minDelta: formatSetting(minDelta) });
    rows.push({ label: texts.earlyStopping, path: "training.earlyStopping", value });
  }
  if (restoreBest) rows.push({ label: texts.restoreBest, path: "training.restoreBest", value: texts.yes });
  return rows;
}

function formatOption(value: number | string | boolean, texts: ReportMessages): string {
  if (typeof value === "number") return formatSetting(value);
  if (typeof value === "boolean") return value ? texts.yes : texts.no;
  return texts.scheduleWords[value] ?? value;
}

/** Best and last epoch, and what chose them. */
export function describeSelection({ selection, spec }: RunRecord, texts: ReportMessages): string | undefined {
  if (selection === null) return undefined;
  const { monitor, bestEpoch, bestValue, lastEpoch, weights, stoppedEarly } = selection;
  return texts.selection({
    monitor,
    bestEpoch: formatCount(bestEpoch),
    bestValue: monitor === "valAccuracy" ? formatShare(bestValue) : formatLoss(bestValue),
    lastEpoch: formatCount(lastEpoch),
    isLast: bestEpoch === lastEpoch,
    weights,
    patience: stoppedEarly ? formatCount(spec.training.earlyStopping?.patience ?? 0) : undefined,
  });
}
