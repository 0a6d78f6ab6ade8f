/**
 * A checkpoint as bytes: a safetensors file with weights, moments and all lists that grow as tensors, the rest as JSON in its
 * metadata, and a hash of it all. Bytes in, bytes out; `checkpoints.ts` chooses the file to write and the one to read.
 */

import { sha256Hex } from "../bytes/sha256.ts";
import type { Weights } from "../engine/device.ts";
import { TidelabError } from "../errors/errors.ts";
import { readSafetensors, type Tensor, writeSafetensors } from "../formats/safetensors.ts";
import type { EpochProgress, TrainingState } from "../train/records.ts";
import {
  listGradients,
  listHistory,
  packNumbers,
  readGradients,
  readHistory,
  unpackNumbers,
} from "./checkpoint-numbers.ts";

/** The parts of a state that are not tensors, stored as JSON. Generators are lists of 625 words. */
interface PlainState extends Pick<TrainingState, "step" | "gradNorms"> {
  /** Tensors now; checkpoints of before have them here. */
  readonly history?: TrainingState["history"];
  readonly gradients?: TrainingState["gradients"];
  readonly progress: Omit<EpochProgress, "generator"> & { readonly generator: readonly number[] };
  /** Absent where there are none, and in checkpoints of before. */
  readonly edits?: TrainingState["edits"];
  /** Of the snapshots, whose weights are tensors; absent where there are none. */
  readonly snapshotEpochs?: readonly number[];
  readonly optimizerSteps: number;
  readonly generator: readonly number[];
}

/** @param run  identifies the run: a hash of what it was started with */
export function encodeCheckpoint(state: TrainingState, run: string): Uint8Array {
  const {
    step,
    history,
    gradNorms,
    gradients,
    progress,
    optimizer,
    generator,
    best,
    snapshots = [],
    edits = [],
  } = state;
  const plain: PlainState = {
    step,
    gradNorms,
    progress: { ...progress, generator: [...progress.generator] },
    ...(edits.length > 0 && { edits }),
    ...(snapshots.length > 0 && { snapshotEpochs: snapshots.map(({ epoch }) => epoch) }),
    optimizerSteps: optimizer.steps,
    generator: [...generator],
  };
  const flat = (data: Float32Array): Tensor => ({ shape: [data.length], data });
  const named = (prefix: string, { parameters, states }: Weights): [string, Tensor][] => [
    [`${prefix}parameters`, flat(parameters)],
    [`${prefix}states`, flat(states)],
  ];
  const tensors: [string, Tensor][] = [
    ...named("", state),
    ...(best ? named("best.", best) : []),
    ...snapshots.flatMap((snapshot) => named(snapshotPrefix(snapshot.epoch), snapshot)),
    ...optimizer.moments.map((moment, index): [string, Tensor] => [`moment.${index}`, flat(moment)]),
    ["history", flat(packNumbers(listHistory(history)))],
    ...(gradients ? [["gradients", flat(packNumbers(listGradients(gradients)))] as [string, Tensor]] : []),
  ];
  const metadata = { run, state: JSON.stringify(plain) };
  return writeSafetensors(tensors, { ...metadata, sha256: hashOf(tensors, metadata) });
}

/**
 * @param run     the run that it must be of
 * @param source  what the bytes are to the user; the path of errors
 * @throws TidelabError `checkpoint.damaged` or `checkpoint.foreign`
 */
export function decodeCheckpoint(bytes: Uint8Array, run: string, source: string): TrainingState {
  const { tensors, metadata } = readWhole(bytes, source);
  const { sha256: expected, ...rest } = metadata;
  if (expected !== hashOf([...tensors], rest) || rest.state === undefined) {
    throw new TidelabError("checkpoint.damaged", undefined, source);
  }
  if (rest.run !== run) throw new TidelabError("checkpoint.foreign", undefined, source);
  try {
    return stateOf(JSON.parse(rest.state) as PlainState, tensors);
  } catch (cause) {
    // Its hash fits, so another version wrote it; the one before it may be of ours.
    throw new TidelabError("checkpoint.damaged", undefined, source, { cause });
  }
}

function stateOf(plain: PlainState, tensors: ReadonlyMap<string, Tensor>): TrainingState {
  const { optimizerSteps, generator, progress, step, gradNorms, edits, snapshotEpochs } = plain;
  const data = (name: string) => tensors.get(name)?.data ?? new Float32Array();
  const moments = [...tensors.keys()].filter((name) => name.startsWith("moment."));
  const gradients = tensors.get("gradients")?.data;
  return {
    step,
    gradNorms,
    history: plain.history ?? readHistory(unpackNumbers(data("history"))),
    gradients: plain.gradients ?? (gradients && readGradients(unpackNumbers(gradients))),
    progress: { ...progress, generator: Uint32Array.from(progress.generator) },
    generator: Uint32Array.from(generator),
    parameters: data("parameters"),
    states: data("states"),
    best: tensors.has("best.parameters")
      ? { parameters: data("best.parameters"), states: data("best.states") }
      : undefined,
    ...(snapshotEpochs && {
      snapshots: snapshotEpochs.map((epoch) => {
        const prefix = snapshotPrefix(epoch);
        return { epoch, parameters: data(`${prefix}parameters`), states: data(`${prefix}states`) };
      }),
    }),
    ...(edits && { edits }),
    optimizer: { steps: optimizerSteps, moments: moments.map(data) },
  };
}

/** Of the names of a snapshot's tensors. */
function snapshotPrefix(epoch: number): string {
  return `snapshot.${epoch}.`;
}

function readWhole(bytes: Uint8Array, source: string) {
  try {
    return readSafetensors(bytes, source);
  } catch (cause) {
    // Whatever it is: there may be another checkpoint, and this one cannot be used.
    throw new TidelabError("checkpoint.damaged", undefined, source, { cause });
  }
}

/** Over metadata and tensors, each with its name and size before it, so that nothing can move from one to another. */
function hashOf(tensors: readonly (readonly [string, Tensor])[], metadata: Readonly<Record<string, string>>): string {
  const encode = (text: string) => new TextEncoder().encode(text);
  const parts: Uint8Array[] = [];
  const add = (name: string, bytes: Uint8Array) => parts.push(encode(JSON.stringify([name, bytes.length])), bytes);
  for (const key of Object.keys(metadata).sort()) add(key, encode(metadata[key] ?? ""));
  for (const [name, { data }] of tensors) add(name, new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  return sha256Hex(...parts);
}
