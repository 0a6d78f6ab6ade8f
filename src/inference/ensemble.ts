/**
 * Several runs that answer as one: each classifies a series as it does alone, and their probabilities are averaged. InceptionTime and
 * LITETime are published as ensembles of five runs that differ in the seed only. Trains nothing and is no model of its own.
 */
import { TidelabError } from "../errors/errors.ts";
import { show } from "../errors/show.ts";
import { checkList, checkStream, isFullBlock } from "./answer-series.ts";
import { valueColumns } from "./channel-names.ts";
import {
  type Classified,
  type Classifier,
  type ClassifierAnswer,
  type ClassifierOptions,
  createClassifier,
} from "./classifier.ts";
import { meanOf } from "./mean-answer.ts";
import { isSeries, type RawSeries, refuseOther } from "./raw-series.ts";
import type { TrainedRun } from "./trained-run.ts";

/**
 * Makes one classifier of several saved runs with the same classes and channels. Each has its own scale and transforms. An answer has the
 * mean of their probabilities, added in the order of the runs and divided in float64, and no attention; a series that one run refuses is
 * refused, with that run's reason.
 * @param runs  one or more, from `readRun(record, weights)` anywhere, or from `loadRun(folder)` in Node
 * @throws TidelabError `ensemble.runs`, `ensemble.differ` for runs with other classes or channels than the first, `ensemble.columns`
 *   for runs that were trained on other columns of their files, or on the same in another order; as `createClassifier`
 * @example
 * ```ts
 * import { loadRun } from "tidelab";
 * import { createEnsemble } from "tidelab/inference";
 *
 * const ensemble = await createEnsemble([await loadRun("runs/mine"), await loadRun("runs/mine")]); // in earnest: runs with different seeds
 * const [answer] = await ensemble.classify([{ id: "a", values: new Float32Array(ensemble.trainedLengths.longest) }]);
 * ensemble.close();
 * console.log(answer?.refused === undefined && answer.probabilities.length); // 2
 * ```
 */
export async function createEnsemble(
  runs: readonly TrainedRun[],
  options: ClassifierOptions = {},
): Promise<Classifier> {
  if (!Array.isArray(runs) || runs.length === 0) {
    throw new TidelabError("ensemble.runs", { received: Array.isArray(runs) ? "none" : show(runs) }, "runs");
  }
  const members: Classifier[] = [];
  const close = () => {
    for (const member of members) member.close();
  };
  try {
    for (const run of runs as readonly TrainedRun[]) members.push(await createClassifier(run, options));
    checkAlike(members);
    checkColumns(runs as readonly TrainedRun[]);
  } catch (error) {
    close();
    throw error;
  }
  const { classNames, channels, channelNames } = members[0]!; // at least one run

  const classify = async (series: readonly RawSeries[], at = 0): Promise<ClassifierAnswer[]> => {
    // A series without a name is refused by its place in all that was given, which the members do not know.
    const nameOf = (one: RawSeries, index: number) => one.id ?? (at === 0 ? undefined : `series[${at + index}]`);
    const placed = series.map((one, index) => (isSeries(one) ? { ...one, id: nameOf(one, index) } : one));
    const all = await Promise.all(members.map((member) => member.classify(placed)));
    return series.map((one, row) => {
      if (!isSeries(one)) return refuseOther(one, at + row);
      const answer = joined(
        all.map((answers) => answers[row]!), // one answer a series
        classNames,
      );
      return { ...answer, id: one.id };
    });
  };
  async function* streamed(series: AsyncIterable<RawSeries> | Iterable<RawSeries>, block: number | undefined) {
    let waiting: RawSeries[] = [];
    let values = 0;
    let at = 0;
    for await (const one of series) {
      waiting.push(copied(one));
      values += one?.values?.length ?? 0;
      if (!isFullBlock(waiting.length, values, block)) continue;
      yield* await classify(waiting, at);
      at += waiting.length;
      [waiting, values] = [[], 0];
    }
    if (waiting.length > 0) yield* await classify(waiting, at);
  }
  return {
    classNames,
    channels,
    channelNames,
    trainedLengths: {
      shortest: Math.max(...members.map(({ trainedLengths }) => trainedLengths.shortest)),
      longest: Math.min(...members.map(({ trainedLengths }) => trainedLengths.longest)),
    },
    async classify(series) {
      checkList(series);
      return classify([...series]);
    },
    stream(series, { block } = {}) {
      checkStream(series, block ?? 1);
      return streamed(series, block);
    },
    close,
  };
}

/** The source of a stream may use its array again; what is no list of numbers is left to the members to refuse. */
function copied(one: RawSeries): RawSeries {
  if (!isSeries(one)) return one;
  const values: unknown = one.values;
  if (Array.isArray(values)) return { ...one, values: [...values] };
  return ArrayBuffer.isView(values) && !(values instanceof DataView)
    ? { ...one, values: Float64Array.from(values as unknown as ArrayLike<number>) }
    : one;
}

/** @throws TidelabError `ensemble.differ` */
function checkAlike(members: readonly Classifier[]): void {
  const textOf = ({ classNames, channels }: Classifier) => `${classNames.join(", ")}; ${channels}`;
  const wanted = textOf(members[0]!); // at least one run
  const other = members.findIndex((member) => textOf(member) !== wanted);
  if (other > 0) {
    throw new TidelabError("ensemble.differ", { wanted, received: textOf(members[other]!) }, `runs[${other}]`);
  }
}

/** Runs that read other columns, or the same in another order, cannot be given one series. @throws TidelabError `ensemble.columns` */
function checkColumns(runs: readonly TrainedRun[]): void {
  const [first] = runs;
  const wanted = first && valueColumns(first.record);
  for (const [n, { record }] of runs.entries()) {
    const received = valueColumns(record);
    // Of other numbers, one has a name a channel and the other one a time step.
    if (wanted?.length !== received?.length || wanted?.join("\n") === received?.join("\n")) continue;
    const params = { wanted: brief(wanted ?? []), received: brief(received ?? []) };
    throw new TidelabError("ensemble.columns", params, `runs[${n}]`);
  }
}

function brief(names: readonly string[]): string {
  return names.length > 12 ? `${names.slice(0, 12).join(", ")}, …` : names.join(", ");
}

/** The members' answers to one series as one. */
function joined(answers: readonly ClassifierAnswer[], classNames: readonly string[]): ClassifierAnswer {
  const refused = answers.find((answer) => answer.refused !== undefined);
  if (refused) return refused;
  return meanOf(answers as readonly Classified[], classNames);
}
