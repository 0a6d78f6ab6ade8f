/**
 * The report of a run as blocks, section by section: the contents and their order. Neither HTML nor Markdown (see
 * `html.ts`, `markdown.ts`), and no figures.
 */

import type { Figure, FigureLanguage } from "../../figures/index.ts";
import { choiceOf } from "../../metrics/epoch-choice.ts";
import { secondsOf } from "../../metrics/seconds.ts";
import type { EpochRecord, RunRecord, TestRecord } from "../../runs/record.ts";
import type { Monitor } from "../../spec/training.ts";
import type { GradientLog } from "../../train/records.ts";
import type { Block, Property, Report, Row } from "../blocks.ts";
import {
  formatCount,
  formatDate,
  formatJson,
  formatLoss,
  formatNumber,
  formatSeconds,
  formatSetting,
  formatShape,
  formatShare,
} from "../formats.ts";
import { reportMessagesIn } from "../language.ts";
import { figureBlock, heading, number, numberBlocks, paragraph, subheading, text } from "../make-blocks.ts";
import type { ReportMessages } from "../messages/run.en.ts";
import { describeAim } from "./aim.ts";
import { augmentProperties, dataProperties } from "./data.ts";
import { gradientSection } from "./gradients.ts";
import { describeSelection, strategyProperties } from "./strategy.ts";

/** Longer histories are shown in part; a table of a thousand lines is read by no one. */
const MOST_EPOCHS = 40;

/**
 * @param figures    as `makeFigures` returns them; a figure that is missing is left out
 * @param gradients  what the run recorded of them, if anything
 */
export function makeReport(
  run: RunRecord,
  figures: readonly Figure[],
  lang: FigureLanguage,
  gradients?: GradientLog,
): Report {
  const texts = reportMessagesIn(lang);
  const show = (name: string) => figures.filter((figure) => figure.name === name).map(figureBlock);
  const attention = figures.filter(({ name }) => name.startsWith("attention")).map(figureBlock);
  return {
    lang,
    title: run.name,
    genre: texts.genre,
    details: [formatDate(run.startedAt), texts.status[run.status]],
    blocks: numberBlocks(texts, [
      ...endNotice(run, texts),
      paragraph(describeAim(run, texts)),
      { kind: "results", results: mainResults(run, texts) },
      heading(texts.data),
      { kind: "properties", columns: [texts.property, texts.value], rows: dataProperties(run, texts) },
      ...show("samples"),
      ...show("inputs"),
      heading(texts.model),
      layerTable(run, texts),
      heading(texts.settings),
      { kind: "properties", columns: [texts.setting, texts.value], rows: trainingProperties(run, texts) },
      heading(texts.curves),
      ...curves(run, show("learning-curves"), texts),
      ...gradientSection(gradients, show, texts),
      heading(texts.testResult),
      ...(run.test ? testSection(run.test, show("confusion-matrix"), texts) : [paragraph(texts.noTest)]),
      ...(attention.length > 0 ? [subheading(texts.attention), paragraph(texts.attentionText), ...attention] : []),
      heading(texts.reproduce),
      ...reproduction(run, texts),
    ]),
    maker: texts.maker({ version: run.environment.tidelab }),
  };
}

function endNotice({ status, history, divergence, spec, selection }: RunRecord, texts: ReportMessages): Block[] {
  const isRestored = selection?.weights === "best";
  const { epochs, lr, clipGradNorm } = spec.training;
  if (status === "stopped") {
    const text = texts.stoppedText({ done: formatCount(history.length), planned: formatCount(epochs), isRestored });
    return [{ kind: "notice", tone: "warning", title: texts.stoppedTitle, text }];
  }
  if (divergence === null) return [];
  const text = texts.divergedText({
    epoch: formatCount(divergence.epoch),
    step: formatCount(divergence.step),
    loss: divergence.loss,
    norms: divergence.gradNorms.map(formatNumber).join(texts.comma),
    lr: formatSetting(lr),
    isClipped: clipGradNorm > 0,
    isRestored,
  });
  return [{ kind: "notice", tone: "failure", title: texts.divergedTitle, text }];
}

