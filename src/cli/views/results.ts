/** A run as text: its header, its model, its result on labelled series. Text only; where it goes is `terminal.ts`. */

import { seriesCount } from "../../data/dataset.ts";
import { formatClassificationReport } from "../../metrics/classification-report.ts";
import { formatCount } from "../../report/formats.ts";
import { visible } from "../../report/visible.ts";
import type { TestRecord } from "../../runs/record.ts";
import type { PreparedEvent } from "../../runs/run-spec.ts";
import { VERSION } from "../../version.ts";
import type { CliMessages } from "../messages/en.ts";
import { formatFixed, formatMatrix, formatTestLine } from "../terminal/number-format.ts";
import { displayWidth, formatTable } from "../terminal/table.ts";
import type { Terminal } from "../terminal/terminal.ts";

/** What will run: kernels, threads, data, split, and the model layer by layer. */
export function formatHeader(event: PreparedEvent, terminal: Terminal): string {
  const { messages } = terminal;
  const { numerics, threads, device, deviceReason, data, layers, model } = event;
  const { count, length, channels, classNames } = data.all;
  const { name, layer, shape, parameters, total } = messages.summary;
  const [heading = "", ...rows] = formatTable(
    [
      [name, layer, shape, parameters],
      ...layers.map((entry) => [entry.name, entry.layer, entry.shape, formatCount(entry.parameterCount)]),
      [total, "", "", formatCount(model.graph.parameterCount)],
    ],
    ["left", "left", "left", "right"],
    { width: terminal.width },
  );
  return [
    terminal.style("bold", messages.headline({ version: VERSION, numerics, threads, device })),
    ...(deviceReason ? [messages.whyProcessor[deviceReason]] : []),
    messages.data({ count, length, channels, classes: classNames }),
    messages.split({ train: seriesCount(data.train), val: seriesCount(data.val), test: seriesCount(data.test) }),
    ...formatLeftOut(event, messages),
    ...formatPreparation(event, messages),
    "",
    terminal.style("dim", heading),
    ...rows,
    "",
  ].join("\n");
}

/** Series of files that could not be read, where the spec says to leave them out. */
function formatLeftOut({ data }: PreparedEvent, messages: CliMessages): string[] {
  return (data.source?.files ?? []).flatMap(({ name, skipped }) =>
    skipped === undefined ? [] : [messages.dataLeftOut({ name: visible(name), count: formatCount(skipped.count) })],
  );
}

/** What is done to the series before the model reads them, if anything is. */
function formatPreparation({ data, spec }: PreparedEvent, messages: CliMessages): string[] {
  const { train, val, test } = data;
  const transforms = spec.transforms.map(({ transform }) => transform);
  const augment = spec.training.augment.map((one) => one.augment);
  const windows = train.windows && [train.count, val.count, test.count];
  return [
    ...(transforms.length > 0 ? [messages.transformed({ transforms, length: train.length, windows })] : []),
    ...(augment.length > 0 ? [messages.augmented({ augment })] : []),
  ];
}

/** Loss, accuracy, report and matrix as the notebook prints them; scores that are not defined are warned of. */
export function showTest(test: TestRecord, terminal: Terminal, name = "Test"): void {
  terminal.result(terminal.style("bold", formatTestLine(test, name)));
  showReport(test, terminal);
}

/** The same of a classifier without a loss. */
export function showScores(test: Omit<TestRecord, "loss">, terminal: Terminal, name = "Test"): void {
  terminal.result(terminal.style("bold", `${name} acc: ${formatFixed(test.accuracy, 3)}`));
  showReport(test, terminal);
}

function showReport(test: Omit<TestRecord, "loss">, terminal: Terminal): void {
  // Its own line end and the one that Python's print adds.
  terminal.result(`${formatReport(test.report, terminal.width)}\n`);
  for (const warning of undefinedMetrics(test, terminal.messages)) warn(terminal, warning);
  const matrix = formatMatrix(test.confusionMatrix);
  const isWide = displayWidth(matrix) > (terminal.width ?? Number.POSITIVE_INFINITY);
  // As NumPy prints it: a row a line.
  terminal.result(isWide ? matrix.replaceAll("], [", "],\n [") : matrix);
}

/** As scikit-learn prints it, or as a list where that is too wide. */
function formatReport(report: TestRecord["report"], width = Number.POSITIVE_INFINITY): string {
  const text = formatClassificationReport(report);
  if (text.split("\n").every((line) => displayWidth(line) <= width)) return text;
  const two = (value: number) => formatFixed(value, 2);
  const total = report.macroAvg.support;
  const rows = [
    ...report.classes,
    { label: "macro avg", ...report.macroAvg },
    { label: "weighted avg", ...report.weightedAvg },
  ].map(({ label, precision, recall, f1Score, support }) => {
    return [label, two(precision), two(recall), two(f1Score), String(support)];
  });
  const accuracy = ["accuracy", "", "", two(report.accuracy), String(total)];
  return formatTable(
    [["", "precision", "recall", "f1-score", "support"], ...rows, accuracy],
    ["left", "right", "right", "right", "right"],
    { width },
  ).join("\n");
}

export function warn(terminal: Terminal, text: string): void {
  terminal.notice(terminal.messages.warning({ text: visible(text) }));
}

/** Reports that somebody has written in are never replaced. */
export function tellKept(all: readonly { readonly path: string; readonly kept?: string }[], terminal: Terminal): void {
  for (const { path, kept } of all) {
    if (kept !== undefined) terminal.notice(terminal.messages.reportKept({ path, kept }));
  }
}

function undefinedMetrics({ report }: Omit<TestRecord, "loss">, messages: CliMessages): string[] {
  return report.undefinedMetrics.map(({ metric, labels }) => messages.undefinedMetric[metric]({ labels }));
}
