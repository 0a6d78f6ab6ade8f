/** Labels in a file of their own: a NumPy array, or a text with one a line. */
import { TidelabError } from "../../../errors/errors.ts";
import { isNpy, parseNpy } from "../input/numpy.ts";
import { allBytes, type ByteSource } from "../input/source.ts";
import { decodeText } from "../input/text.ts";
import { namesOfArray } from "./array.ts";
import { COLUMN_NAMES, keyOf } from "./columns.ts";

/**
 * @param count  of the series
 * @throws TidelabError `reader.labelCount` for more or fewer labels than series, and what reading the file throws
 */
export async function readLabels(source: ByteSource, count: number): Promise<string[]> {
  const bytes = await allBytes(source);
  const labels = isNpy(bytes)
    ? namesOfArray(parseNpy(bytes, source.name), source.name)
    : linesOf(bytes, source.name, count);
  if (labels.length === count) return labels;
  throw new TidelabError("reader.labelCount", { expected: count, received: labels.length }, source.name);
}

function linesOf(bytes: Uint8Array, name: string, count: number): string[] {
  const lines = decodeText(bytes, name, "series")
    .split(/\r\n|\n|\r/)
    .map((line) => line.trim());
  while (lines.at(-1) === "") lines.pop();
  const [first = ""] = lines;
  const isHeader = lines.length === count + 1 && ["y", ...COLUMN_NAMES.label].includes(keyOf(first));
  if (isHeader) lines.shift();
  const empty = lines.indexOf("");
  if (empty !== -1) throw new TidelabError("reader.noLabel", undefined, `${name}:${empty + 1 + (isHeader ? 1 : 0)}:1`);
  return lines;
}
