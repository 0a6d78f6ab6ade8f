/**
 * Series of a CSV text through a saved run, in the file's order: reads the text in pieces and keeps of each series only its
 * answer. How a series is answered is in `inference/classifier.ts`.
 */

import type { FillRule } from "../data/generate/missing.ts";
import { SeriesCsvReader, type TableShape } from "../data/readers/csv.ts";
import type { Series } from "../data/readers/reader.ts";
import type { DecimalMark } from "../data/readers/table/values.ts";
import type { Device } from "../engine/device.ts";
import { TidelabError } from "../errors/errors.ts";
import { isFullBlock, type TestWindows } from "../inference/answer-series.ts";
import { createClassicalClassifier } from "../inference/classical.ts";
import { type ClassifierOptions, createClassifier, type Classified as NetAnswer } from "../inference/classifier.ts";
import { createEnsemble } from "../inference/ensemble.ts";
import { doubtsOf, sizeDoubts } from "../inference/new-series/doubts.ts";
import type { TableNotice } from "../inference/new-series/notices.ts";
import { shapeOf } from "../inference/new-series/table-shape.ts";
import type { NewTable } from "../inference/new-series/trained-channels.ts";
import type { Refused } from "../inference/raw-series.ts";
import { formatTrainedLengths, trainedLengths } from "../inference/trained-lengths.ts";
import type { ClassicalRun } from "../runs/classical/read.ts";
import type { SavedRun } from "../runs/read-run.ts";
import { type LengthNotice, OtherLengths } from "./other-lengths.ts";

/** The answer to a series of a file. */
export interface Classified {
  /** Id in the file, or the number of its row. */
  readonly series: string;
  readonly length: number;
  /** As the file has it; absent when it has none. */
  readonly label?: string;
  readonly predicted: string;
  /** (K); absent where a classifier without gradients answers, which has none. */
  readonly probabilities?: Float32Array;
}

/** A run of a net, or one of a classifier without gradients. */
export type ClassifiedBy = Pick<SavedRun, "record" | "model"> | ClassicalRun;

export interface ClassifyOptions {
  /** Threads for that many series at a time; one unless given. The answers do not depend on it. */
  readonly threadsFor?: ((series: number) => number) | undefined;
  readonly device?: Device | undefined;
  /** Whether to take series of lengths that the run was not trained on. */
  readonly anyLength?: boolean | undefined;
  readonly decimal?: DecimalMark | undefined;
  /** Windows whose probabilities are averaged. */
  readonly windows?: TestWindows | undefined;
  /** More runs on the same data, whose probabilities are averaged with those of the first. */
  readonly others?: readonly ClassifiedBy[] | undefined;
  /** What replaces missing values; they are refused when left out. */
  readonly fill?: FillRule | undefined;
}

/** Answers to all series of a file. */
export interface ClassifiedTable {
  readonly count: number;
  readonly classNames: readonly string[];
  /** Whether the answers have them: those of a classifier without gradients have none. */
  readonly hasProbabilities: boolean;
  /** In the file's order. */
  rows(): Iterable<Classified>;
  /** What the table was taken for. */
  readonly notices: readonly TableNotice[];
  /** Series of other lengths than those of training, that were classified all the same. */
  readonly lengths: LengthNotice | undefined;
}

/**
 * @param pieces  of CSV text, in the units of the training data
 * @param source  what the text is to the user; begins the path of errors
 * @throws TidelabError `csv.…` for a faulty table; `predict.otherLength`, `transform.…`, `predict.length` and `shape.…` for
 *   lengths that the run, its transforms or its model do not take
 */
