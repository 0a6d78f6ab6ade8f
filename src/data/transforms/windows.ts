/** Cuts series into windows that a model reads one by one. `inference/answers.ts` combines their answers. */
import { TidelabError } from "../../errors/errors.ts";
import type { Transform } from "./transform.ts";

/**
 * (T, C) → windows of (length, C), one every `stride` steps, as `numpy.lib.stride_tricks.sliding_window_view(x, length)[::stride]`;
 * steps behind the last whole window are left out. A window has the class of its series and stays in its split.
 * @throws TidelabError `transform.tooShort` for a series shorter than a window
 */
export const windows: Transform<"windows"> = {
  apply(series, { length, stride = length }, { channels, path }) {
    const steps = series.length / channels;
    if (steps < length) {
      throw new TidelabError("transform.tooShort", { needs: length, received: steps }, `${path}.length`);
    }
    const count = Math.floor((steps - length) / stride) + 1;
    return Array.from({ length: count }, (_, i) =>
      series.subarray(i * stride * channels, (i * stride + length) * channels),
    );
  },
};
