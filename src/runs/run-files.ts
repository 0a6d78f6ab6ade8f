/**
 * The folder of a run as names and bytes, without a file system: a page keeps, exports and imports what the command line has on disk.
 * Without figures and reports, which `tidelab/report` makes of the same run.
 */
import { sha256Hex } from "../bytes/sha256.ts";
import { TidelabError } from "../errors/errors.ts";
import { writeSafetensors } from "../formats/safetensors.ts";
import { stateDict } from "../model/model.ts";
import type { GradientLog } from "../train/records.ts";
import { CHECKPOINTS, START } from "./checkpoint-files.ts";
import { formatGradients, parseGradients } from "./gradients.ts";
import { RECORD, readRun, type SavedRun, WEIGHTS } from "./read-run.ts";
import { formatRecord, type RunRecord } from "./record.ts";
import type { FinishedRun } from "./run-spec.ts";
import { formatSnapshots, SNAPSHOTS } from "./snapshots.ts";

/** Of the folder of a run: what was recorded of its gradients. */
export const GRADIENTS = "gradients.json";

/** What a run that has ended consists of. */
export interface RunFiles {
  /** Bytes by name in the folder of the run: `model.safetensors`, `gradients.json` where gradients were recorded, `snapshots.safetensors` where it was trained in cycles, and `run.json` last. */
  readonly files: Map<string, Uint8Array>;
  /** As it is in `run.json`: with the hashes of the other files. */
  readonly record: RunRecord;
}

/**
 * The files of a run that has ended, as the command line saves them: every command reads a folder of them.
 * @param run  what `runSpec` returned
 * @example
 * ```ts
 * import { models, parseSpec } from "tidelab";
 * import { runFiles, runSpec } from "tidelab/runs";
 *
 * const spec = parseSpec({ data: { kind: "waves", samples: 40, length: 20 }, model: models.cnn({ channels: [4] }), training: { epochs: 1 } });
 * const run = runSpec(spec);
 * let next = await run.next();
 * while (!next.done) next = await run.next();
 * const { files } = runFiles(next.value);
 * console.log([...files.keys()].join(" ")); // model.safetensors gradients.json run.json
 * ```
 */
export function runFiles(run: Pick<FinishedRun, "record" | "model" | "gradients" | "snapshots">): RunFiles {
  const text = (content: string) => new TextEncoder().encode(content);
  const files = new Map<string, Uint8Array>([[WEIGHTS, writeSafetensors(stateDict(run.model), { format: "pt" })]]);
  if (run.gradients) files.set(GRADIENTS, text(formatGradients(run.gradients)));
  if (run.snapshots.length > 0) files.set(SNAPSHOTS, formatSnapshots(run.model, run.snapshots));
  const hashes = [...files].map(([name, bytes]) => [name, sha256Hex(bytes)]);
  const record: RunRecord = { ...run.record, files: Object.fromEntries(hashes) as NonNullable<RunRecord["files"]> };
  files.set(RECORD, text(formatRecord(record)));
  return { files, record };
}

/** A run that was read from its files. */
export interface RunInFiles extends SavedRun {
  /** What was recorded of its gradients; undefined where nothing was. */
  readonly gradients: GradientLog | undefined;
}

/**
 * A saved run from the files of its folder: its record, its model with the trained weights, what was recorded of its gradients.
 * @param files   bytes by name in the folder of the run; others among them are not looked at
 * @param folder  what the folder is to the user; begins the path of errors
 * @throws TidelabError `run.noRecord`, `run.unfinished` where there are only checkpoints (`readCheckpointFiles` reads those), `run.noWeights`,
 *   `run.fileChanged`, and those of `readRun`: what is damaged, of a newer version, or does not belong together
 * @example
 * ```ts
 * import { readFile } from "node:fs/promises";
 * import { readRunFiles } from "tidelab/runs";
 *
 * // In a page: from a zip that was dropped there.
 * const names = ["run.json", "model.safetensors", "gradients.json"];
 * const files = new Map(await Promise.all(names.map(async (name) => [name, await readFile(`runs/mine/${name}`)] as const)));
 * const { record, gradients } = readRunFiles(files, "runs/mine");
 * console.log(record.status, gradients?.records.length); // finished 6
 * ```
 */
export function readRunFiles(files: ReadonlyMap<string, Uint8Array>, folder = ""): RunInFiles {
  const place = (name: string) => (folder === "" ? name : `${folder}/${name}`);
  const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  const record = files.get(RECORD);
  if (record === undefined) {
    const isBegun = files.has(`${CHECKPOINTS}/${START}`);
    if (isBegun) throw new TidelabError("run.unfinished", { folder: folder || "<folder>" }, folder || undefined);
    throw new TidelabError("run.noRecord", undefined, folder || undefined);
  }
  const weights = files.get(WEIGHTS);
  if (weights === undefined) throw new TidelabError("run.noWeights", undefined, folder || undefined);
  const run = readRun(decode(record), weights, { record: place(RECORD), weights: place(WEIGHTS) });
  const bytes = files.get(GRADIENTS);
  if (bytes === undefined) return { ...run, gradients: undefined };
  const expected = run.record.files?.[GRADIENTS];
  const received = sha256Hex(bytes);
  // Records of earlier versions do not have hashes of files.
  if (run.record.files && received !== expected) {
    throw new TidelabError("run.fileChanged", { expected, received }, place(GRADIENTS));
  }
  return { ...run, gradients: parseGradients(decode(bytes), place(GRADIENTS)) };
}
