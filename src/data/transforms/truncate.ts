/** Keeps a part of a long series; leaves one that is short enough as it is. Not windows, which keep several parts. */
import type { Transform } from "./transform.ts";

/**
 * (T, C) → (min(T, length), C): the first steps (`head`), the last (`tail`) or those in the middle (`centre`; where it does
 * not come out even, the earlier ones). `random` begins a training series anywhere, once and for all epochs, and takes
 * the centre of all others, as torchvision's RandomCrop and CenterCrop.
 */
export const truncate: Transform<"truncate"> = {
  apply(series, { length, keep }, { channels, random }) {
    const spare = series.length / channels - length;
    if (spare <= 0) return series;
    let start = keep === "head" ? 0 : keep === "tail" ? spare : Math.floor(spare / 2);
    if (keep === "random" && random) start = random.randint(0, spare + 1);
    return series.subarray(start * channels, (start + length) * channels);
  },
};
