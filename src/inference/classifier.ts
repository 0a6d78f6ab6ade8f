/**
 * Classifies raw series with a saved run: scales and transforms them as in training, runs the model, counts the votes of
 * windows, and refuses what the run cannot answer. Gives the answers of `tidelab predict`, to the bit, in Node and in the
 * browser. Reads no files and no CSV; `predictor.ts` is the same without scale, transforms and lengths.
 */
import { checkWhole } from "../data/check.ts";
import type { TimeSeriesDataset } from "../data/dataset.ts";
import type { Device } from "../engine/device.ts";
import { resolveNumerics } from "../engine/devices.ts";
import { TidelabError } from "../errors/errors.ts";
import { show } from "../errors/show.ts";
import { checkLength } from "../model/lengths.ts";
import type { Model } from "../model/model.ts";
import { type StreamOptions, seriesAnswers, type TestWindows } from "./answer-series.ts";
import { answersOf } from "./answers.ts";
import { channelNames } from "./channel-names.ts";
import { meanOf } from "./mean-answer.ts";
import { createPredictor } from "./predictor.ts";
import type { Member, RawSeries, Refused } from "./raw-series.ts";
import type { LengthKind, TrainedLengths } from "./trained-lengths.ts";
import type { TrainedRun } from "./trained-run.ts";

/** How a classifier runs. */
export interface ClassifierOptions {
  /** More than one pays from some hundred series a call on; the answers are the same. 1 unless given. */
  threads?: number;
  /** Where it is computed: on the processor unless given. `tidelab/webgpu` has another; the results do not depend on it. */
  device?: Device | undefined;
  /** Whether to classify series of lengths that the model was not trained on; the answers may be worse. */
  anyLength?: boolean;
  /**
   * Cuts each series into windows, answers each as a series by itself (scaled and transformed as in training) and gives the mean of their
   * probabilities, added in their order and divided in float64: for a model that was trained on shorter series. Such answers have no attention.
   */
  windows?: TestWindows | undefined;
}

/** The answer to a series. */
export interface Classified {
  /** As given. */
  readonly id: string | undefined;
  /** T, in time steps, as given. */
  readonly length: number;
  /** Name of the class. */
  readonly predicted: string;
  /** Number of the class, an index into `classNames` and `probabilities`. */
  readonly classIndex: number;
  /** (K) in the order of `classNames`; where windows vote, their shares of the votes */
  readonly probabilities: Float32Array;
  /**
   * Attention weights by the layer's name, of the steps that the model reads: (T'), or (windows, T') where the run cuts series
   * into windows. Empty for models without attention.
   */
  readonly attention: ReadonlyMap<string, Float32Array>;
  /** `untrained`: the model never saw series of this length, so the answer may be worse. */
  readonly lengthKind: LengthKind;
  readonly refused?: undefined;
}

/** The answer to a series, or why there is none: `answer.refused` distinguishes them. */
export type ClassifierAnswer = Classified | Refused;

/** A trained run that answers raw series. Made by `createClassifier` or `loadClassifier`. */
export interface Classifier {
  readonly classNames: readonly string[];
  readonly channels: number;
  /**
   * Names of the channels, in the order that each time step must have them in; undefined where the training data name none. A series
   * with its channels in another order is answered without an error, and wrongly.
   */
  readonly channelNames: readonly string[] | undefined;
  /** Steps of the series that the run was trained on. */
  readonly trainedLengths: TrainedLengths;
  /**
   * Classifies series, of one length or of several. A series' answer does not depend on which others come with it.
   * @returns an answer or a refusal for each, in their order. Refused is a series whose values are not whole time steps of
   *          finite numbers (`classifier.one`, `data.list`, `data.value`, `classifier.values`), whose length the run, its transforms or
   *          its model do not take (`classifier.otherLength`, `transform.…`, `predict.length`, `shape.…`) or whose values overflow the model
   *          (`predict.notFinite`)
   * @throws TidelabError `classifier.closed`, `memory.exhausted`, `threads.…`
   */
  classify(series: Iterable<RawSeries>): Promise<ClassifierAnswer[]>;
  /**
   * As `classify`, for more series than memory holds: takes a block of them, gives its answers, and keeps neither. An error of
   * the source ends it.
   */
  stream(
    series: AsyncIterable<RawSeries> | Iterable<RawSeries>,
    options?: StreamOptions,
  ): AsyncGenerator<ClassifierAnswer, void, undefined>;
  /** Ends the threads; the classifier cannot be used afterwards. */
  close(): void;
}

