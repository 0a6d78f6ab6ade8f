/**
 * Verifies what was given of a run by training it again: the numbers of its record, and the files beside it. The training and the comparison
 * are the package's own (`verifyRun`, `checkResultFiles`, `compareDrawnFiles` …); nothing that was given is executed.
 */
import { TidelabError } from "tidelab";
import type { SeriesTables as SeriesFiles } from "tidelab/readers";
import type { DrawnFileVerdict } from "tidelab/report";
import {
  checkResultFiles,
  compareResultFiles,
  type FinishedRun,
  parseRecord,
  type ResultFileVerdict,
  type RunRecord,
  verifyRun,
} from "tidelab/runs";
import type { FileFinding, FoundVerdict } from "./found-verdict.ts";
import type { FolderFiles } from "./run-protocol.ts";

interface Asked {
  readonly files: FolderFiles;
  /** What it is to the user; begins the path of errors. */
  readonly name: string;
  readonly threads: number;
  /** All of a folder was given: what is not among the files is missing. */
  readonly isWhole?: boolean;
}

interface Hooks {
  /** The files that the run was trained on. */
  readonly openFiles: (record: RunRecord) => Promise<SeriesFiles | undefined>;
  /** Is awaited before training goes on. */
  readonly onEpoch: (epoch: number, epochs: number) => Promise<void>;
}

const RECORD = "run.json";
const START = "checkpoints/start.json";
const REPORT = /^report(-\d+)?\.(html|md)$/;
const HTML = /\.html?$/i;

const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

/**
 * @throws TidelabError for what is no run or cannot be read, for numerics that this browser does not have, for a file of series that is not
 *   at hand or is another one
 */
export async function verifyFiles(asked: Asked, { openFiles, onEpoch }: Hooks): Promise<FoundVerdict> {
  const { files, name, threads } = asked;
  const given = new Map(files);
  const { record, report } = await recordIn(given, name);
  const findings = new Findings();
  if (report === undefined) await check(asked, record, findings);
  const verification = verifyRun(record, { threads, files: await openFiles(record) });
  const epochs = record.history.length;
  for (;;) {
    const next = await verification.next();
    if (!next.done) {
      if (next.value.type === "epoch") await onEpoch(next.value.record.epoch, epochs);
      continue;
    }
    const { result, epochs: equal, epoch, differences, run } = next.value;
    if (run) await compare(given, report, record, run, findings);
    return {
      ...{ result, epochs: equal, epoch, files: findings.files, compared: findings.compared },
      differences: differences.map(({ path, recorded, found }) => ({
        ...{ path, recorded: String(recorded), found: String(found) },
      })),
    };
  }
}

/** The record of a folder, or that inside a report. */
async function recordIn(
  files: ReadonlyMap<string, Uint8Array>,
  name: string,
): Promise<{ record: RunRecord; report: string | undefined }> {
  const text = files.get(RECORD);
  if (text) return { record: parseRecord(decode(text), `${name}/${RECORD}`), report: undefined };
  if (files.has(START)) throw new TidelabError("run.unfinished", { folder: name }, name);
  const [report, bytes] = [...files].find(([file]) => HTML.test(file)) ?? [];
  if (report === undefined || bytes === undefined) throw new TidelabError("run.noRecord", undefined, name);
  const { recordInHtml } = await import("tidelab/report");
  const inside = recordInHtml(decode(bytes));
  if (inside === undefined) throw new TidelabError("verify.report", undefined, name);
  return { record: parseRecord(inside.json, name), report };
}

/** What was compared: names of files, and what is wrong with some of them. */
class Findings {
  readonly #found = new Map<string, FileFinding>();
  readonly #compared = new Set<string>([RECORD]);
  /** There is, or should be, a record of figures and reports. */
  hasFigures = false;

  add(verdicts: readonly (ResultFileVerdict | DrawnFileVerdict)[]): void {
    for (const verdict of verdicts) {
      const { file: name, result } = verdict;
      this.#compared.add(name);
      if (result === "same") continue;
      const line = "line" in verdict ? verdict.line : undefined;
      // What was found first stays; where it was edited is known once it was trained again.
      const before = this.#found.get(name);
      if (before === undefined) this.#found.set(name, { name, result, ...(line !== undefined && { line }) });
      else if (line !== undefined) this.#found.set(name, { ...before, line });
    }
  }

  get files(): FileFinding[] {
    return [...this.#found.values()];
  }

  get compared(): string[] {
    return [...this.#compared];
  }
}

/** What is wrong with the files of a folder at once, without training. Of a record alone nothing is missing. */
async function check({ files, isWhole = false }: Asked, record: RunRecord, findings: Findings): Promise<void> {
  const given = new Map(files);
  if (given.size === 1) return;
  findings.add(checkResultFiles(given, record));
  const isDrawn = [...given.keys()].some((name) => name.startsWith("figures/"));
  // Files that were chosen one by one have no folder of figures; their reports are compared all the same.
  if (!isWhole && !isDrawn) return;
  findings.hasFigures = true;
  const { checkDrawnFiles } = await import("tidelab/report");
  findings.add(checkDrawnFiles(given, record));
}

/** What training again gave, against the files of a folder, or against a report that was given alone. */
async function compare(
  given: ReadonlyMap<string, Uint8Array>,
  report: string | undefined,
  record: RunRecord,
  run: FinishedRun,
  findings: Findings,
): Promise<void> {
  findings.add(compareResultFiles(given, run));
  const { compareDrawnFiles, compareReport } = await import("tidelab/report");
  if (report === undefined) findings.add(compareDrawnFiles(given, record, run));
  // Without a record of figures beside them, reports are compared one by one.
  const alone = report === undefined ? [...given.keys()].filter((name) => REPORT.test(name)) : [report];
  for (const file of findings.hasFigures ? [] : alone) {
    const verdict = compareReport(file, decode(given.get(file) ?? new Uint8Array()), record, run);
    const isEdited = verdict.result === "different";
    findings.add([isEdited ? { file, result: "edited", line: verdict.line } : { file, ...verdict }]);
  }
}
