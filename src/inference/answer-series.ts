/**
 * The way of raw series to their answers, whatever gives these: checks and fills each, takes them in blocks, and hands those of one length on
 * together. What answers is in `classifier.ts` and `classical.ts`.
 */
import { checkWhole } from "../data/check.ts";
import type { TimeSeriesDataset } from "../data/dataset.ts";
import { TidelabError } from "../errors/errors.ts";
import { show } from "../errors/show.ts";
import { prepareSeries } from "./prepare-series.ts";
import { fillingOf, type Member, type RawSeries, type Refused, readMember } from "./raw-series.ts";
import {
  formatTrainedLengths,
  type LengthKind,
  lengthKindOf,
  type TrainedLengths,
  takesLength,
  trainedLengths,
} from "./trained-lengths.ts";
import type { TrainedRecord } from "./trained-run.ts";

/** How `stream` takes series. */
export interface StreamOptions {
  /** Series that are run at a time; the answers to them come together. 16384 unless given. */
  block?: number;
}

/** Series and values that are run at a time: far more than the threads need to be busy, and some 50 MB. */
const BLOCK_SERIES = 2 ** 14;
const BLOCK_VALUES = 2 ** 22;

/** Whether that many series, of that many values together, should be run before more are taken. */
export function isFullBlock(series: number, values: number, most = BLOCK_SERIES): boolean {
  return series >= most || values >= BLOCK_VALUES;
}

/** Windows that the series to classify are cut into: as `numpy.lib.stride_tricks.sliding_window_view(x, length)[::stride]`. */
export interface TestWindows {
  /** Steps of a window. */
  readonly length: number;
  /** Steps from one window to the next; `length` unless given. What is left behind the last whole window is not read. */
  readonly stride?: number;
}

/** What answers series of one length. */
export interface Answering<Answer> {
  /** Whether to take series of lengths that the run was not trained on. */
  readonly anyLength: boolean;
  /**
   * Answers series of one length, one each, in their order.
   * @param dataset  them as the model reads them
   * @throws TidelabError `data.…`, `shape.…`, `transform.…` or `classical.…` where some of them may be at fault: then they are asked one by one
   */
  answer(
    members: readonly Member[],
    dataset: TimeSeriesDataset,
    lengthKind: LengthKind,
  ): Promise<readonly (Answer | Refused)[]>;
  /** Cuts each series into windows that are answered as series, and joins their answers; without it, series are answered whole. */
  readonly windows?: (TestWindows & { join(answers: readonly Answer[], series: Member): Answer }) | undefined;
  /** Whether the answers can be had no longer. */
  isClosed(): boolean;
}

/** The methods of a classifier that take raw series. */
export interface SeriesAnswers<Answer> {
  readonly channels: number;
  readonly trainedLengths: TrainedLengths;
  classify(series: Iterable<RawSeries>): Promise<(Answer | Refused)[]>;
  stream(
    series: AsyncIterable<RawSeries> | Iterable<RawSeries>,
    options?: StreamOptions,
  ): AsyncGenerator<Answer | Refused, void, undefined>;
}

