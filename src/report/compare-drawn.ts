/**
 * Holds figures and reports in a run's folder against what was recorded of them in `figures/drawn.json`, and against those that the run gives when it
 * is trained again. Bytes by name; a command reads them from disk, a page from what was dropped.
 */
import { sha256Hex, sha256OfText } from "../bytes/sha256.ts";
import type { RunRecord } from "../runs/record.ts";
import { VERSION } from "../version.ts";
import { compareReport } from "./compare-report.ts";
import { type DrawnRecord, parseDrawn } from "./run/drawn.ts";
import { type FigureSources, makeFigures } from "./run/run-figures.ts";
import { isSealed } from "./seal.ts";

/** What was found of a figure or report in the folder of a run. */
export interface DrawnFileVerdict {
  /** Within the folder, with `/`. */
  readonly file: string;
  /**
   * `different` from what was recorded of it, or from what the run gives; `otherRun`: figures of another result, as when a run went on and was not
   * drawn again; `unfinished`: drawing was cut off, or its record removed, so that nothing says what the figures should be; `edited`: a report that
   * shows something else than its record gives; `otherVersion`: another version of Tidelab wrote it, which may have drawn it otherwise, so that it
   * was not compared; `unreadable`: not what it should be at all.
   */
  readonly result:
    | "same"
    | "different"
    | "missing"
    | "otherRun"
    | "unfinished"
    | "edited"
    | "otherVersion"
    | "unreadable";
  /** Of a report that was edited, where it was compared: the first line that its record would not have. */
  readonly line?: number;
}

type FilesByName = ReadonlyMap<string, Uint8Array>;

const DRAWN_FILE = "figures/drawn.json";
const FIGURE = /^figures\/[^/]+\.(svg|png)$/;
/** Also those that are written beside one that was edited. */
const REPORT = /^report(-\d+)?\.(html|md)$/;

const decode = (bytes: Uint8Array | undefined) => bytes && new TextDecoder().decode(bytes);
const namesOf = (files: FilesByName, pattern: RegExp) => [...files.keys()].filter((name) => pattern.test(name)).sort();

/**
 * What is wrong with figures and reports of a run without training it again: their hashes, and whether somebody has written in them.
 * @param files   bytes by name in the folder of the run, `figures/drawn.json` among them; others are not looked at
 * @param record  of `run.json`
 * @returns nothing for a run that was not drawn
 * @example
 * ```ts
 * import { loadRun } from "tidelab/node";
 * import { checkDrawnFiles } from "tidelab/report";
 *
 * const { record } = await loadRun("runs/mine");
 * const report = new TextEncoder().encode("<!doctype html>");
 * console.log(checkDrawnFiles(new Map([["report.html", report]]), record)); // [ { file: 'figures/drawn.json', result: 'unfinished' } ]
 * ```
 */
export function checkDrawnFiles(files: FilesByName, record: RunRecord): DrawnFileVerdict[] {
  const drawn = drawnOf(files);
  const file = DRAWN_FILE;
  const figures = namesOf(files, FIGURE);
  const reports = namesOf(files, REPORT);
  if (drawn === undefined) {
    // Runs of sweeps are not drawn, and runs from before there were hashes have no record of their figures.
    const isUndrawn = record.files === undefined || figures.length + reports.length === 0;
    return isUndrawn ? [] : [{ file, result: "unfinished" }];
  }
  if (drawn === "damaged") return [{ file, result: "unreadable" }];
  if (drawn.weightsSha256 !== record.weightsSha256) return [{ file, result: "otherRun" }];
  const verdicts: DrawnFileVerdict[] = [];
  // Drawing that was stopped leaves figures of an earlier one, which are in no record.
  const isListed = (name: string) => Object.hasOwn(drawn.files, name.slice("figures/".length));
  if (!figures.every(isListed)) verdicts.push({ file, result: "unfinished" });
  for (const name of reports) {
    if (!isSealed(decode(files.get(name)) ?? "")) verdicts.push({ file: name, result: "edited" });
  }
  for (const [name, sha256] of Object.entries(drawn.files)) {
    const bytes = files.get(`figures/${name}`);
    const result = bytes === undefined ? "missing" : sha256Hex(bytes) === sha256 ? "same" : "different";
    verdicts.push({ file: `figures/${name}`, result });
  }
  return verdicts;
}

/**
 * Figures and reports of a run against those that it gives when it is trained again: the record of the figures against the figures drawn again, the
 * reports against reports written again. Figures and reports of another version of Tidelab may look different and are not compared.
 * @param files  as of `checkDrawnFiles`; the figures themselves are not needed
 * @param run    what training the record's spec again gave: `Verdict.run` of `verifyRun`
 * @returns nothing for a run that was not drawn, or whose figures show another result: `checkDrawnFiles` says so
 * @example
 * ```ts
 * import { loadRun } from "tidelab/node";
 * import { compareDrawnFiles, drawnJson, makeFigures } from "tidelab/report";
 * import { runSpec } from "tidelab/runs";
 *
 * const { record } = await loadRun("runs/mine");
 * const training = runSpec(record.spec, { numerics: record.numerics });
 * let next = await training.next();
 * while (!next.done) next = await training.next();
 * const figures = makeFigures({ ...next.value, record }, "en");
 * const drawn = new TextEncoder().encode(drawnJson(record, figures, "en"));
 * const verdicts = compareDrawnFiles(new Map([["figures/drawn.json", drawn]]), record, next.value);
 * console.log(verdicts.length > 0 && verdicts.every(({ result }) => result === "same")); // true
 * ```
 */
export function compareDrawnFiles(
  files: FilesByName,
  record: RunRecord,
  run: Omit<FigureSources, "record">,
): DrawnFileVerdict[] {
  const drawn = drawnOf(files);
  // What is wrong with the record of the figures was found without training.
  if (typeof drawn !== "object" || drawn.weightsSha256 !== record.weightsSha256) return [];
  const reports = namesOf(files, REPORT);
  if (drawn.tidelab !== VERSION) return reports.map((file) => ({ file, result: "otherVersion" }));
  return [
    ...compareFigures(drawn, record, run),
    ...reports.map((file): DrawnFileVerdict => {
      const verdict = compareReport(file, decode(files.get(file)) ?? "", record, run);
      return verdict.result === "different" ? { file, result: "edited", line: verdict.line } : { file, ...verdict };
    }),
  ];
}

function compareFigures(
  { lang, files }: DrawnRecord,
  record: RunRecord,
  run: Omit<FigureSources, "record">,
): DrawnFileVerdict[] {
  return makeFigures({ ...run, record }, lang).flatMap(({ name, svg }): DrawnFileVerdict[] => {
    const recorded = Object.hasOwn(files, `${name}.svg`) ? files[`${name}.svg`] : undefined;
    // Missing figures are no false ones: drawing may have been stopped.
    if (recorded === undefined) return [];
    return [{ file: `figures/${name}.svg`, result: sha256OfText(svg) === recorded ? "same" : "different" }];
  });
}

function drawnOf(files: FilesByName): DrawnRecord | "damaged" | undefined {
  const text = decode(files.get(DRAWN_FILE));
  return text === undefined ? undefined : parseDrawn(text);
}
