/** Writes a report without losing what somebody typed into the one before it. For run and sweep reports alike. Node only. */
import { extname } from "node:path";
import { isSealed } from "../../report/seal.ts";
import { readTextIfThere, replaceFile } from "../files.ts";

export interface WrittenReport {
  /** Where it was written. */
  readonly path: string;
  /** The report of that name that was edited, or is not of Tidelab, and stays as it is. */
  readonly kept?: string;
}

/**
 * Replaces a report that is as it was written. Beside one that was edited, it is written as `report-2.html`, or `-3` …
 * @throws TidelabError `run.outputUnwritable`, `run.diskFull` or `run.unreadable`
 */
export async function writeReport(path: string, text: string): Promise<WrittenReport> {
  const ending = extname(path);
  const stem = path.slice(0, path.length - ending.length);
  for (let number = 1; ; number++) {
    const place = number === 1 ? path : `${stem}-${number}${ending}`;
    const before = await readTextIfThere(place);
    if (before !== undefined && before !== text && !isSealed(before)) continue;
    await replaceFile(place, text, { durable: false });
    return number === 1 ? { path } : { path: place, kept: path };
  }
}
