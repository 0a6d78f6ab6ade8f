/**
 * Classifies raw series with a saved classifier without gradients: checks, fills, scales and transforms them as in training. Gives the answers
 * of `tidelab predict`, to the bit, in Node and in the browser. `classifier.ts` does so with a net, which has probabilities.
 */
import { TidelabError } from "../errors/errors.ts";
import { show } from "../errors/show.ts";
import { type StreamOptions, seriesAnswers } from "./answer-series.ts";
import { channelNames } from "./channel-names.ts";
import type { RawSeries, Refused } from "./raw-series.ts";
import type { LengthKind, TrainedLengths } from "./trained-lengths.ts";
import type { FittedRun } from "./trained-run.ts";

/** The answer of a classifier without gradients to a series: a class. What the rockets score is no probability; none is made up. */
export interface ClassicalAnswer {
  /** As given. */
  readonly id: string | undefined;
  /** T, in time steps, as given. */
  readonly length: number;
  /** Name of the class. */
  readonly predicted: string;
  /** Number of the class, an index into `classNames`. */
  readonly classIndex: number;
  /** `untrained`: none of the training series was of this length, so the answer may be worse. */
  readonly lengthKind: LengthKind;
  readonly refused?: undefined;
}

/** A fitted classifier without gradients that answers raw series. Made by `createClassicalClassifier`. */
export interface ClassicalClassifier {
  readonly classNames: readonly string[];
  readonly channels: number;
  /** Names of the channels, in the order that each time step must have them in; undefined where the training data name none. */
  readonly channelNames: readonly string[] | undefined;
  /** Steps of the series that it was fitted to. */
  readonly trainedLengths: TrainedLengths;
  /**
   * Classifies series, of one length or of several. A series' answer does not depend on which others come with it.
   * @returns an answer or a refusal for each, in their order; refused as by `Classifier.classify`, and with `classical.…` for a series that is
   *          too short or too long for the method, or whose values overflow it
   */
  classify(series: Iterable<RawSeries>): Promise<(ClassicalAnswer | Refused)[]>;
  /** As `classify`, for more series than memory holds. */
  stream(
    series: AsyncIterable<RawSeries> | Iterable<RawSeries>,
    options?: StreamOptions,
  ): AsyncGenerator<ClassicalAnswer | Refused, void, undefined>;
}

/**
 * Makes a classifier of raw series of a saved run without gradients. One thread, no device: the answers are the same everywhere.
 * @param run  from `readClassicalRun(record, classifier)` anywhere, or from `loadClassicalRun(folder)` in Node
 * @throws TidelabError `classifier.run` for what is no such run
 * @example
 * ```ts
 * import { createClassicalClassifier } from "tidelab/inference";
 * import { loadClassicalRun, parseClassicalSpec, runClassicalInFolder } from "tidelab/node";
 *
 * const spec = parseClassicalSpec({ data: { kind: "waves", samples: 40, length: 20 }, classifier: { method: "mini-rocket", features: 84 } });
 * await runClassicalInFolder(spec, { folder: "runs/waves" });
 * const classifier = createClassicalClassifier(await loadClassicalRun("runs/waves"));
 * const [answer] = await classifier.classify([{ id: "a", values: Float32Array.from({ length: 20 }, (_, t) => Math.sign(Math.sin(t))) }]);
 * console.log(answer?.refused === undefined && answer.predicted); // square
 * ```
 */
export function createClassicalClassifier({ record, classifier }: FittedRun): ClassicalClassifier {
  if (record?.data === undefined || typeof classifier?.predict !== "function") {
    throw new TidelabError("classifier.run", { received: show(record) }, "run");
  }
  const { classNames } = record.data;
  const answers = seriesAnswers<ClassicalAnswer>(record, {
    // A classifier that was fitted to one length has no meaning for another: each feature counts steps of that one.
    anyLength: false,
    isClosed: () => false,
    async answer(members, dataset, lengthKind) {
      const predicted = predictPlaced();
      return members.map(({ id, length }, row) => {
        const classIndex = predicted[row] ?? 0;
        return { id, length, predicted: classNames[classIndex] ?? "", classIndex, lengthKind };
      });

      function predictPlaced(): Int32Array {
        try {
          return classifier.predict(dataset);
        } catch (error) {
          if (!(error instanceof TidelabError) || !error.code.startsWith("classical.")) throw error;
          // Its path counts rows that only this function knows.
          throw new TidelabError(error.code, error.params, undefined, { cause: error });
        }
      }
    },
  });
  return { classNames, channelNames: channelNames(record), ...answers };
}