/** @param record  of the run: says how its series were scaled, transformed and filled, and how long they were */
export function seriesAnswers<Answer extends object>(
  record: TrainedRecord,
  { anyLength, answer, windows, isClosed }: Answering<Answer>,
): SeriesAnswers<Answer> {
  const { channels, filled } = fillingOf(record);
  const lengths = trainedLengths(record);

  /** Series of one length. @throws TidelabError where only some may be at fault */
  async function answerGroup(members: readonly Member[], answers: (Answer | Refused)[]): Promise<void> {
    const [first] = members;
    if (first === undefined) return;
    const dataset = prepareSeries(
      members.map(({ values }) => values),
      record,
    );
    const kind = lengthKindOf(record, first.length, dataset.length);
    if (!takesLength(record, kind, anyLength)) {
      for (const { index, id, place, length } of members) {
        const params = { trained: formatTrainedLengths(lengths), received: length };
        answers[index] = { id, refused: new TidelabError("classifier.otherLength", params, place) as TidelabError };
      }
      return;
    }
    const found = await answer(members, dataset, kind);
    for (const [row, { index }] of members.entries()) answers[index] = found[row]!; // one each
  }

  async function answerBlock(taken: readonly (Member | Refused)[]): Promise<(Answer | Refused)[]> {
    const answers: (Answer | Refused)[] = new Array(taken.length);
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
        await answerGroup(members, answers);
      } catch (error) {
        if (!isOfSeries(error)) throw error;
        // One by one, to know whose values they are.
        for (const member of members) {
          await answerGroup([member], answers).catch((own: unknown) => {
            if (!isOfSeries(own)) throw own;
            const placed = own.moved(({ path }) => (path === undefined ? member.place : `${member.place}: ${path}`));
            answers[member.index] = { id: member.id, refused: placed };
          });
        }
      }
    }
    return answers;
  }

  const answerTaken = windows === undefined ? answerBlock : answerInWindows;

  /** Each window answers as a series of its own; as many are run at a time as series are. */
  async function answerInWindows(taken: readonly (Member | Refused)[]): Promise<(Answer | Refused)[]> {
    const { length, stride = length, join } = windows!; // only called where there are some
    const parts: (Answer | Refused)[][] = taken.map(() => []);
    let waiting: { readonly series: number; readonly member: Member }[] = [];
    let values = 0;
    const run = async () => {
      const found = await answerBlock(waiting.map(({ member }, index) => ({ ...member, index })));
      for (const [index, one] of found.entries()) parts[waiting[index]!.series]!.push(one); // one a window
      [waiting, values] = [[], 0];
    };
    for (const [series, member] of taken.entries()) {
      if ("refused" in member) continue;
      // Missing values may have added channels.
      const width = member.values.length / member.length;
      for (let from = 0; from + length <= member.length; from += stride) {
        const own = member.values.subarray(from * width, (from + length) * width);
        waiting.push({ series, member: { ...member, values: own, length } });
        values += own.length;
        if (isFullBlock(waiting.length, values)) await run();
      }
    }
    if (waiting.length > 0) await run();
    return taken.map((member, series) => {
      if ("refused" in member) return member;
      const answers = parts[series]!; // one a series
      const refused = answers.find((one): one is Refused => "refused" in one && one.refused !== undefined);
      if (refused) return { ...refused, id: member.id };
      if (answers.length > 0) return join(answers as readonly Answer[], member);
      const params = { length, received: member.length };
      return { id: member.id, refused: new TidelabError("classifier.window", params, member.place) as TidelabError };
    });
  }

  async function* streamed(series: AsyncIterable<RawSeries> | Iterable<RawSeries>, block: number) {
    let at = 0;
    let waiting: (Member | Refused)[] = [];
    let values = 0;
    const run = async () => {
      const taken = waiting;
      waiting = [];
      values = 0;
      return answerTaken(taken);
    };
    for await (const one of series) {
      const member = filled(readMember(one, channels, waiting.length, at++));
      waiting.push(member);
      values += "refused" in member ? 0 : member.values.length;
      if (isFullBlock(waiting.length, values, block)) yield* await run();
    }
    if (waiting.length > 0) yield* await run();
  }

  function checkOpen(): void {
    if (isClosed()) throw new TidelabError("classifier.closed", {});
  }

  return {
    channels,
    trainedLengths: lengths,
    async classify(series) {
      checkOpen();
      checkList(series);
      // All of them before anything waits: the caller may use its arrays again.
      const taken = Array.from(series, (one, at) => filled(readMember(one, channels, at, at)));
      const answers: (Answer | Refused)[] = [];
      for (let from = 0; from < taken.length; ) {
        let to = from;
        for (let values = 0; to < taken.length && !isFullBlock(to - from, values); to++) {
          const member = taken[to]!;
          values += "refused" in member ? 0 : member.values.length;
        }
        const block = taken.slice(from, to).map((one, index) => ("refused" in one ? one : { ...one, index }));
        for (const one of await answerTaken(block)) answers.push(one);
        from = to;
      }
      return answers;
    },
    stream(series, { block = BLOCK_SERIES } = {}) {
      checkOpen();
      checkStream(series, block);
      return streamed(series, block);
    },
  };
}

/**
 * To `Array.from`, one series and a stream are lists of none: they would get no answer, and no error.
 * @throws TidelabError `classifier.series`
 */
export function checkList(series: unknown): void {
  if (typeof series === "object" && series !== null && Symbol.iterator in series) return;
  throw new TidelabError("classifier.series", { received: show(series) }, "series");
}

/** @throws TidelabError `classifier.series`, `data.whole` */
export function checkStream(series: unknown, block: unknown): void {
  const isStream = typeof series === "object" && series !== null && Symbol.asyncIterator in series;
  if (!isStream) checkList(series);
  checkWhole(block, 1, "block");
}

/** Whether an error says what is wrong with the values or the length of series; others are the host's. */
function isOfSeries(error: unknown): error is TidelabError {
  return error instanceof TidelabError && /^(?:classical|data|shape|transform)\./.test(error.code);
}
