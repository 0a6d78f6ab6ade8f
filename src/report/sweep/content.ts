/**
 * The report of a sweep as blocks, section by section: what it says and in which order. `html.ts` and
 * `markdown.ts` render it; `arms.ts` and `comparisons.ts` compute the numbers; `findings.ts` and `rules.ts` decide what they allow to say.
 */

import type { FigureLanguage } from "../../figures/index.ts";
import { choiceOf } from "../../metrics/epoch-choice.ts";
import type { RunRecord } from "../../runs/record.ts";
import type { Block, Inline, Property, Report } from "../blocks.ts";
import { descriptionOf } from "../data-kinds/index.ts";
import { formatCount, formatDate, formatSeconds } from "../formats.ts";
import { figureBlock, heading, number, numberBlocks, paragraph, text } from "../make-blocks.ts";
import { describeModel } from "../run/aim.ts";
import { trainingProperties } from "../run/content.ts";
import { appendix } from "./appendix.ts";
import { type Arm, commonAccuracy, measureArms } from "./arms.ts";
import { compareArms, variesData } from "./comparisons.ts";
import { type SweepContext, type Texts, textsIn } from "./context.ts";
import { dataSection } from "./data-section.ts";
import { settingEffects } from "./effects.ts";
import { drawCurves, MOST_CURVES } from "./figures.ts";
import { mainFindings } from "./findings.ts";
import { describeArms } from "./groups.ts";
import type { SweepReportInput } from "./input.ts";
import { listValues, nameArms, nameAxis, titleOf } from "./names.ts";
import { formatFlops } from "./numbers.ts";
import {
  accuracyTables,
  comparisonSection,
  confusionSection,
  epochTable,
  errorSection,
  gradientSection,
  kindsSection,
} from "./sections.ts";
import { capitalizeText, tightenText } from "./sentences.ts";
import { common, isVaried, missingRuns } from "./shared.ts";

export function makeSweepReport(input: SweepReportInput, lang: FigureLanguage): Report {
  const texts = textsIn(lang);
  const { sweep } = texts;
  const { result } = input;
  const arms = measureArms(result, nameArms(result, sweep));
  const isComplete = missingRuns(result) === 0;
  const context: SweepContext = { input, arms, lang, texts, reach: input.reach ?? commonAccuracy(arms), isComplete };
  const comparisons = compareArms(arms);
  const effects = settingEffects(arms, result, sweep);
  const facts = { arms, comparisons: comparisons.comparisons, effects, axes: result.axes, isComplete };
  const findings = mainFindings(facts, sweep);
  const runs = result.arms.flatMap((arm) => arm.runs);
  const started = runs.map(({ startedAt }) => startedAt).sort()[0];
  const sections = [
    heading(sweep.aim),
    ...aimSection(context),
    heading(sweep.findings),
    { kind: "list", items: findings.map((sentence) => [sentence]) },
    heading(sweep.data),
    ...dataSection(context),
    heading(sweep.models),
    modelBlock(context),
    heading(sweep.varied),
    ...variedSection(context),
    heading(sweep.curves),
    ...curveSection(context),
    heading(sweep.results),
    ...accuracyTables(context),
    heading(sweep.comparisons),
    ...comparisonSection(context, comparisons, effects),
    heading(sweep.confusion),
    ...confusionSection(context),
    heading(sweep.errors),
    ...errorSection(context),
    heading(sweep.gradients),
    ...gradientSection(context),
    ...kindsSection(context, comparisons.comparisons),
    heading(sweep.ownConclusion.replace(/[:：]$/, "")),
    { kind: "ruled", label: sweep.ownExplanation, lines: 5 },
    { kind: "ruled", label: sweep.ownConclusion, lines: 6 },
    heading(sweep.appendix),
    ...appendix(context),
  ] satisfies Block[];
  const first = [
    { kind: "form", fields: [sweep.name, sweep.studentNumber, sweep.class, sweep.date], hint: sweep.blanks },
    ...notices(context),
    { kind: "results", results: headNumbers(context, comparisons.comparisons) },
  ] satisfies Block[];
  return {
    lang,
    title: titleOf(result, sweep),
    genre: sweep.genre,
    details: started === undefined ? [] : [formatDate(started), sweep.runCount({ count: formatCount(runs.length) })],
    blocks: numberBlocks(
      texts.run,
      [...first, ...numberHeadings(sections)].map(tighten).map((block) => (lang === "en" ? capitalize(block) : block)),
    ),
    maker: runs[0] ? texts.run.maker({ version: runs[0].environment.tidelab }) : "",
  };
}

