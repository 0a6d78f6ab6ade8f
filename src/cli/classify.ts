/**
 * Series of a CSV text through the model of a run: read in pieces, scaled and transformed as in training, grouped by
 * length, in the file's order. Of each series only its answer is kept.
 */
import type { TimeSeriesDataset } from "../data/dataset.ts";
import type { FillRule } from "../data/generate/missing.ts";
import { type CsvNotice, type Series, SeriesCsvReader } from "../data/readers/csv.ts";
import type { DecimalMark } from "../data/readers/csv-values.ts";
import { applyTransforms } from "../data/transforms/apply.ts";
import { resolveNumerics } from "../engine/devices.ts";
import { TidelabError } from "../errors/errors.ts";
import { answersOf } from "../inference/answers.ts";
import { createPredictor, type Predictor } from "../inference/predictor.ts";
import { buildGraph } from "../model/graph.ts";
import type { Model } from "../model/model.ts";
import type { RunRecord } from "../runs/record.ts";
import type { LengthNotice } from "./messages/en.ts";
import type { TableDoubt } from "./messages/table-notices.en.ts";
import { doubtsOf } from "./table-doubts.ts";
import { chooseThreads } from "./threads.ts";
import { LengthCheck } from "./trained-lengths.ts";

export interface Classified {
  /** Id in the file, or the number of its row. */
  readonly series: string;
  readonly length: number;
  /** As the file has it; absent when it has none. */
  readonly label?: string;
  readonly predicted: string;
  /** (K) */
  readonly probabilities: Float32Array;
}

export interface ClassifyOptions {
  /** As typed. */
  readonly threads?: string | undefined;
  /** Whether to take series of lengths that the run was not trained on. */
  readonly anyLength?: boolean | undefined;
  readonly decimal?: DecimalMark | undefined;
  /** What replaces missing values; they are refused when left out. */
  readonly fill?: FillRule | undefined;
}

export interface ClassifiedTable {
  readonly count: number;
  /** In the file's order. */
  rows(): Iterable<Classified>;
  /** What the table was taken for. */
  readonly notices: readonly (CsvNotice | TableDoubt)[];
  /** Series of other lengths than those of training, that were classified all the same. */
  readonly lengths: LengthNotice | undefined;
}

/** Series and values that are run at a time: far more than the threads need to be busy, and some 50 MB. */
const BLOCK_SERIES = 2 ** 14;
const BLOCK_VALUES = 2 ** 22;

/**
 * @param pieces  of CSV text, in the units of the training data
 * @param source  what the text is to the user; begins the path of errors
 * @throws TidelabError `csv.…` for a faulty table; `predict.otherLength`, `transform.…`, `predict.length` and `shape.…` for
 *   lengths that the run, its transforms or its model do not take
 */
export async function classify(
  { record, model }: { record: RunRecord; model: Model },
  pieces: AsyncIterable<string> | Iterable<string>,
  source: string,
  { threads, anyLength = false, decimal, fill }: ClassifyOptions,
): Promise<ClassifiedTable> {
  const { channels, classNames } = record.data;
  const reader = new SeriesCsvReader(source, { expected: { channels, classNames }, decimal, fill });
  const lengths = new LengthCheck(record, anyLength);
  const answers = new AnswerList(classNames);
  const numerics = record.numerics === "portable" ? "portable" : await resolveNumerics();
  let predictor: Predictor | undefined;
  let waiting: Series[] = [];
  let waitingValues = 0;
  let refused: Series | undefined;

  const run = async () => {
    predictor ??= await createPredictor(model, { numerics, threads: chooseThreads(threads, waiting.length) });
    refused = await classifyBlock(waiting, { record, model, predictor, lengths, answers, source });
    waiting = [];
    waitingValues = 0;
  };
  const take = async () => {
    for (const series of reader.take()) {
      if (refused !== undefined) return;
      waiting.push(series);
      waitingValues += series.values.length;
      if (waiting.length >= BLOCK_SERIES || waitingValues >= BLOCK_VALUES) await run();
    }
  };
  try {
    for await (const piece of pieces) {
      reader.push(piece);
      await take();
      if (refused !== undefined) break;
    }
    if (refused === undefined) {
      reader.end();
      await take();
      if (waiting.length > 0 && refused === undefined) await run();
    }
    if (refused !== undefined) throw lengths.refuse(refused, reader.shape, source);
  } finally {
    predictor?.close();
  }
  return {
    count: answers.count,
    rows: () => answers.rows(),
    notices: [...reader.notices, ...doubtsOf(record, reader.shape, lengths)],
    lengths: lengths.notice(reader.shape, answers.count),
  };
}

interface Context {
  readonly record: RunRecord;
  readonly model: Model;
  readonly predictor: Predictor;
  readonly lengths: LengthCheck;
  readonly answers: AnswerList;
  readonly source: string;
}

