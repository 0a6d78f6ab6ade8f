/**
 * Series as users hand them in, made ready for a run: checked, and missing values filled. What scales and transforms them is in
 * `prepare-series.ts`, what answers them in `answer-series.ts`.
 */
import { withoutMissing } from "../data/files/missing-values.ts";
import { TidelabError } from "../errors/errors.ts";
import { show } from "../errors/show.ts";
import type { TrainedRecord } from "./trained-run.ts";

/** A series as it was measured: neither scaled nor transformed. */
export interface RawSeries {
  /** (T, C) values, row-major, in the units of the training data; they are copied, rounded to float32, when they are taken. */
  readonly values: ArrayLike<number>;
  /** Names the series in answers and errors. */
  readonly id?: string;
}

/** A series that the run cannot answer. */
export interface Refused {
  readonly id: string | undefined;
  /** The reason; its path begins with the id or, without one, with the place in what was given: `series[3]`. */
  readonly refused: TidelabError;
}

/** A series whose values are whole time steps, of finite numbers once missing ones are filled. */
export interface Member {
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
export function fillingOf({ spec, data }: TrainedRecord): {
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

/** Whether something may be a series; a list has a method `values`, and no series in it. */
export function isSeries(given: unknown): given is RawSeries {
  return typeof given === "object" && given !== null && !Array.isArray(given) && !ArrayBuffer.isView(given);
}

/** @param at  place in all that was given */
export function refuseOther(given: unknown, at: number): Refused {
  const error = new TidelabError("classifier.one", { received: show(given) }, `series[${at}]`);
  return { id: undefined, refused: error as TidelabError };
}

/** Values may be NaN. @param at  place in all that was given */
export function readMember(given: RawSeries, channels: number, index: number, at: number): Member | Refused {
  if (!isSeries(given)) return refuseOther(given, at);
  const { id } = given;
  const place = id ?? `series[${at}]`;
  const refuse = (error: unknown): Refused => ({ id, refused: error as TidelabError });
  const list: unknown = given.values;
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
