/**
 * The lists of a training's state that grow with it, as tensors of a checkpoint: learning curves and recorded gradients. They are
 * float64, which must come back to the bit, and a checkpoint's tensors are float32: a number is kept as its four 16-bit parts, each a
 * whole number below 65,536. Numbers in, numbers out.
 */

import type { EpochRecord, GradientRecord, GradientTrace } from "../train/records.ts";

const PARTS = 4;

/** @returns (4 n) */
export function packNumbers(values: readonly number[]): Float32Array {
  const packed = new Float32Array(values.length * PARTS);
  const word = new DataView(new ArrayBuffer(8));
  for (const [index, value] of values.entries()) {
    word.setFloat64(0, value, true);
    for (let part = 0; part < PARTS; part++) packed[index * PARTS + part] = word.getUint16(part * 2, true);
  }
  return packed;
}

export function unpackNumbers(packed: Float32Array): number[] {
  const word = new DataView(new ArrayBuffer(8));
  return Array.from({ length: packed.length / PARTS }, (_, index) => {
    for (let part = 0; part < PARTS; part++) word.setUint16(part * 2, packed[index * PARTS + part] ?? 0, true);
    return word.getFloat64(0, true);
  });
}

const EPOCH_NUMBERS = [
  "epoch",
  "lr",
  "trainLoss",
  "valLoss",
  "trainAccuracy",
  "valAccuracy",
  "gradNorm",
  "trainSeconds",
  "valSeconds",
] as const satisfies readonly (keyof EpochRecord)[];
/** A SHA-256 is eight numbers of 32 bits. */
const WORDS = 8;
const DIGITS = 8;

export function listHistory(history: readonly EpochRecord[]): number[] {
  return history.flatMap((epoch) => [
    ...EPOCH_NUMBERS.map((key) => epoch[key]),
    ...Array.from({ length: WORDS }, (_, word) => {
      return Number.parseInt(epoch.weightsSha256.slice(word * DIGITS, (word + 1) * DIGITS), 16);
    }),
  ]);
}

export function readHistory(numbers: readonly number[]): EpochRecord[] {
  const row = EPOCH_NUMBERS.length + WORDS;
  return Array.from({ length: numbers.length / row }, (_, index) => {
    const values = numbers.slice(index * row, (index + 1) * row);
    const entries = EPOCH_NUMBERS.map((key, at) => [key, values[at]]);
    const words = values.slice(EPOCH_NUMBERS.length).map((word) => word.toString(16).padStart(DIGITS, "0"));
    return { ...Object.fromEntries(entries), weightsSha256: words.join("") } as EpochRecord;
  });
}

/** Each list has its length before it; an update that there is none of is NaN. */
export function listGradients({ every, records }: GradientTrace): number[] {
  const list = (values: readonly number[]) => [values.length, ...values];
  const numbers = [every, records.length];
  for (const { step, epoch, lr, norm, clippedNorm, parameters, updates, states } of records) {
    numbers.push(step, epoch, lr, norm, clippedNorm);
    for (const value of list(parameters)) numbers.push(value);
    for (const value of list(updates.map((update) => update ?? Number.NaN))) numbers.push(value);
    numbers.push(states.length);
    for (const state of states) for (const value of list(state)) numbers.push(value);
  }
  return numbers;
}

export function readGradients(numbers: readonly number[]): GradientTrace {
  let at = 0;
  const next = () => {
    const value = numbers[at++];
    if (value === undefined) throw new RangeError("fewer numbers than they say themselves");
    return value;
  };
  const list = () => Array.from({ length: next() }, next);
  const every = next();
  const records = Array.from({ length: next() }, (): GradientRecord => {
    const [step, epoch, lr, norm, clippedNorm] = [next(), next(), next(), next(), next()];
    const parameters = list();
    const updates = list().map((update) => (Number.isNaN(update) ? null : update));
    const states = Array.from({ length: next() }, list);
    return { step, epoch, lr, norm, clippedNorm, parameters, updates, states };
  });
  return { every, records };
}
