/** Files and stdin as sources of bytes, for the readers. What is in them is the readers' business. */
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import type { ByteSource } from "../data/readers/input/source.ts";
import { TidelabError } from "../errors/errors.ts";
import { isSystemError, reasonOf } from "./system-errors.ts";

/** Bytes of one piece. Larger ones are no faster, and take more memory than the values of a small file. */
const PIECE = 2 ** 18;

/**
 * A file as a source of bytes for `readSeries` of `tidelab/readers`, or stdin.
 * @param path  `-` for stdin, which can be read once
 * @param what  what is expected there, for the errors
 * @throws TidelabError `file.missing`, `file.folder` or `file.unreadable`; also while streaming
 * @example
 * ```ts
 * import { writeFileSync } from "node:fs";
 * import { pathSource } from "tidelab/node";
 * import { readSeries } from "tidelab/readers";
 *
 * writeFileSync("two.csv", "label,t0,t1\nsine,0.1,0.5\nsquare,1,-1\n");
 * const { series } = await readSeries(await pathSource("two.csv"));
 * console.log(series.map(({ label }) => label).join(" ")); // sine square
 * ```
 */
export async function pathSource(path: string, what = "a file of time series"): Promise<ByteSource> {
  const name = path === "-" ? "stdin" : path;
  if (path === "-") return { name, stream: () => guarded(process.stdin, path, what) };
  const size = await stat(path).then(
    (found) => {
      if (found.isDirectory()) throw new TidelabError("file.folder", { what }, path);
      return found.isFile() ? found.size : undefined;
    },
    (error: unknown) => {
      throw explained(error, path, what);
    },
  );
  return { name, size, stream: () => guarded(createReadStream(path, { highWaterMark: PIECE }), path, what) };
}

async function* guarded(stream: AsyncIterable<Uint8Array>, path: string, what: string): AsyncGenerator<Uint8Array> {
  try {
    yield* stream;
  } catch (error) {
    throw explained(error, path, what);
  }
}

function explained(error: unknown, path: string, what: string): unknown {
  if (!isSystemError(error)) return error;
  if (error.code === "ENOENT") return new TidelabError("file.missing", { what }, path);
  if (error.code === "EISDIR") return new TidelabError("file.folder", { what }, path);
  return new TidelabError("file.unreadable", { reason: reasonOf(error) }, path);
}
