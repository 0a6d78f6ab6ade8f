/**
 * The hash by which a record names its series: the same series give the same hash on every host, whatever made or read them.
 * What a run does with them (scale, split, label noise, transforms) is not in it; the record has that elsewhere.
 */
import { littleEndian, littleEndianIntegers } from "../bytes/little-endian.ts";
import { sha256Hex } from "../bytes/sha256.ts";
import type { TimeSeriesDataset } from "./dataset.ts";

/**
 * SHA-256 of, one after the other and without anything between them:
 *
 * 1. the UTF-8 text of `JSON.stringify(["tidelab-series-1", N, T, C, classNames])`: N series of at most T steps and C channels;
 * 2. N lengths, uint32 little-endian; T for each where all series are of one length;
 * 3. N labels, uint32 little-endian;
 * 4. (N, T, C) values, float32 little-endian; 0 behind the end of a shorter series.
 *
 * @returns 64 hex digits
 * @see docs/decisions/047-hash-of-the-data.md
 */
export function seriesSha256({
  values,
  labels,
  count,
  length,
  channels,
  classNames,
  lengths,
}: TimeSeriesDataset): string {
  const head = new TextEncoder().encode(JSON.stringify(["tidelab-series-1", count, length, channels, classNames]));
  const steps = lengths ?? new Int32Array(count).fill(length);
  return sha256Hex(head, littleEndianIntegers(steps), littleEndianIntegers(labels), littleEndian(values));
}