/**
 * Makes a classifier of a saved run. It runs the build of the kernels that the run was trained on, where the host can.
 * @param run  from `readRun(record, weights)` anywhere, or from `loadRun(folder)` in Node
 * @throws TidelabError `classifier.run`, `numerics.unavailable`, `threads.…`
 * @example
 * ```ts
 * import { readFile } from "node:fs/promises";
 * import { createClassifier, readRun } from "tidelab/inference";
 *
 * // In a page: await (await fetch("/runs/mine/run.json")).text(), and so on.
 * const [record, weights] = [await readFile("runs/mine/run.json", "utf8"), await readFile("runs/mine/model.safetensors")];
 * const classifier = await createClassifier(readRun(record, new Uint8Array(weights)));
 * console.log(classifier.classNames.join(", ")); // sine, square
 * const [answer] = await classifier.classify([{ id: "a", values: [0.1, 0.4, Number.NaN] }]);
 * console.log(answer?.refused?.path); // a.values[2]
 * classifier.close();
 * ```
 */
export async function createClassifier(
  run: TrainedRun,
  { threads = 1, device, anyLength = false, windows }: ClassifierOptions = {},
): Promise<Classifier> {
  const { record, model } = checkRun(run);
  if (windows) {
    checkWhole(windows.length, 1, "windows.length");
    if (windows.stride !== undefined) checkWhole(windows.stride, 1, "windows.stride");
  }
  const { classNames } = record.data;
  const numerics = record.numerics === "portable" ? "portable" : await resolveNumerics();
  const predictor = await createPredictor(model, { numerics, threads, device });
  const classes = classNames.length;
  const shapeErrors = new Map<number, TidelabError | undefined>();

  /** The error of a length that the layers cannot take, found once. */
  const shapeErrorOf = (length: number) => {
    if (!shapeErrors.has(length)) shapeErrors.set(length, findShapeError(model, length));
    return shapeErrors.get(length);
  };

  /** Refuses series of one length for it. @param reads  steps after the transforms */
  function refuseLength({ id, place, length }: Member, reads: number): TidelabError | undefined {
    const error = shapeErrorOf(reads);
    if (error === undefined) return undefined;
    if (error.code !== "shape.tooShort") return new TidelabError(error.code, error.params, place, { cause: error });
    let needs = reads + 1;
    while (shapeErrorOf(needs)?.code === "shape.tooShort") needs++;
    // What is added before the transforms is what is missing behind them, wherever they do not stretch time.
    const params = { series: id ?? place, length, needs: needs - reads + length };
    return new TidelabError("predict.length", params, place, { cause: error }) as TidelabError;
  }

  let closed = false;
  const answers = seriesAnswers<Classified>(record, {
    anyLength,
    isClosed: () => closed,
    windows: windows && {
      ...windows,
      join: (parts, { id, length }) => ({ ...meanOf(parts, classNames), id, length }),
    },
    async answer(members, dataset, lengthKind) {
      if (shapeErrorOf(dataset.length) !== undefined) {
        return members.map((member) => ({ id: member.id, refused: refuseLength(member, dataset.length)! })); // the same for all
      }
      const { logits, attention } = await predictor.predict(dataset.values, dataset.length);
      const { predicted, probabilities } = answersOf(logits, classes, dataset.windows);
      const rows = rowsOf(dataset, members.length);
      return members.map(({ id, place, length }, row) => {
        const own = probabilities.subarray(row * classes, (row + 1) * classes);
        if (!own.every(Number.isFinite)) {
          return { id, refused: new TidelabError("predict.notFinite", {}, place) as TidelabError };
        }
        const classIndex = predicted[row] ?? 0;
        return {
          id,
          length,
          predicted: classNames[classIndex] ?? "",
          classIndex,
          probabilities: own,
          attention: windows ? NO_ATTENTION : attentionOf(attention, rows(row), dataset.length),
          lengthKind,
        };
      });
    },
  });
  return {
    classNames,
    channelNames: channelNames(record),
    ...answers,
    close() {
      closed = true;
      predictor.close();
    },
  };
}

/** @throws TidelabError `classifier.run` for what is no run: a folder, a record alone, a promise that was not awaited */
function checkRun(run: TrainedRun): TrainedRun {
  if (run?.record?.data !== undefined && run.model?.graph !== undefined) return run;
  const received = run instanceof Promise ? "a promise" : show(run);
  throw new TidelabError("classifier.run", { received }, "run");
}

function findShapeError(model: Model, length: number): TidelabError | undefined {
  try {
    checkLength(model, length);
    return undefined;
  } catch (error) {
    if (error instanceof TidelabError) return error;
    throw error;
  }
}

/** First row of a series and the row behind its last one: one row, or as many as it has windows. */
function rowsOf({ windows }: TimeSeriesDataset, count: number): (series: number) => readonly [number, number] {
  if (windows === undefined) return (series) => [series, series + 1];
  const ends = new Int32Array(count);
  for (const [row, series] of windows.series.entries()) ends[series] = row + 1;
  return (series) => [ends[series - 1] ?? 0, ends[series] ?? 0];
}

const NO_ATTENTION: ReadonlyMap<string, Float32Array> = new Map();

function attentionOf(
  all: ReadonlyMap<string, Float32Array>,
  [from, to]: readonly [number, number],
  length: number,
): ReadonlyMap<string, Float32Array> {
  if (all.size === 0) return NO_ATTENTION;
  return new Map([...all].map(([layer, weights]) => [layer, weights.subarray(from * length, to * length)]));
}
