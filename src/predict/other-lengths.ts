/**
 * The message for series whose lengths the run was not trained on, with the likely reason. A column too many, or a table
 * turned round, is another length and nothing else: nothing but its length would show it. `inference/trained-lengths.ts` decides
 * which lengths are taken.
 */
import type { TableShape } from "../data/readers/csv.ts";
import type { Series } from "../data/readers/reader.ts";
import type { LengthCause } from "../errors/en.ts";
import { TidelabError } from "../errors/errors.ts";
import type { Classified } from "../inference/classifier.ts";
import { formatTrainedLengths, trainedLengths } from "../inference/trained-lengths.ts";
import type { TrainedRecord } from "../inference/trained-run.ts";

/** Series of lengths that a run was not trained on, and what is done about them. */
export interface LengthNotice {
  /** Such series, of all. */
  readonly count: number;
  readonly of: number;
  /** The first of them. */
  readonly series: string;
  readonly length: number;
  /** Steps of the windows that series were cut into: then these are of another length, whatever the series are. */
  readonly window: number | undefined;
  /** Steps of the series that the run was trained on: `60`, or `12–24`. */
  readonly trained: string;
  /** Whether the transforms of the run bring them to the length that its model was trained on. */
  readonly treatment: "transformed" | "asIs";
  /** Steps that the model reads. */
  readonly reads: number;
  readonly cause: LengthCause;
  readonly names: string;
}

export class OtherLengths {
  readonly #records: readonly TrainedRecord[];
  readonly #window: number | undefined;
  #first: { series: Series; treatment: LengthNotice["treatment"] } | undefined;
  #count = 0;

  /**
   * @param runs    that answer together, at least one
   * @param window  steps of the windows that series are cut into
   */
  constructor(runs: readonly { readonly record: TrainedRecord }[], window?: number) {
    this.#records = runs.map(({ record }) => record);
    this.#window = window;
  }

  /** Of the first run that was not trained on series of this length. */
  #recordFor(length: number): TrainedRecord {
    const isOther = (record: TrainedRecord) => {
      const { shortest, longest } = trainedLengths(record);
      return length < shortest || length > longest;
    };
    return this.#records.find(isOther) ?? this.#records[0]!; // at least one
  }

  /** Counts a series that was classified, if its length is another than those of training. */
  add(series: Series, { lengthKind }: Pick<Classified, "lengthKind">): void {
    if (lengthKind === "trained") return;
    this.#first ??= { series, treatment: lengthKind === "transformed" ? "transformed" : "asIs" };
    this.#count++;
  }

  /** What to say of series that were classified all the same. */
  notice(shape: TableShape, of: number): LengthNotice | undefined {
    if (this.#first === undefined) return undefined;
    const { series, treatment } = this.#first;
    const record = this.#recordFor(this.#window ?? series.length);
    const trained = trainedLengths(record);
    return {
      count: this.#count,
      of,
      series: series.id,
      length: series.length,
      window: this.#window,
      trained: formatTrainedLengths(trained),
      treatment,
      reads: record.data.length,
      cause: this.#window === undefined ? causeOf(series.length, trained.longest, shape) : "unknown",
      names: shape.oddNames.join(", "),
    };
  }

  /** The error of a series that may not be classified. */
  refuse(series: Series, shape: TableShape, source: string): TidelabError {
    const { longest } = trainedLengths(this.#recordFor(series.length));
    const cause = causeOf(series.length, longest, shape);
    const params = {
      series: series.id,
      length: series.length,
      trained: longest,
      cause,
      names: shape.oddNames.join(", "),
    };
    return new TidelabError("predict.otherLength", params, `${source}:${series.line}`);
  }
}

/** The likely reason for another length, as far as the table shows it. */
function causeOf(length: number, trained: number, shape: TableShape): LengthCause {
  if (shape.layout === "long") return "unknown";
  // pandas' index, written as a column, comes on top of the steps.
  if (shape.rows === trained || shape.rows === trained + 1) return "transposed";
  if (shape.oddNames.length > 0) return "columns";
  const extra = length - trained;
  if (extra < 1 || extra > 2) return "unknown";
  if (shape.wholeFirst) return "firstColumn";
  return shape.wholeLast ? "lastColumn" : "extra";
}
