/**
 * Holds the files of results in a run's folder against its record, and against the run trained again: weights, gradients, snapshots. Bytes by name;
 * a command reads them from disk, a page from what was dropped. Figures and reports are `tidelab/report`'s, numbers of the record `verify.ts`'s.
 */
import { sha256Hex } from "../bytes/sha256.ts";
import { TidelabError } from "../errors/errors.ts";
import { formatGradients } from "./gradients.ts";
import { compileAgain, putWeights, RECORD, WEIGHTS } from "./read-run.ts";
import type { RunRecord } from "./record.ts";
import { GRADIENTS } from "./run-files.ts";
import type { FinishedRun } from "./run-spec.ts";
import { formatSnapshots, readSnapshots, SNAPSHOTS } from "./snapshots.ts";

/** What was found of a file in the folder of a run. */
export interface ResultFileVerdict {
  /** Within the folder. */
  readonly file: string;
  /** `different` from its hash in the record, or from what the run gives when it is trained again; `unreadable`: not what it should be at all. */
  readonly result: "same" | "different" | "missing" | "unreadable";
}

type FilesByName = ReadonlyMap<string, Uint8Array>;

/**
 * What is wrong with the files of results of a run without training it again: their hashes, and what is in them.
 * @param files   bytes by name in the folder of the run; others among them are not looked at
 * @param record  of `run.json`
 * @returns a verdict for `model.safetensors`, and for `gradients.json` and `snapshots.safetensors` where there should be one, or is one
 * @example
 * ```ts
 * import { readFile } from "node:fs/promises";
 * import { checkResultFiles, parseRecord } from "tidelab/runs";
 *
 * const record = parseRecord(await readFile("runs/mine/run.json", "utf8"), "runs/mine/run.json");
 * const weights = new Uint8Array(await readFile("runs/mine/model.safetensors"));
 * const verdicts = checkResultFiles(new Map([["model.safetensors", weights]]), record);
 * console.log(verdicts.map(({ file, result }) => `${file} ${result}`).join(", ")); // model.safetensors same, gradients.json missing
 * ```
 */
export function checkResultFiles(files: FilesByName, record: RunRecord): ResultFileVerdict[] {
  return [checkWeights(files, record), ...checkNamed(files, GRADIENTS, record), ...checkSnapshots(files, record)];
}

/**
 * What a run gave when it was trained again, against its files: gradients and snapshots to the byte.
 * @param files  as of `checkResultFiles`
 * @param run    what training the record's spec again gave: `Verdict.run` of `verifyRun`
 * @example
 * ```ts
 * import { readFile } from "node:fs/promises";
 * import { loadRun } from "tidelab/node";
 * import { compareResultFiles, runSpec } from "tidelab/runs";
 *
 * const { record } = await loadRun("runs/mine");
 * const training = runSpec(record.spec, { numerics: record.numerics });
 * let next = await training.next();
 * while (!next.done) next = await training.next();
 * const files = new Map([["gradients.json", new Uint8Array(await readFile("runs/mine/gradients.json"))]]);
 * console.log(compareResultFiles(files, next.value)); // [ { file: 'gradients.json', result: 'same' } ]
 * ```
 */
export function compareResultFiles(
  files: FilesByName,
  { model, gradients, snapshots }: Pick<FinishedRun, "model" | "gradients" | "snapshots">,
): ResultFileVerdict[] {
  const made: [string, () => Uint8Array | undefined][] = [
    [GRADIENTS, () => gradients && new TextEncoder().encode(formatGradients(gradients))],
    [SNAPSHOTS, () => (snapshots.length > 0 ? formatSnapshots(model, snapshots) : undefined)],
  ];
  return made.flatMap(([file, make]): ResultFileVerdict[] => {
    const given = files.get(file);
    return given ? [{ file, result: isEqual(given, make()) ? "same" : "different" }] : [];
  });
}

function isEqual(given: Uint8Array, made: Uint8Array | undefined): boolean {
  return given.length === made?.length && given.every((byte, index) => byte === made[index]);
}

/** The hash of the whole file, where the record has it, and what is in it: names, shapes, every number. */
function checkWeights(files: FilesByName, record: RunRecord): ResultFileVerdict {
  const byHash = checkHash(files, WEIGHTS, record.files?.[WEIGHTS]);
  if (byHash && byHash.result !== "same") return byHash;
  const bytes = files.get(WEIGHTS);
  if (bytes === undefined) return { file: WEIGHTS, result: "missing" };
  try {
    putWeights(compileAgain(record, RECORD), record, bytes, WEIGHTS);
    return { file: WEIGHTS, result: "same" };
  } catch (error) {
    if (!(error instanceof TidelabError)) throw error;
    return { file: WEIGHTS, result: error.code === "run.weightsChanged" ? "different" : "unreadable" };
  }
}

/** A file that not every run leaves, by its hash. */
function checkNamed(
  files: FilesByName,
  file: typeof GRADIENTS | typeof SNAPSHOTS,
  record: RunRecord,
): ResultFileVerdict[] {
  const verdict = checkHash(files, file, record.files?.[file]);
  if (verdict) return [verdict];
  // A record that has hashes has one of each file that the run left.
  return record.files !== undefined && files.has(file) ? [{ file, result: "different" }] : [];
}

/** The hash of the whole file, and the weights in it against those that the history names. */
function checkSnapshots(files: FilesByName, record: RunRecord): ResultFileVerdict[] {
  const verdicts = checkNamed(files, SNAPSHOTS, record);
  const bytes = files.get(SNAPSHOTS);
  if (verdicts[0]?.result !== "same" || bytes === undefined) return verdicts;
  try {
    readSnapshots(record, bytes, SNAPSHOTS);
    return verdicts;
  } catch (error) {
    if (!(error instanceof TidelabError)) throw error;
    return [{ file: SNAPSHOTS, result: error.code === "run.snapshotChanged" ? "different" : "unreadable" }];
  }
}

function checkHash(files: FilesByName, file: string, sha256: string | undefined): ResultFileVerdict | undefined {
  if (sha256 === undefined) return undefined;
  const bytes = files.get(file);
  if (bytes === undefined) return { file, result: "missing" };
  return { file, result: sha256Hex(bytes) === sha256 ? "same" : "different" };
}
