/**
 * The snapshots of a run as one file and back: the weights at the end of each cycle of the learning rate, to be averaged as an ensemble.
 * Bytes in, bytes out; the hash of each is in the record's history. Runs anywhere.
 * @see Huang et al. 2017, https://arxiv.org/abs/1704.00109
 */
import { TidelabError } from "../errors/errors.ts";
import { readSafetensors, type Tensor, writeSafetensors } from "../formats/safetensors.ts";
import { type Model, stateDict } from "../model/model.ts";
import { weightsSha256 } from "../model/weights-hash.ts";
import type { Snapshot } from "../train/records.ts";
import { isEndOfCycle } from "../train/schedule.ts";
import { compileAgain, putTensors, RECORD, type SavedRun } from "./read-run.ts";
import type { RunRecord } from "./record.ts";

/** Of the folder of a run that was trained in cycles. */
export const SNAPSHOTS = "snapshots.safetensors";

/** The epochs that a run has snapshots of: the last of each cycle that was completed. */
export function snapshotEpochs({ spec, history }: Pick<RunRecord, "spec" | "history">): number[] {
  return history.map(({ epoch }) => epoch).filter((epoch) => isEndOfCycle(epoch, spec.training));
}

/** Tensors by their names in `model.safetensors`, with the epoch before: `epoch20.fc.weight`. */
export function formatSnapshots(model: Model, snapshots: readonly Snapshot[]): Uint8Array {
  const tensors = snapshots.flatMap(({ epoch, parameters, states }) =>
    [...stateDict({ ...model, parameters, states })].map(([name, tensor]) => [prefixOf(epoch) + name, tensor] as const),
  );
  return writeSafetensors(tensors, { format: "pt" });
}

/**
 * The snapshots of a saved run, each a run by itself: `createEnsemble(readSnapshots(record, bytes))` averages their probabilities.
 * @param record  of the run, from `readRun` or `parseRecord`
 * @param bytes   of `snapshots.safetensors` in its folder
 * @param source  what the file is to the user; the path of errors
 * @returns one for each cycle that was completed, in their order
 * @throws TidelabError `run.noSnapshots` for a run without; `run.…` and `safetensors.…` for what is damaged or of another run
 * @example
 * ```ts
 * import { models, parseSpec } from "tidelab";
 * import { readSnapshots, runFiles, runSpec } from "tidelab/runs";
 *
 * const schedule = { kind: "cosineRestarts", cycles: 2 } as const;
 * const data = { kind: "waves", samples: 40, length: 20 } as const;
 * const spec = parseSpec({ data, model: models.cnn({ channels: [4] }), training: { epochs: 4, schedule } });
 * const run = runSpec(spec);
 * let next = await run.next();
 * while (!next.done) next = await run.next();
 * const { files, record } = runFiles(next.value);
 * const bytes = files.get("snapshots.safetensors");
 * console.log(bytes && readSnapshots(record, bytes).length); // 2
 * ```
 */
export function readSnapshots(record: RunRecord, bytes: Uint8Array, source: string = SNAPSHOTS): SavedRun[] {
  const epochs = snapshotEpochs(record);
  if (epochs.length === 0) throw noSnapshots(record, source);
  const { tensors } = readSafetensors(bytes, source);
  const known = new Set(epochs.map(prefixOf));
  for (const [tensor, { shape }] of tensors) {
    if (known.has(tensor.slice(0, tensor.indexOf(".") + 1))) continue;
    throw new TidelabError("run.tensorExtra", { tensor, shape: shape.join(", ") }, source);
  }
  return epochs.map((epoch) => {
    const model = compileAgain(record, RECORD);
    const prefix = prefixOf(epoch);
    const own = [...tensors].filter(([name]) => name.startsWith(prefix));
    putTensors(model, new Map<string, Tensor>(own), source, prefix);
    const [expected, received] = [record.history[epoch - 1]?.weightsSha256 ?? "", weightsSha256(model)];
    if (received !== expected) throw new TidelabError("run.snapshotChanged", { epoch, expected, received }, source);
    return { record, model };
  });
}

/** That a run has no snapshots, or their file is not there. */
export function noSnapshots(record: Pick<RunRecord, "spec" | "history">, path: string): TidelabError {
  const { schedule, epochs } = record.spec.training;
  const cycle = schedule?.kind === "cosineRestarts" ? epochs / schedule.cycles : undefined;
  const problem = cycle === undefined ? "schedule" : snapshotEpochs(record).length === 0 ? "early" : "file";
  const params = { problem, schedule: schedule?.kind, cycle, done: record.history.length } as const;
  return new TidelabError("run.noSnapshots", params, path) as TidelabError;
}

function prefixOf(epoch: number): string {
  return `epoch${epoch}.`;
}