function tighten(block: Block): Block {
  const close = (part: Inline) => (typeof part === "string" ? tightenText(part) : part);
  if (block.kind === "paragraph") return { ...block, content: block.content.map(close) };
  if (block.kind === "list") return { ...block, items: block.items.map((item) => item.map(close)) };
  return block;
}

function capitalize(block: Block): Block {
  const raise = ([first = "", ...others]: readonly Inline[]): Inline[] => {
    return [typeof first === "string" ? capitalizeText(first) : first, ...others];
  };
  if (block.kind === "paragraph") return { ...block, content: raise(block.content) };
  if (block.kind === "list") return { ...block, items: block.items.map(raise) };
  return block;
}

/** `1 Aim`, `2 Data` …: a teacher refers to sections by number. */
function numberHeadings(blocks: readonly Block[]): Block[] {
  let count = 0;
  return blocks.map((block) => (block.kind === "heading" ? { ...block, text: `${++count} ${block.text}` } : block));
}

function notices({ arms, input, texts }: SweepContext): Block[] {
  const { sweep } = texts;
  const failed = arms.reduce((sum, { failures }) => sum + failures.length, 0);
  const all = failed + input.result.arms.reduce((sum, { runs }) => sum + runs.length, 0);
  const blocks: Block[] = [];
  const warn = (title: string, text: string) => blocks.push({ kind: "notice", tone: "warning", title, text });
  const missing = missingRuns(input.result);
  if (missing > 0) {
    const untried = arms.filter(({ runs, failures }) => runs.length + failures.length === 0);
    const words = describeArms(untried, arms, input.result.axes, sweep);
    warn(
      sweep.partialTitle,
      sweep.partialText({ missing: formatCount(missing), all: formatCount(all + missing), untried: words }),
    );
  }
  if (failed > 0) {
    warn(sweep.failedTitle, sweep.failedText({ failed: formatCount(failed), all: formatCount(all) }));
  }
  const { repeated } = input.result;
  if (repeated && repeated.count > 0) warn(sweep.repeatedTitle, sweep.repeatedText(repeated));
  return blocks;
}

function headNumbers({ arms, input, texts }: SweepContext, comparisons: readonly { verdict: string }[]): Property[] {
  const { sweep } = texts;
  const { seeds } = input.result;
  const done = arms.reduce((sum, { testAccuracy }) => sum + testAccuracy.size, 0);
  const seconds = arms.reduce((sum, arm) => sum + (arm.seconds.n > 0 ? arm.seconds.mean * arm.seconds.n : 0), 0);
  const shown = comparisons.filter(({ verdict }) => verdict === "first" || verdict === "second").length;
  const ofAll = (some: number, all: number) => sweep.ofAll({ done: formatCount(some), all: formatCount(all) });
  return [
    {
      label: sweep.differencesShown,
      // `3 of 3` says more here than `3`.
      value: comparisons.length === 0 ? "–" : `${formatCount(shown)} / ${formatCount(comparisons.length)}`,
    },
    { label: sweep.arms, value: formatCount(arms.length) },
    { label: sweep.seedsCount, value: formatCount(seeds.length) },
    { label: sweep.runsDone, value: ofAll(done, arms.length * seeds.length) },
    { label: sweep.trainingTime, value: formatSeconds(seconds, texts.run.lang) },
  ];
}

function aimSection({ input, arms, isComplete, texts }: SweepContext): Block[] {
  const { sweep, run } = texts;
  const { axes, seeds } = input.result;
  const data = arms.flatMap(({ runs }) => runs)[0]?.data;
  const blocks: Block[] = [];
  if (data !== undefined) {
    const names = data.classNames;
    const varied = axes.length > 0 ? [...new Set(axes.map(({ path }) => nameAxis(path, sweep)))] : [sweep.model];
    // Of the series as they are: what the transforms leave of them is in the section on the data.
    const lengths = new Set(arms.flatMap(({ runs }) => runs.map((run) => descriptionOf(run.spec.data).lengths(run))));
    const aim = sweep.aimText({
      axes: sweep.list(varied.map((name) => sweep.varied_({ name }))),
      arms: formatCount(arms.length),
      classes: names.length <= 4 ? run.list(names) : run.someClasses({ count: formatCount(names.length) }),
      length: [...lengths].join(" / "),
      seeds: sweep.seeds({ count: seeds.length, seeds: sweep.list(seeds.map(String)) }),
      isOneArm: arms.length === 1,
      isComplete,
    });
    const paired = variesData(arms) ? sweep.pairedData : sweep.pairedSame;
    blocks.push(paragraph(aim), ...(arms.length > 1 ? [paragraph(paired)] : []));
  }
  return [...blocks, { kind: "ruled", label: sweep.ownExpectation, lines: 3 }];
}

