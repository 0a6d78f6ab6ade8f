/** Windows as a user writes them: for the command's `--windows` and the page's control. */
import { TidelabError } from "../errors/errors.ts";
import type { TestWindows } from "../inference/answer-series.ts";

/**
 * Windows to classify long series by, from text: `128`, or `128:64` for windows that begin every 64 steps.
 * @throws TidelabError `predict.windows`
 * @example
 * ```ts
 * import { parseWindows } from "tidelab/predict";
 *
 * console.log(parseWindows("128:64")); // { length: 128, stride: 64 }
 * ```
 */
export function parseWindows(typed: string): TestWindows {
  const [, length, stride] = /^([1-9]\d{0,8})(?::([1-9]\d{0,8}))?$/.exec(typed) ?? [];
  if (length === undefined) throw new TidelabError("predict.windows", { received: typed }, "--windows");
  return { length: Number(length), ...(stride !== undefined && { stride: Number(stride) }) };
}