/** @returns the first series of a length that is not accepted, when nothing was classified */
async function classifyBlock(series: readonly Series[], context: Context): Promise<Series | undefined> {
  const { record, model, predictor, lengths, answers, source } = context;
  const groups = new Map<number, number[]>();
  for (const [index, { length }] of series.entries()) {
    const group = groups.get(length);
    if (group === undefined) groups.set(length, [index]);
    else group.push(index);
  }
  const classes = record.data.classNames.length;
  const block = answers.begin(series);
  for (const indices of groups.values()) {
    const members = indices.map((index) => series[index]!); // indices of this very list
    const first = members[0]!; // no group is empty
    const dataset = prepare(members, record, source);
    if (!lengths.accepts(members, dataset.length)) return first;
    checkLength(model, dataset.length, first, source);
    const { logits } = await predictor.predict(dataset.values, dataset.length);
    const { predicted, probabilities } = answersOf(logits, classes, dataset.windows);
    for (const [row, index] of indices.entries()) {
      block.predicted[index] = predicted[row] ?? 0;
      block.probabilities.set(probabilities.subarray(row * classes, (row + 1) * classes), index * classes);
    }
  }
  return undefined;
}

/** Answers to series, a block at a time, in arrays: a hundred million objects would not fit into memory. */
class AnswerList {
  count = 0;
  readonly #classNames: readonly string[];
  readonly #blocks: AnswerBlock[] = [];

  constructor(classNames: readonly string[]) {
    this.#classNames = classNames;
  }

  /** Room for the answers to these series, with what the file says of them. */
  begin(series: readonly Series[]): Pick<AnswerBlock, "predicted" | "probabilities"> {
    const { count } = this;
    const isNumbered = series.every(({ id }, row) => id === String(count + row + 1));
    const block: AnswerBlock = {
      from: count,
      ids: isNumbered ? undefined : series.map(({ id }) => id),
      lengths: Int32Array.from(series, ({ length }) => length),
      labels: Int32Array.from(series, ({ label }) => (label === undefined ? -1 : this.#classNames.indexOf(label))),
      predicted: new Int32Array(series.length),
      probabilities: new Float32Array(series.length * this.#classNames.length),
    };
    this.#blocks.push(block);
    this.count += series.length;
    return block;
  }

  *rows(): Generator<Classified> {
    const classes = this.#classNames.length;
    for (const { from, ids, lengths, labels, predicted, probabilities } of this.#blocks) {
      for (const [row, length] of lengths.entries()) {
        const label = this.#classNames[labels[row] ?? -1];
        yield {
          series: ids?.[row] ?? String(from + row + 1),
          length,
          ...(label !== undefined && { label }),
          predicted: this.#classNames[predicted[row] ?? 0] ?? "",
          probabilities: probabilities.subarray(row * classes, (row + 1) * classes),
        };
      }
    }
  }
}

interface AnswerBlock {
  /** Series before it. */
  readonly from: number;
  /** Undefined where they are the numbers of the rows. */
  readonly ids: readonly string[] | undefined;
  readonly lengths: Int32Array;
  /** Indices of classes; -1 where the file has no label. */
  readonly labels: Int32Array;
  readonly predicted: Int32Array;
  readonly probabilities: Float32Array;
}

/** Series of one length as the model was given its own: scaled, then transformed with what was learnt in training. */
function prepare(members: readonly Series[], { spec, data }: RunRecord, source: string): TimeSeriesDataset {
  const { channels, classNames, scale, fitted = [] } = data;
  const [first] = members;
  const length = first?.length ?? 0;
  const dataset = {
    values: scaled(members, length * channels, scale),
    // Only the loss needs classes, and nobody asks for it here.
    labels: new Int32Array(members.length),
    count: members.length,
    length,
    channels,
    classNames,
  };
  try {
    return applyTransforms(dataset, spec.transforms, fitted);
  } catch (error) {
    if (!(error instanceof TidelabError)) throw error;
    const path = `${source}: ${first?.id}: ${error.path ?? "transforms"}`;
    throw new TidelabError(error.code, error.params, path, { cause: error });
  }
}

/** Divided as the training data were: in float64, then rounded. */
function scaled(series: readonly Series[], size: number, scale: number): Float32Array {
  const values = new Float32Array(series.length * size);
  for (const [row, one] of series.entries())
    values.set(
      one.values.map((value) => value / scale),
      row * size,
    );
  return values;
}

/** @param length  of what the transforms made of the series */
function checkLength(model: Model, length: number, series: Series, source: string): void {
  const error = shapeError(model, length);
  if (error === undefined) return;
  if (error.code !== "shape.tooShort") throw new TidelabError(error.code, error.params, source, { cause: error });
  let needs = length + 1;
  while (shapeError(model, needs)?.code === "shape.tooShort") needs++;
  // What is added before the transforms is what is missing behind them, wherever they do not stretch time.
  const params = { series: series.id, length: series.length, needs: needs - length + series.length };
  throw new TidelabError("predict.length", params, source, { cause: error });
}

function shapeError(model: Model, length: number): TidelabError | undefined {
  try {
    buildGraph(model.spec, { length, channels: model.channels }, model.classes);
    return undefined;
  } catch (error) {
    if (error instanceof TidelabError) return error;
    throw error;
  }
}
