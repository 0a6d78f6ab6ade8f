/**
 * Classifies raw series with a saved run: scales and transforms them as in training, runs the model, counts the votes of
 * windows, and refuses what the run cannot answer. Gives the answers of `tidelab predict`, to the bit, in Node and in the
 * browser. Reads no files and no CSV; `predictor.ts` is the same without scale, transforms and lengths.
 */
import { checkWhole } from "../data/check.ts";
import type { TimeSeriesDataset } from "../data/dataset.ts";
import { withoutMissing } from "../data/files/missing-values.ts";
import { applyTransforms } from "../data/transforms/apply.ts";
import type { Device } from "../engine/device.ts";
import { resolveNumerics } from "../engine/devices.ts";
import { TidelabError } from "../errors/errors.ts";
import { show } from "../errors/show.ts";
import { checkLength } from "../model/lengths.ts";
import type { Model } from "../model/model.ts";
import { answersOf } from "./answers.ts";
import { channelNames } from "./channel-names.ts";
import { createPredictor } from "./predictor.ts";
import {
  formatTrainedLengths,
  type LengthKind,
  lengthKindOf,
  type TrainedLengths,
  takesLength,
  trainedLengths,
} from "./trained-lengths.ts";
import type { TrainedRun } from "./trained-run.ts";

/** How a classifier runs. */
export interface ClassifierOptions {
  /** More than one pays from some hundred series a call on; the answers are the same. 1 unless given. */
  threads?: number;
  /** Where it is computed: on the processor unless given. `tidelab/webgpu` has another; the results do not depend on it. */
  device?: Device | undefined;
  /** Whether to classify series of lengths that the model was not trained on; the answers may be worse. */
  anyLength?: boolean;
}