/** One sentence where all arms train the same model: a table would say it over and over. */
function modelBlock({ arms, texts }: SweepContext): Block {
  const { sweep, run } = texts;
  const described = arms.map(({ runs: [first], parameters, flops }) => {
    if (first === undefined) return undefined;
    const { layers } = first.spec.model;
    const known = Number.isNaN(flops) ? undefined : formatFlops(flops);
    return { model: describeModel(layers, run), parameters: formatCount(parameters), flops: known };
  });
  const [first] = described;
  if (first !== undefined && arms.length > 1 && new Set(described.map((words) => JSON.stringify(words))).size === 1) {
    return paragraph(sweep.oneModel(first));
  }
  // A result that lacks them gets no column of dashes.
  const hasFlops = described.some((words) => words?.flops !== undefined);
  const rows = arms.map(({ name }, i) => {
    const { model = "–", parameters = "–", flops = "–" } = described[i] ?? {};
    return { cells: [name, upperFirst(model), parameters, ...(hasFlops ? [flops] : [])] };
  });
  const columns = [text(sweep.arm), text(sweep.model), number(sweep.parameters)];
  if (hasFlops) columns.push(number(sweep.flops));
  return { kind: "table", label: "", title: sweep.modelTable, columns, rows };
}

function upperFirst(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function variedSection({ input, arms, texts }: SweepContext): Block[] {
  const { sweep, run } = texts;
  const { axes } = input.result;
  const shared = common(firstRuns(arms).map((record) => trainingProperties(record, run)));
  const rows = axes.map(({ path, values }) => {
    return { cells: [nameAxis(path, sweep), { code: path }, listValues(path, values, sweep)] };
  });
  const columns = [text(sweep.setting), text(sweep.path), text(sweep.values)];
  return [
    rows.length > 0
      ? { kind: "table", label: "", title: sweep.variedTable, columns, rows }
      : paragraph(sweep.oneSetting),
    ...(rows.length > 0 ? chosenBlocks(input.result, sweep) : []),
    paragraph(arms.every(({ runs }) => runs.length > 0) ? sweep.fixed : sweep.fixedSoFar),
    {
      kind: "properties",
      columns: [run.setting, run.value],
      rows: shared.filter(({ path }) => path !== "seed" && !isVaried(path, axes)),
    },
  ];
}

/** How the arms were chosen, where the sweep says so. */
function chosenBlocks({ arms, search }: SweepReportInput["result"], texts: Texts["sweep"]): Block[] {
  if (search === undefined) return [];
  if (search.kind === "grid") return [paragraph(texts.chosenAll)];
  const count = formatCount(arms.length);
  if (search.kind === "random") return [paragraph(texts.chosenAtRandom({ arms: count, seed: String(search.seed) }))];
  const { startup = 0, round = 1, monitor } = search;
  const drawn = formatCount(Math.min(startup, arms.length));
  return [
    paragraph(texts.chosenByResults({ startup: drawn, round: formatCount(round), monitor })),
    paragraph(texts.chosenCaution),
  ];
}

function curveSection(context: SweepContext): Block[] {
  const { arms, texts, lang } = context;
  const { sweep, run } = texts;
  const trained = arms.filter(({ runs }) => runs.length > 0);
  if (trained.length === 0) return [paragraph(run.noEpoch)];
  const all = formatCount(trained.length);
  const cut =
    trained.length > MOST_CURVES ? [paragraph(sweep.curvesCut({ shown: formatCount(MOST_CURVES), all }))] : [];
  return [
    paragraph(sweep.curvesText({ arms: all })),
    ...cut,
    ...drawCurves(arms, lang, sweep).map(figureBlock),
    paragraph(sweep.epochChoice(epochRule(trained))),
    epochTable(context),
  ];
}

/** What chose the best epochs, and which weights were tested, where all runs agree. */
function epochRule(arms: readonly Arm[]) {
  const choices = arms.flatMap(({ runs }) => runs.flatMap((run) => choiceOf(run) ?? []));
  const monitors = new Set(choices.map(({ monitor }) => monitor));
  const isLast = choices.every(({ tested, last }) => tested === last);
  const isBest = choices.every(({ tested, best }) => tested === best);
  return {
    monitor: monitors.size === 1 ? [...monitors][0] : undefined,
    weights: isLast ? ("last" as const) : isBest ? ("best" as const) : undefined,
  };
}

/** The first run of each arm that has one. */
function firstRuns(arms: readonly Arm[]): RunRecord[] {
  return arms.flatMap(({ runs }) => runs.slice(0, 1));
}