export async function classify(
  run: ClassifiedBy,
  pieces: AsyncIterable<string> | Iterable<string>,
  source: string,
  { threadsFor = ONE, device, anyLength = false, decimal, fill, windows, others = [] }: ClassifyOptions,
): Promise<ClassifiedTable> {
  const { channels, classNames } = run.record.data;
  const reader = new SeriesCsvReader(source, { expected: { channels, classNames }, decimal, fill });
  const lengths = new OtherLengths([run, ...others], windows?.length);
  const answers = new AnswerList(classNames, "model" in run);
  let classifier: Opened | undefined;
  let waiting: Series[] = [];
  let waitingValues = 0;

  const runBlock = async () => {
    classifier ??= await open([run, ...others], {
      threads: threadsFor(waiting.length),
      device,
      anyLength,
      windows,
    });
    const block = answers.begin(waiting);
    for (const [row, answer] of (await classifier.classify(waiting)).entries()) {
      const series = waiting[row]!; // one answer a series
      if (answer.refused?.code === "classifier.otherLength")
        throw otherLength(run, windows, lengths, series, reader.shape, source);
      if (answer.refused) throw placed(answer.refused, series, source);
      lengths.add(series, answer);
      block.put(row, answer);
    }
    waiting = [];
    waitingValues = 0;
  };
  const take = async () => {
    for (const series of reader.take()) {
      waiting.push(series);
      waitingValues += series.values.length;
      if (isFullBlock(waiting.length, waitingValues)) await runBlock();
    }
  };
  try {
    for await (const piece of pieces) {
      reader.push(piece);
      await take();
    }
    reader.end();
    await take();
    if (waiting.length > 0) await runBlock();
  } finally {
    classifier?.close();
  }
  return {
    count: answers.count,
    classNames,
    hasProbabilities: "model" in run,
    rows: () => answers.rows(),
    notices: [...reader.notices, ...doubtsOf(run.record, reader.shape)],
    lengths: lengths.notice(reader.shape, answers.count),
  };
}

/**
 * Series that were read already, whatever their format.
 * @throws TidelabError as `classify`
 */
export async function classifySeries(
  run: ClassifiedBy,
  table: NewTable,
  source: string,
  {
    threadsFor = ONE,
    device,
    anyLength = false,
    windows,
    others = [],
  }: Pick<ClassifyOptions, "threadsFor" | "device" | "anyLength" | "windows" | "others">,
): Promise<ClassifiedTable> {
  const { series } = table;
  const { classNames } = run.record.data;
  const shape = shapeOf(table);
  const lengths = new OtherLengths([run, ...others], windows?.length);
  const answers = new AnswerList(classNames, "model" in run);
  const classifier = await open([run, ...others], {
    threads: threadsFor(series.length),
    device,
    anyLength,
    windows,
  });
  try {
    for (let from = 0; from < series.length; from += SERIES_AT_ONCE) {
      const some = series.slice(from, from + SERIES_AT_ONCE);
      const block = answers.begin(some);
      for (const [row, answer] of (await classifier.classify(some)).entries()) {
        const one = some[row]!; // one answer a series
        if (answer.refused?.code === "classifier.otherLength")
          throw otherLength(run, windows, lengths, one, shape, source);
        if (answer.refused) throw placed(answer.refused, one, source);
        lengths.add(one, answer);
        block.put(row, answer);
      }
    }
  } finally {
    classifier.close();
  }
  return {
    count: answers.count,
    classNames,
    hasProbabilities: "model" in run,
    rows: () => answers.rows(),
    notices: [...table.notices, ...doubtsOf(run.record, shape), ...sizeDoubtsOf([run, ...others], series)],
    lengths: lengths.notice(shape, answers.count),
  };
}

const SERIES_AT_ONCE = 2 ** 14;
const ONE = () => 1;

/** Of the first run that has some: each was trained on its own values, and the first may fit. */
function sizeDoubtsOf(runs: readonly ClassifiedBy[], series: readonly Series[]): TableNotice[] {
  for (const { record } of runs) {
    const doubts = sizeDoubts(record, series);
    if (doubts.length > 0) return doubts;
  }
  return [];
}

