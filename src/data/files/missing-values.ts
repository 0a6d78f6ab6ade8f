/** What becomes of values that are missing in a series from a file: filled in by a rule, and marked in channels of their own. */
import { TidelabError } from "../../errors/errors.ts";
import type { FilesSpec } from "../../spec/files.ts";
import { fillMissing } from "../generate/missing.ts";

export type MissingSettings = Pick<FilesSpec, "missing" | "missingValue">;

/** Channels that the model reads: with `mask`, as many again as the files have. */
export function channelsRead(channels: number, { missing }: Pick<MissingSettings, "missing">): number {
  return missing === "mask" ? 2 * channels : channels;
}

/**
 * A series without missing values.
 * @param values  (T, C), NaN where one is missing; not changed
 * @returns  (T, C), or (T, 2C) with `mask`: behind the values, 1 where each was missing and 0 elsewhere. Linear between the
 *   neighbours, the next or last value at the ends; a channel without any value is 0 with `mask`
 * @throws TidelabError `data.allMissing` for a channel without any value to fill from
 */
export function withoutMissing(
  values: Float32Array,
  channels: number,
  { missing, missingValue }: MissingSettings,
  path: string,
): Float32Array {
  if (missing === "mask") return masked(values, channels);
  if (!values.some(Number.isNaN) || missing === "refuse") return values;
  if (missing === "value") return values.map((value) => (Number.isNaN(value) ? missingValue : value));
  const filled = values.slice();
  if (fillMissing(filled, channels, missing) === undefined) throw new TidelabError("data.allMissing", undefined, path);
  return filled;
}

function masked(values: Float32Array, channels: number): Float32Array {
  const steps = values.length / channels;
  const out = new Float32Array(2 * values.length);
  const one = new Float32Array(steps);
  for (let c = 0; c < channels; c++) {
    for (let t = 0; t < steps; t++) {
      one[t] = values[t * channels + c]!;
      out[t * 2 * channels + channels + c] = Number.isNaN(one[t]) ? 1 : 0;
    }
    if (fillMissing(one, 1, "linear") === undefined) one.fill(0);
    for (let t = 0; t < steps; t++) out[t * 2 * channels + c] = one[t]!;
  }
  return out;
}
