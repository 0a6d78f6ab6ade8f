/** The beginning of a file, by which commands know a spec from data before they read either. */
import { open, stat } from "node:fs/promises";

/** Bytes that are looked at. */
const HEAD = 4096;

/** @returns its text without leading blanks; undefined for what is no file */
export async function headOfFile(path: string): Promise<string | undefined> {
  const found = await stat(path).catch(() => undefined);
  if (!found?.isFile()) return undefined;
  const handle = await open(path);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(HEAD), 0, HEAD, 0);
    return buffer.toString("utf8", 0, bytesRead).replace(/^\uFEFF?\s*/, "");
  } finally {
    await handle.close();
  }
}