type Answer = Pick<NetAnswer, "classIndex" | "lengthKind"> & Partial<Pick<NetAnswer, "probabilities">>;

interface Opened {
  classify(series: readonly Series[]): Promise<readonly ((Answer & { readonly refused?: undefined }) | Refused)[]>;
  close(): void;
}

/**
 * A classifier of one run, or the ensemble of several.
 * @throws TidelabError `classical.together` for several runs of which one gives no probabilities
 */
async function open(runs: readonly ClassifiedBy[], options: ClassifierOptions): Promise<Opened> {
  const classical = runs.find((run) => "classifier" in run);
  if (classical === undefined) {
    const nets = runs as readonly SavedRun[];
    const [run, ...others] = nets;
    return run !== undefined && others.length === 0 ? createClassifier(run, options) : createEnsemble(nets, options);
  }
  if (runs.length > 1) {
    throw new TidelabError("classical.together", { method: classical.record.spec.classifier.method }, "<runs...>");
  }
  const { classify } = createClassicalClassifier(classical);
  return { classify, close: () => {} };
}

/** The error of a length that the run does not take: of the windows, or of a series. A classifier without gradients takes no other, whoever asks. */
function otherLength(
  run: ClassifiedBy,
  windows: TestWindows | undefined,
  lengths: OtherLengths,
  series: Series,
  shape: TableShape,
  source: string,
): TidelabError {
  if (windows) {
    const params = { trained: formatTrainedLengths(trainedLengths(run.record)), received: windows.length };
    return new TidelabError("predict.windowLength", params, "--windows") as TidelabError;
  }
  if ("model" in run) return lengths.refuse(series, shape, source);
  const params = { expected: trainedLengths(run.record).longest, received: series.length };
  return new TidelabError("classical.otherLength", params, `${source}:${series.line}`) as TidelabError;
}

/** The error of a series that was refused, at its place in the table. */
function placed(error: TidelabError, series: Series, source: string): TidelabError {
  const { code, params, path } = error;
  if (code === "predict.notFinite") return new TidelabError(code, {}, `${source}:${series.line}`, { cause: error });
  // The text of a length that the layers cannot take names the series.
  const isOfModel = path === series.id;
  return new TidelabError(code, params, isOfModel ? source : `${source}: ${path}`, { cause: error });
}

/** Answers to series, a block at a time, in arrays: a hundred million objects would not fit into memory. */
class AnswerList {
  count = 0;
  readonly #classNames: readonly string[];
  readonly #hasProbabilities: boolean;
  readonly #blocks: AnswerBlock[] = [];

  constructor(classNames: readonly string[], hasProbabilities: boolean) {
    this.#classNames = classNames;
    this.#hasProbabilities = hasProbabilities;
  }

  /** Room for the answers to these series, with what the file says of them. */
  begin(series: readonly Series[]): { put(row: number, answer: Answer): void } {
    const { count } = this;
    const classes = this.#classNames.length;
    const isNumbered = series.every(({ id }, row) => id === String(count + row + 1));
    const block: AnswerBlock = {
      from: count,
      ids: isNumbered ? undefined : series.map(({ id }) => id),
      lengths: Int32Array.from(series, ({ length }) => length),
      labels: Int32Array.from(series, ({ label }) => (label === undefined ? -1 : this.#classNames.indexOf(label))),
      predicted: new Int32Array(series.length),
      probabilities: this.#hasProbabilities ? new Float32Array(series.length * classes) : undefined,
    };
    this.#blocks.push(block);
    this.count += series.length;
    return {
      put(row, { classIndex, probabilities }) {
        block.predicted[row] = classIndex;
        if (probabilities) block.probabilities?.set(probabilities, row * classes);
      },
    };
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
          ...(probabilities && { probabilities: probabilities.subarray(row * classes, (row + 1) * classes) }),
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
  /** Undefined where there are none. */
  readonly probabilities: Float32Array | undefined;
}