/** A series as it was measured: neither scaled nor transformed. */
export interface RawSeries {
  /** (T, C) values, row-major, in the units of the training data; they are copied, rounded to float32, when they are taken. */
  readonly values: ArrayLike<number>;
  /** Names the series in answers and errors. */
  readonly id?: string;
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

/** A series that the run cannot answer. */
export interface Refused {
  readonly id: string | undefined;
  /** The reason; its path begins with the id or, without one, with the place in what was given: `series[3]`. */
  readonly refused: TidelabError;
}

/** The answer to a series, or why there is none: `answer.refused` distinguishes them. */
export type ClassifierAnswer = Classified | Refused;

/** How `stream` takes series. */
export interface StreamOptions {
  /** Series that are run at a time; the answers to them come together. 16384 unless given. */
  block?: number;
}

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
   *          finite numbers (`data.list`, `data.value`, `classifier.values`), whose length the run, its transforms or its model do
   *          not take (`classifier.otherLength`, `transform.…`, `predict.length`, `shape.…`) or whose values overflow the model
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

/** Series and values that are run at a time: far more than the threads need to be busy, and some 50 MB. */
const BLOCK_SERIES = 2 ** 14;
const BLOCK_VALUES = 2 ** 22;

/** Whether that many series, of that many values together, should be run before more are taken. */
export function isFullBlock(series: number, values: number, most = BLOCK_SERIES): boolean {
  return series >= most || values >= BLOCK_VALUES;
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
  { threads = 1, device, anyLength = false }: ClassifierOptions = {},
): Promise<Classifier> {
  const { record, model } = checkRun(run);
  const { classNames } = record.data;
  const { channels, filled } = fillingOf(record);
  const numerics = record.numerics === "portable" ? "portable" : await resolveNumerics();
  const predictor = await createPredictor(model, { numerics, threads, device });
  const lengths = trainedLengths(record);
  const classes = classNames.length;
  const shapeErrors = new Map<number, TidelabError | undefined>();

  /** The error of a length that the layers cannot take, found once. */
  const shapeErrorOf = (length: number) => {
    if (!shapeErrors.has(length)) shapeErrors.set(length, findShapeError(model, length));
    return shapeErrors.get(length);
  };

  /** Refuses series of one length for it. @param reads  steps after the transforms */
  function refuseLength({ id, place, length }: Member, reads: number, kind: LengthKind): TidelabError | undefined {
    if (!takesLength(record, kind, anyLength)) {
      const params = { trained: formatTrainedLengths(lengths), received: length };
      return new TidelabError("classifier.otherLength", params, place) as TidelabError;
    }
    const error = shapeErrorOf(reads);
    if (error === undefined) return undefined;
    if (error.code !== "shape.tooShort") return new TidelabError(error.code, error.params, place, { cause: error });
    let needs = reads + 1;
    while (shapeErrorOf(needs)?.code === "shape.tooShort") needs++;
    // What is added before the transforms is what is missing behind them, wherever they do not stretch time.
    const params = { series: id ?? place, length, needs: needs - reads + length };
    return new TidelabError("predict.length", params, place, { cause: error }) as TidelabError;
  }

  /** Series of one length, with the first of which all are refused. @throws TidelabError where only some may be at fault */
  async function classifyGroup(members: readonly Member[], first: Member, answers: ClassifierAnswer[]): Promise<void> {
    const dataset = prepare(members, first.length, record);
    const lengthKind = lengthKindOf(record, first.length, dataset.length);
    if (refuseLength(first, dataset.length, lengthKind) !== undefined) {
      for (const member of members) {
        const refused = refuseLength(member, dataset.length, lengthKind);
        if (refused !== undefined) answers[member.index] = { id: member.id, refused };
      }
      return;
    }
    const { logits, attention } = await predictor.predict(dataset.values, dataset.length);
    const { predicted, probabilities } = answersOf(logits, classes, dataset.windows);
    const rows = rowsOf(dataset, members.length);
    for (const [row, { index, id, place, length }] of members.entries()) {
      const own = probabilities.subarray(row * classes, (row + 1) * classes);
      if (!own.every(Number.isFinite)) {
        answers[index] = { id, refused: new TidelabError("predict.notFinite", {}, place) as TidelabError };
        continue;
      }
      const classIndex = predicted[row] ?? 0;
      answers[index] = {
        id,
        length,
        predicted: classNames[classIndex] ?? "",
        classIndex,
        probabilities: own,
        attention: attentionOf(attention, rows(row), dataset.length),
        lengthKind,
      };
    }
  }

  async function classifyBlock(taken: readonly (Member | Refused)[]): Promise<ClassifierAnswer[]> {
    const answers: ClassifierAnswer[] = new Array(taken.length);
    const groups = new Map<number, Member[]>();
    for (const [index, member] of taken.entries()) {
      if ("refused" in member) {
        answers[index] = member;
        continue;
      }
      const group = groups.get(member.length);
      if (group === undefined) groups.set(member.length, [member]);
      else group.push(member);
    }
    for (const members of groups.values()) {
      try {
        await classifyGroup(members, members[0]!, answers); // no group is empty
      } catch (error) {
        if (!isOfSeries(error)) throw error;
        // One by one, to know whose values they are.
        for (const member of members) {
          await classifyGroup([member], member, answers).catch((own: unknown) => {
            if (!isOfSeries(own)) throw own;
            const placed = own.moved(({ path }) => (path === undefined ? member.place : `${member.place}: ${path}`));
            answers[member.index] = { id: member.id, refused: placed };
          });
        }
      }
    }
    return answers;
  }

  async function* blocks(
    series: AsyncIterable<RawSeries> | Iterable<RawSeries>,
    most: number,
  ): AsyncGenerator<ClassifierAnswer[], void, undefined> {
    let at = 0;
    let waiting: (Member | Refused)[] = [];
    let values = 0;
    const run = async () => {
      const block = waiting;
      waiting = [];
      values = 0;
      return classifyBlock(block);
    };
    for await (const one of series) {
      const member = filled(readMember(one, channels, waiting.length, at++));
      waiting.push(member);
      values += "refused" in member ? 0 : member.values.length;
      if (isFullBlock(waiting.length, values, most)) yield await run();
    }
    if (waiting.length > 0) yield await run();
  }

  async function* streamed(series: AsyncIterable<RawSeries> | Iterable<RawSeries>, block: number) {
    for await (const answers of blocks(series, block)) yield* answers;
  }

  let closed = false;
  function checkOpen(): void {
    if (closed) throw new TidelabError("classifier.closed", {});
  }

  return {
    classNames,
    channels,
    channelNames: channelNames(record),
    trainedLengths: lengths,
    async classify(series) {
      checkOpen();
      // All of them before anything waits: the caller may use its arrays again.
      const taken = Array.from(series, (one, at) => filled(readMember(one, channels, at, at)));
      const answers: ClassifierAnswer[] = [];
      for (let from = 0; from < taken.length; ) {
        let to = from;
        for (let values = 0; to < taken.length && !isFullBlock(to - from, values); to++) {
          const member = taken[to]!;
          values += "refused" in member ? 0 : member.values.length;
        }
        const block = taken.slice(from, to).map((one, index) => ("refused" in one ? one : { ...one, index }));
        for (const answer of await classifyBlock(block)) answers.push(answer);
        from = to;
      }
      return answers;
    },
    stream(series, { block = BLOCK_SERIES } = {}) {
      checkOpen();
      checkWhole(block, 1, "block");
      return streamed(series, block);
    },
    close() {
      closed = true;
      predictor.close();
    },
  };
}

/** A series whose values are whole time steps, of finite numbers once missing ones are filled. */
interface Member {
  /** In its block. */
  readonly index: number;
  readonly id: string | undefined;
  /** For errors. */
  readonly place: string;
  readonly values: Float32Array;
  readonly length: number;
}

/**
 * What the run does with missing values of series from files: the rule of its training. Other runs take none.
 * @returns the channels that series are given with, and what fills them
 */
function fillingOf({ spec, data }: TrainedRun["record"]): {
  channels: number;
  filled: (member: Member | Refused) => Member | Refused;
} {
  const channels = data.source?.channels ?? data.channels;
  const settings = spec.data;
  const filled = (member: Member | Refused): Member | Refused => {
    if ("refused" in member) return member;
    const missing = settings.kind === "files" ? settings.missing : "refuse";
    const bad = missing === "refuse" ? member.values.findIndex(Number.isNaN) : -1;
    const { id, place } = member;
    if (bad >= 0) {
      const path = `${place}.values[${bad}]`;
      return { id, refused: new TidelabError("data.value", { received: "NaN" }, path) as TidelabError };
    }
    if (settings.kind !== "files") return member;
    try {
      return { ...member, values: withoutMissing(member.values, channels, settings, place) };
    } catch (error) {
      if (error instanceof TidelabError) return { id, refused: error };
      throw error;
    }
  };
  return { channels, filled };
}

/** Values may be NaN. @param at  place in all that was given */
function readMember(given: RawSeries, channels: number, index: number, at: number): Member | Refused {
  const id = given?.id;
  const place = id ?? `series[${at}]`;
  const refuse = (error: unknown): Refused => ({ id, refused: error as TidelabError });
  const list: unknown = given?.values;
  if (!Array.isArray(list) && (!ArrayBuffer.isView(list) || list instanceof DataView)) {
    return refuse(new TidelabError("data.list", { received: show(list) }, `${place}.values`));
  }
  const source = list as ArrayLike<unknown>;
  const values = new Float32Array(source.length);
  for (let i = 0; i < values.length; i++) {
    const value = source[i];
    if (typeof value === "number") values[i] = value;
    if (typeof value === "number" && (Number.isFinite(values[i]) || Number.isNaN(value))) continue;
    return refuse(new TidelabError("data.value", { received: show(value) }, `${place}.values[${i}]`));
  }
  const length = values.length / channels;
  if (length === 0 || !Number.isInteger(length)) {
    return refuse(new TidelabError("classifier.values", { channels, received: values.length }, `${place}.values`));
  }
  return { index, id, place, values, length };
}

/** Whether an error says what is wrong with the values or the length of series; others are the host's. */
function isOfSeries(error: unknown): error is TidelabError {
  return error instanceof TidelabError && /^(?:data|shape|transform)\./.test(error.code);
}

/** @throws TidelabError `classifier.run` for what is no run: a folder, a record alone, a promise that was not awaited */
function checkRun(run: TrainedRun): TrainedRun {
  if (run?.record?.data !== undefined && run.model?.graph !== undefined) return run;
  const received = run instanceof Promise ? "a promise" : show(run);
  throw new TidelabError("classifier.run", { received }, "run");
}

/**
 * Series of one length as the model was given its own: divided in float64 and rounded, then transformed with what was learnt in
 * training.
 */
function prepare(members: readonly Member[], length: number, { spec, data }: TrainedRun["record"]): TimeSeriesDataset {
  const { channels, classNames, scale, fitted = [] } = data;
  const size = length * channels;
  const values = new Float32Array(members.length * size);
  for (const [row, one] of members.entries()) {
    values.set(
      one.values.map((value) => value / scale),
      row * size,
    );
  }
  // Only the loss needs classes, and nobody asks for it here.
  const labels = new Int32Array(members.length);
  const dataset = { values, labels, count: members.length, length, channels, classNames };
  return applyTransforms(dataset, spec.transforms, fitted);
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
