/** The section on the data: what all arms share, and series as the models read them. */
import type { Block, Property } from "../blocks.ts";
import { formatCount, formatNumber } from "../formats.ts";
import { figureBlock, paragraph } from "../make-blocks.ts";
import { dataProperties } from "../run/data.ts";
import { isDataAxis, variesData } from "./comparisons.ts";
import type { SweepContext } from "./context.ts";
import { drawInputs, drawSamples, MOST_CLASSES, MOST_INPUTS } from "./figures.ts";
import { detailFor, nameSetting } from "./names.ts";
import { common, isVaried } from "./shared.ts";

export function dataSection(context: SweepContext): Block[] {
  const { input, arms, texts } = context;
  const { sweep, run } = texts;
  // Of all runs, for what each seed learns from its own training series is not shared.
  const shared = common(arms.flatMap(({ runs }) => runs.map((record) => dataProperties(record, run))));
  return [
    ...(variesData(arms) ? [paragraph(sweep.dataVaries)] : []),
    {
      kind: "properties",
      columns: [run.property, run.value],
      rows: [...shared.filter(({ path }) => !isVaried(path, input.result.axes)), ...scaleRange(context)],
    },
    ...pictureBlocks(context),
  ];
}

/** What values are divided by is learned from the training series: with other seeds it is another number. */
function scaleRange({ arms, texts: { run } }: SweepContext): Property[] {
  const scales = arms.flatMap(({ runs }) => runs.map(({ data }) => data.scale)).sort((a, b) => a - b);
  const words = [...new Set(scales.map(formatNumber))];
  return words.length < 2 ? [] : [{ label: run.scale, value: `${words[0]} – ${words.at(-1)}` }];
}

function pictureBlocks(context: SweepContext): Block[] {
  const { input, lang, texts } = context;
  const { sweep } = texts;
  const pictures = input.pictures ?? [];
  const [first] = pictures;
  const seed = first?.seed ?? input.result.seeds[0];
  if (first === undefined || seed === undefined) return [];
  const drawn = { seed: String(seed) };
  const classes = first.dataset.classNames.length;
  // Windows of one series are together, which the figure of samples cannot show.
  if (pictures.length === 1 && first.dataset.windows === undefined) {
    return [paragraph(sweep.samplesText(drawn)), figureBlock(drawSamples(first, lang))];
  }
  const labelled = pictures.map((picture) => ({ picture, label: dataLabel(context, picture.armId) }));
  const cut = (text: (p: { shown: string; all: string }) => string, shown: number, all: number) =>
    all > shown ? [paragraph(text({ shown: formatCount(shown), all: formatCount(all) }))] : [];
  return [
    paragraph(sweep.inputsText(drawn)),
    ...cut(sweep.inputsCut, MOST_INPUTS, pictures.length),
    ...cut(sweep.classesCut, MOST_CLASSES, classes),
    ...drawInputs(labelled, lang, sweep).map(figureBlock),
  ];
}

/** What sets an arm's data apart from those of others; its name where no single axis does. */
function dataLabel({ input, arms, texts: { sweep } }: SweepContext, armId: string): string {
  const arm = arms.find(({ id }) => id === armId);
  const axes = input.result.axes.filter(({ path }) => isDataAxis(arms, path));
  const words = axes.map(({ path, values }) =>
    nameSetting(path, arm?.settings[path], detailFor(path, values, sweep), sweep),
  );
  return words.length > 0 ? words.join(sweep.joint) : (arm?.name ?? "");
}
