/**
 * The report of classifiers without gradients as blocks: one run, or several beside each other. Without epochs there are no learning curves.
 * Neither HTML nor Markdown.
 */
import { METHOD_TITLES } from "../../classical/titles.ts";
import { confusionMatrixFigure, type Figure, type FigureLanguage } from "../../figures/index.ts";
import { figureMessagesIn } from "../../figures/language.ts";
import type { ClassicalRunRecord } from "../../runs/classical/record.ts";
import type { Block, Property, Report } from "../blocks.ts";
import { formatCount, formatDate, formatJson, formatSeconds, formatSetting, formatShare } from "../formats.ts";
import { reportMessagesIn } from "../language.ts";
import { figureBlock, heading, number, numberBlocks, paragraph, subheading, text } from "../make-blocks.ts";
import type { ReportMessages } from "../messages/run.en.ts";
import { scoreBlocks } from "../run/content.ts";
import { dataProperties } from "../run/data.ts";

/** A run and where it is. */
export interface ReportedRun {
  readonly record: ClassicalRunRecord;
  readonly folder: string;
}

/** @param runs  one or more */
export function makeClassicalReport(runs: readonly ReportedRun[], title: string, lang: FigureLanguage): Report {
  const texts = reportMessagesIn(lang);
  const [first] = runs;
  const isOne = runs.length === 1;
  return {
    lang,
    title,
    genre: texts.classical.genre,
    details: first && isOne ? [formatDate(first.record.startedAt), titleOf(first)] : [],
    blocks: numberBlocks(texts, [
      ...(isOne ? [] : [heading(texts.classical.results), overview(runs, texts)]),
      ...runs.flatMap((run, index) => [
        ...(isOne ? [] : [heading(`${run.record.name}${texts.colon}${titleOf(run)}`)]),
        ...runBlocks(run, isOne ? "confusion-matrix" : `confusion-matrix-${index + 1}`, lang, texts),
      ]),
    ]),
    maker: texts.maker({ version: first?.record.environment.tidelab ?? "" }),
  };
}

function titleOf({ record: { spec } }: ReportedRun): string {
  return METHOD_TITLES[spec.classifier.method];
}

function overview(runs: readonly ReportedRun[], texts: ReportMessages): Block {
  return {
    kind: "table",
    label: "",
    title: texts.classical.overview,
    columns: [
      text(texts.name),
      text(texts.classical.method),
      ...[texts.training, texts.test, texts.testAccuracy, texts.f1Score, texts.classical.fitTime].map(number),
    ],
    rows: runs.map((run) => {
      const { name, data, test, seconds } = run.record;
      const counts = [data.train, data.test].map(formatCount);
      const scores = [formatShare(test.accuracy), test.report.macroAvg.f1Score.toFixed(3)];
      return { cells: [name, titleOf(run), ...counts, ...scores, formatSeconds(seconds.fit, texts.lang)] };
    }),
  };
}

function runBlocks(run: ReportedRun, figureName: string, lang: FigureLanguage, texts: ReportMessages): Block[] {
  const { record, folder } = run;
  const { test, data, spec, found, seconds, environment, files } = record;
  const right = test.confusionMatrix.reduce((sum, row, index) => sum + (row[index] ?? 0), 0);
  const counts = { correct: formatCount(right), total: formatCount(data.test), accuracy: formatShare(test.accuracy) };
  const confusion: Figure = {
    name: figureName,
    title: figureMessagesIn(lang).confusionTitle,
    svg: confusionMatrixFigure({ classNames: data.classNames, confusionMatrix: test.confusionMatrix, lang }),
  };
  const settings = Object.entries(spec.classifier).filter(([key]) => key !== "method");
  const method: Property[] = [
    { label: texts.classical.method, path: "classifier.method", value: titleOf(run) },
    ...settings.map(([key, value]) => {
      const shown = typeof value === "number" ? formatSetting(value) : String(value);
      return { label: texts.classical.settings[key] ?? key, path: `classifier.${key}`, value: shown };
    }),
    ...Object.entries(found).map(([key, value]) => {
      return { label: texts.classical.found[key] ?? key, value: formatSetting(value) };
    }),
    { label: texts.seed, path: "seed", value: String(spec.seed) },
    { label: texts.classical.fitTime, value: formatSeconds(seconds.fit, texts.lang) },
  ];
  const origin: Property[] = [
    { label: texts.classical.classifierHash, value: { code: files["classifier.json"] }, isLong: true },
    { label: texts.started, value: formatDate(record.startedAt) },
    { label: texts.version, value: environment.tidelab },
    { label: texts.runtime, value: environment.runtime },
    { label: texts.platform, value: environment.platform },
    { label: texts.cpu, value: environment.cpu },
  ];
  // Nothing is validated on, and the report does not say so of the training series either.
  const described = { spec, data: { ...data, val: data.train } };
  const dataRows = dataProperties(described, texts).filter(({ label }) => label !== texts.validation);
  return [
    {
      kind: "results",
      results: [
        { label: texts.testAccuracy, value: formatShare(test.accuracy) },
        {
          label: texts.f1Score,
          value: test.report.macroAvg.f1Score.toFixed(3),
        },
        { label: texts.classical.fitTime, value: formatSeconds(seconds.fit, texts.lang) },
        { label: texts.training, value: formatCount(data.train) },
        { label: texts.test, value: formatCount(data.test) },
      ],
    },
    subheading(texts.data),
    { kind: "properties", columns: [texts.property, texts.value], rows: dataRows },
    subheading(texts.classical.method),
    { kind: "properties", columns: [texts.setting, texts.value], rows: method },
    subheading(texts.testResult),
    paragraph(texts.classical.testSummary(counts)),
    ...scoreBlocks(test, [figureBlock(confusion)], texts),
    subheading(texts.reproduce),
    paragraph(texts.classical.verify, { code: `tidelab verify ${folder}` }),
    { kind: "properties", columns: [texts.property, texts.value], rows: origin },
    { kind: "code", language: "json", text: formatJson(spec) },
  ];
}
