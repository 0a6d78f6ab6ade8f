/**
 * Compares the lengths of new series with those that a run was trained on. A column too many, or a table turned round, is
 * another length and nothing else: nothing but this check would notice it.
 */
import { dataKindOf } from "../data/kinds/index.ts";
import type { Series, TableShape } from "../data/readers/csv.ts";
import type { LengthCause } from "../errors/en.ts";
import { TidelabError } from "../errors/errors.ts";
import type { RunRecord } from "../runs/record.ts";
import type { LengthNotice } from "./messages/en.ts";

/** Steps of the series that the run was trained on, before its transforms. */
function trainedOn({ spec: { data } }: RunRecord): { shortest: number; longest: number } {
  const { shortest, length } = dataKindOf(data).estimate(data);
  return { shortest, longest: length };
}

export class LengthCheck {
  readonly #record: RunRecord;
  readonly #acceptsAny: boolean;
  #first: { series: Series; treatment: LengthNotice["treatment"] } | undefined;
  #count = 0;

  /** @param acceptsAny  whether the user allows other lengths */
  constructor(record: RunRecord, acceptsAny: boolean) {
    this.#record = record;
    this.#acceptsAny = acceptsAny;
  }

  /** Whether a length is among those of training. */
  isTrained(length: number): boolean {
    const { shortest, longest } = trainedOn(this.#record);
    return shortest <= length && length <= longest;
  }

  /**
   * Notes series of one length.
   * @param reads  steps that the model reads of them, behind the transforms
   * @returns whether they may be classified
   */
  accepts(members: readonly Series[], reads: number): boolean {
    const [series] = members;
    if (series === undefined || this.isTrained(series.length)) return true;
    const { shortest, longest } = trainedOn(this.#record);
    const isTransformed = shortest === longest && reads === this.#record.data.length;
    this.#first ??= { series, treatment: isTransformed ? "transformed" : "asIs" };
    this.#count += members.length;
    return isTransformed || shortest < longest || this.#acceptsAny;
  }

  /** What to say of series that were classified all the same. */
  notice(shape: TableShape, of: number): LengthNotice | undefined {
    if (this.#first === undefined) return undefined;
    const { shortest, longest } = trainedOn(this.#record);
    const { series, treatment } = this.#first;
    return {
      count: this.#count,
      of,
      series: series.id,
      length: series.length,
      trained: shortest === longest ? String(longest) : `${shortest}–${longest}`,
      treatment,
      reads: this.#record.data.length,
      cause: causeOf(series.length, longest, shape),
      names: shape.oddNames.join(", "),
    };
  }

  /** The error of series that may not be classified. */
  refuse(series: Series, shape: TableShape, source: string): TidelabError {
    const { longest } = trainedOn(this.#record);
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