function mainResults({ test, history, model, spec }: RunRecord, texts: ReportMessages): Property[] {
  const done = formatCount(history.length);
  const planned = formatCount(spec.training.epochs);
  return [
    { label: texts.testAccuracy, value: test ? formatShare(test.accuracy) : "–" },
    { label: texts.testLoss, value: test ? formatLoss(test.loss) : "–" },
    { label: texts.epochs, value: texts.ofPlanned({ done, planned }) },
    { label: texts.trainingTime, value: history.length > 0 ? formatSeconds(secondsOf(history), texts.lang) : "–" },
    { label: texts.parameters, value: formatCount(model.parameterCount) },
  ];
}

function layerTable({ model }: RunRecord, texts: ReportMessages): Block {
  const rows: Row[] = model.layers.map(({ name, layer, outputShape, parameterCount }) => {
    return { cells: [{ code: name }, layer, formatShape(outputShape), formatCount(parameterCount)] };
  });
  rows.push({ cells: [texts.total, "", "", formatCount(model.parameterCount)], role: "summary" });
  const columns = [text(texts.name), text(texts.layer), number(texts.outputShape), number(texts.parameters)];
  return { kind: "table", label: "", title: texts.layers, columns, rows };
}

/** How a run was trained. */
export function trainingProperties(run: RunRecord, texts: ReportMessages): Property[] {
  const { spec, seed, history } = run;
  const { training } = spec;
  const { optimizer, classWeights, labelSmoothing } = training;
  const clipped = (limit: number) => (limit > 0 ? formatSetting(limit) : texts.never);
  const decay = training.weightDecay ?? (optimizer === "adamw" ? 0.01 : 0);
  const kind = optimizer === "adamw" ? texts.decoupled : texts.l2;
  const rows: Property[] = [
    {
      label: texts.optimizer,
      path: "training.optimizer",
      value: { adam: "Adam", adamw: "AdamW", sgd: "SGD" }[optimizer],
    },
    { label: texts.learningRate, path: "training.lr", value: formatSetting(training.lr) },
    {
      label: texts.weightDecay,
      path: "training.weightDecay",
      value: decay > 0 ? texts.decayOf({ decay: formatSetting(decay), kind }) : "0",
    },
  ];
  if (optimizer === "sgd") {
    rows.push({ label: texts.momentum, path: "training.momentum", value: formatSetting(training.momentum) });
    rows.push({ label: texts.nesterov, path: "training.nesterov", value: training.nesterov ? texts.yes : texts.no });
  } else {
    rows.push({
      label: texts.betas,
      path: "training.betas",
      value: training.betas.map(formatSetting).join(texts.comma),
    });
    rows.push({ label: texts.eps, path: "training.eps", value: formatSetting(training.eps) });
  }
  const done = formatCount(history.length);
  rows.push(
    { label: texts.batchSize, path: "training.batchSize", value: formatCount(training.batchSize) },
    {
      label: texts.epochs,
      path: "training.epochs",
      value: texts.ofPlanned({ done, planned: formatCount(training.epochs) }),
    },
    { label: texts.clipGradNorm, path: "training.clipGradNorm", value: clipped(training.clipGradNorm) },
    { label: texts.clipGradValue, path: "training.clipGradValue", value: clipped(training.clipGradValue) },
    { label: texts.loss, value: texts.crossEntropy },
  );
  rows.push(...strategyProperties(spec, texts));
  if (classWeights)
    rows.push({
      label: texts.classWeights,
      path: "training.classWeights",
      value: classWeights === "balanced" ? texts.balanced : classWeights.map(formatSetting).join(texts.comma),
    });
  if (labelSmoothing > 0)
    rows.push({ label: texts.labelSmoothing, path: "training.labelSmoothing", value: formatSetting(labelSmoothing) });
  rows.push(...augmentProperties(run, texts), { label: texts.seed, path: "seed", value: String(seed) });
  return rows;
}

function curves(run: RunRecord, figure: readonly Block[], texts: ReportMessages): Block[] {
  const { history } = run;
  const [first] = history;
  if (first === undefined) return [paragraph(texts.noEpoch)];
  const { best, monitor } = choiceOf(run) ?? { best: first, monitor: "valLoss" as const };
  const total = secondsOf(history);
  const summary = texts.curvesSummary({
    monitor,
    epoch: formatCount(best.epoch),
    loss: formatLoss(best.valLoss),
    accuracy: formatShare(best.valAccuracy),
    total: formatSeconds(total, texts.lang),
    each: formatSeconds(total / history.length, texts.lang),
  });
  const selection = describeSelection(run, texts);
  return [
    paragraph(selection === undefined ? summary : `${summary}${texts.gap}${selection}`),
    ...figure,
    epochTable(history, best, monitor, texts),
  ];
}

