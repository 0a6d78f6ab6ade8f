/** From one series to another: what the model says on the way, and where its answer changes. */
import type { Flip, Morph } from "./lens-protocol.ts";

/** Places of the curve. */
const PLACES = 41;
/** A flip is found this closely, and until the two largest probabilities are this near, if halving gets there. */
const CLOSE = 1 / 400;
const EQUAL = 0.01;
const MOST_HALVINGS = 24;

/** (1 − share) · from + share · to, in float32. */
export function blend(from: Float32Array, to: Float32Array, share: number): Float32Array<ArrayBuffer> {
  return Float32Array.from(from, (value, i) => (1 - share) * value + share * to[i]!);
}

const largest = (probabilities: Float32Array) => probabilities.indexOf(Math.max(...probabilities));

/** How far the largest probability is above the next one. */
function leadOf(probabilities: Float32Array): number {
  const [first = 0, second = 0] = [...probabilities].sort((a, b) => b - a);
  return first - second;
}

/** @param classify  gives the probabilities (K) of a series */
export async function findFlips(
  classify: (values: Float32Array) => Promise<Float32Array>,
  from: Float32Array,
  to: Float32Array,
  classes: number,
): Promise<Morph> {
  const at = (share: number) => classify(blend(from, to, share));
  const shares = Array.from({ length: PLACES }, (_, index) => index / (PLACES - 1));
  const probabilities = new Float32Array(PLACES * classes);
  const answers: number[] = [];
  for (const [index, share] of shares.entries()) {
    const own = await at(share);
    probabilities.set(own, index * classes);
    answers.push(largest(own));
  }
  const flips: Flip[] = [];
  for (let index = 1; index < PLACES; index++) {
    const [before, after] = [answers[index - 1]!, answers[index]!];
    if (before === after) continue;
    let [low, high] = [shares[index - 1]!, shares[index]!];
    let lead = Number.POSITIVE_INFINITY;
    for (let count = 0; count < MOST_HALVINGS && (high - low > CLOSE || lead >= EQUAL); count++) {
      const middle = (low + high) / 2;
      const own = await at(middle);
      lead = leadOf(own);
      if (largest(own) === before) low = middle;
      else high = middle;
    }
    flips.push({ at: (low + high) / 2, from: before, to: after });
  }
  return { shares, probabilities, flips };
}
