/** Text that the user names, a file or stdin: whole, or in pieces where it may be long. Formats are elsewhere. */
import { createReadStream } from "node:fs";
import { decodeText } from "../data/readers/input/text.ts";
import { TidelabError } from "../errors/errors.ts";
import { isSystemError, reasonOf } from "../node/system-errors.ts";

/**
 * @param file  a path, or `-` for stdin
 * @param what  what is expected, for the error when there is no such file
 * @throws TidelabError `file.…`
 */
export async function readText(file: string, what: string): Promise<string> {
  const pieces: Uint8Array[] = [];
  for await (const piece of readBytes(file, what)) pieces.push(piece);
  return decodeText(Buffer.concat(pieces), nameOf(file), "json");
}

/** What the text is called in errors. */
export function nameOf(file: string): string {
  return file === "-" ? "stdin" : file;
}

async function* readBytes(file: string, what: string): AsyncGenerator<Uint8Array> {
  try {
    // Not by its name /dev/stdin, which cannot be opened where it is a socket (a child of Node's) or does not exist.
    yield* file === "-" ? process.stdin : createReadStream(file, { highWaterMark: 2 ** 20 });
  } catch (error) {
    if (!isSystemError(error)) throw error;
    if (error.code === "ENOENT") throw new TidelabError("file.missing", { what }, file);
    if (error.code === "EISDIR") throw new TidelabError("file.folder", { what }, file);
    throw new TidelabError("file.unreadable", { reason: reasonOf(error) }, file);
  }
}
