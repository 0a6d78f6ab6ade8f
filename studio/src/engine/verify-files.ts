/**
 * Verifies what was given of a run by training it again: the numbers of its record, and the files beside it. The training and the comparison
 * are the package's own (`verifyRun`, `compareReport`); nothing that was given is executed.
 */
import { TidelabError } from "tidelab";
import type { SeriesTables as SeriesFiles } from "tidelab/readers";
import { parseRecord, type RunRecord, readRunFiles, readSnapshots, runFiles, verifyRun } from "tidelab/runs";
import type { FileFinding, FoundVerdict } from "./found-verdict.ts";
import type { FolderFiles } from "./run-protocol.ts";

interface Asked {
  readonly files: FolderFiles;
  /** What it is to the user; begins the path of errors. */
  readonly name: string;
  readonly threads: number;
}

interface Hooks {
  /** The files that the run was trained on. */
  readonly openFiles: (record: RunRecord) => Promise<SeriesFiles | undefined>;
  /** Is awaited before training goes on. */
  readonly onEpoch: (epoch: number, epochs: number) => Promise<void>;
}

const RECORD = "run.json";
const START = "checkpoints/start.json";
const WEIGHTS = "model.safetensors";
const GRADIENTS = "gradients.json";
const SNAPSHOTS = "snapshots.safetensors";
const REPORT = /^report(-\d+)?\.(html|md)$/;
const HTML = /\.html?$/i;

const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

/**
 * @throws TidelabError for what is no run or cannot be read, for numerics that this browser does not have, for a file of series that is not
 *   at hand or is another one
 */
export async function verifyFiles(
  { files, name, threads }: Asked,
  { openFiles, onEpoch }: Hooks,
): Promise<FoundVerdict> {
  const given = new Map(files);
  const { record, report } = await recordIn(given, name);
  const early = report === undefined ? checkFolder(given, record, name) : [];
  const verification = verifyRun(record, { threads, files: await openFiles(record) });
  const epochs = record.history.length;
  for (;;) {
    const next = await verification.next();
    if (!next.done) {
      if (next.value.type === "epoch") await onEpoch(next.value.record.epoch, epochs);
      continue;
    }
    const { result, epochs: equal, epoch, differences, run } = next.value;
    const compared = new Set([RECORD, WEIGHTS, GRADIENTS, SNAPSHOTS].filter((one) => given.has(one)));
    const late: FileFinding[] = [];
    if (run) {
      late.push(...compareFiles(given, runFiles(run).files));
      const { compareReport } = await import("tidelab/report");
      for (const [file, bytes] of given) {
        if (file !== report && !REPORT.test(file)) continue;
        compared.add(file);
        const verdict = compareReport(file, decode(bytes), record, run);
        if (verdict.result !== "same") late.push({ name: file, ...verdict });
      }
    }
    return {
      ...{ result, epochs: equal, epoch, files: once([...early, ...late]), compared: [...compared] },
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

/** What is wrong with files of results at once, without training: their hashes, names, shapes. Of a record alone nothing is missing. */
function checkFolder(files: ReadonlyMap<string, Uint8Array>, record: RunRecord, name: string): FileFinding[] {
  if (files.size === 1) return [];
  return [...checkSnapshots(files.get(SNAPSHOTS), record), ...checkRun(files, name)];
}

function checkSnapshots(bytes: Uint8Array | undefined, record: RunRecord): FileFinding[] {
  const isNamed = record.files?.[SNAPSHOTS] !== undefined;
  if (bytes === undefined) return isNamed ? [{ name: SNAPSHOTS, result: "missing" }] : [];
  if (!isNamed) return [{ name: SNAPSHOTS, result: "different" }];
  try {
    readSnapshots(record, bytes);
    return [];
  } catch (error) {
    if (!(error instanceof TidelabError)) throw error;
    return [{ name: SNAPSHOTS, result: error.code === "run.snapshotChanged" ? "different" : "unreadable" }];
  }
}

function checkRun(files: ReadonlyMap<string, Uint8Array>, name: string): FileFinding[] {
  try {
    readRunFiles(files, name);
    return [];
  } catch (error) {
    if (!(error instanceof TidelabError)) throw error;
    if (error.code === "run.noWeights") return [{ name: WEIGHTS, result: "missing" }];
    const file = error.path?.includes(GRADIENTS) ? GRADIENTS : WEIGHTS;
    const isChanged = error.code === "run.weightsChanged" || error.code === "run.fileChanged";
    return [{ name: file, result: isChanged ? "different" : "unreadable" }];
  }
}

/** Files that training again writes, byte for byte. The record has the times of its training and is compared by its numbers. */
function compareFiles(given: ReadonlyMap<string, Uint8Array>, made: ReadonlyMap<string, Uint8Array>): FileFinding[] {
  return [WEIGHTS, GRADIENTS, SNAPSHOTS].flatMap((name): FileFinding[] => {
    const bytes = given.get(name);
    if (bytes === undefined) return [];
    const again = made.get(name);
    const isSame = again?.length === bytes.length && again.every((byte, index) => byte === bytes[index]);
    return isSame ? [] : [{ name, result: "different" }];
  });
}

/** Each file with what was found first. */
function once(findings: readonly FileFinding[]): FileFinding[] {
  return findings.filter(({ name }, index) => findings.findIndex((one) => one.name === name) === index);
}