function epochTable(
  history: readonly EpochRecord[],
  best: EpochRecord,
  monitor: Monitor,
  texts: ReportMessages,
): Block {
  const every = Math.ceil(history.length / MOST_EPOCHS);
  const shown = history.filter((record, index) => {
    return index === 0 || record === history.at(-1) || record === best || record.epoch % every === 0;
  });
  const numbers = [
    texts.trainLoss,
    texts.valLoss,
    texts.trainAccuracy,
    texts.valAccuracy,
    texts.gradNorm,
    texts.seconds,
  ];
  return {
    kind: "table",
    label: "",
    title: every === 1 ? texts.epochTable[monitor] : texts.epochTableThinned({ monitor, every: formatCount(every) }),
    columns: [texts.epoch, ...numbers].map(number),
    rows: shown.map((record) => ({
      cells: [
        formatCount(record.epoch),
        formatLoss(record.trainLoss),
        formatLoss(record.valLoss),
        formatShare(record.trainAccuracy),
        formatShare(record.valAccuracy),
        formatNumber(record.gradNorm),
        formatSeconds(record.trainSeconds + record.valSeconds, texts.lang),
      ],
      ...(record === best && { role: "strong" }),
    })),
  };
}

function testSection(test: TestRecord, confusion: readonly Block[], texts: ReportMessages): Block[] {
  const { confusionMatrix } = test;
  const total = confusionMatrix.flat().reduce((sum, count) => sum + count, 0);
  const correct = confusionMatrix.reduce((sum, row, index) => sum + (row[index] ?? 0), 0);
  const summary = texts.testSummary({
    correct: formatCount(correct),
    total: formatCount(total),
    accuracy: formatShare(test.accuracy),
    loss: formatLoss(test.loss),
  });
  return [paragraph(summary), ...scoreBlocks(test, confusion, texts)];
}

/** Scores of each class and the confusion matrix, of a classifier with a loss or without. */
export function scoreBlocks(
  { report }: Pick<TestRecord, "report">,
  confusion: readonly Block[],
  texts: ReportMessages,
): Block[] {
  const scores = (entry: TestRecord["report"]["macroAvg"]) => [
    ...[entry.precision, entry.recall, entry.f1Score].map((score) => score.toFixed(3)),
    formatCount(entry.support),
  ];
  const rows: Row[] = report.classes.map((entry) => ({ cells: [entry.label, ...scores(entry)] }));
  const support = formatCount(report.macroAvg.support);
  rows.push({ cells: [texts.accuracy, "", "", report.accuracy.toFixed(3), support], role: "summary" });
  rows.push({ cells: [texts.macroAvg, ...scores(report.macroAvg)], role: "summary" });
  rows.push({ cells: [texts.weightedAvg, ...scores(report.weightedAvg)], role: "summary" });
  const numbers = [texts.precision, texts.recall, texts.f1Score, texts.support].map(number);
  return [
    { kind: "table", label: "", title: texts.report, columns: [text(texts.class), ...numbers], rows },
    ...report.undefinedMetrics.map(({ metric, labels }) =>
      paragraph(texts.undefinedMetric({ metric, labels: texts.list(labels) })),
    ),
    ...(confusion.length > 0 ? [subheading(texts.confusion), paragraph(texts.confusionText), ...confusion] : []),
  ];
}

function reproduction(run: RunRecord, texts: ReportMessages): Block[] {
  const { environment } = run;
  const rows: Property[] = [
    { label: texts.weightsHash, value: { code: run.weightsSha256 }, isLong: true },
    { label: texts.seed, value: String(run.seed) },
    { label: texts.numerics, value: { code: run.numerics } },
    { label: texts.threads, value: formatCount(run.threads) },
    { label: texts.started, value: formatDate(run.startedAt) },
    { label: texts.version, value: environment.tidelab },
    { label: texts.runtime, value: environment.runtime },
    { label: texts.platform, value: environment.platform },
    { label: texts.cpu, value: environment.cpu },
    { label: texts.cores, value: environment.cores > 0 ? formatCount(environment.cores) : texts.unknown },
  ];
  return [
    { kind: "paragraph", content: texts.verify },
    { kind: "properties", columns: [texts.property, texts.value], rows },
    subheading(texts.spec),
    { kind: "code", language: "json", text: formatJson(run.spec) },
  ];
}
