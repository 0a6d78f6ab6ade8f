/** Several answers to a series as one: of the members of an ensemble, or of the windows of a series. */
import { argmax } from "../metrics/argmax.ts";
import type { LengthKind } from "./trained-lengths.ts";

/** From the best to the worst that can be said of a length. */
const LENGTH_KINDS: readonly LengthKind[] = ["trained", "transformed", "untrained"];

interface Probable {
  /** (K) */
  readonly probabilities: Float32Array;
  readonly lengthKind: LengthKind;
}

/**
 * The mean of their probabilities, added in their order and divided in float64, and no attention; all else is of the first.
 * @param answers  one or more
 */
export function meanOf<Answer extends Probable>(answers: readonly Answer[], classNames: readonly string[]): Answer {
  const probabilities = Float32Array.from(classNames, (_, k) => {
    return answers.reduce((sum, one) => sum + one.probabilities[k]!, 0) / answers.length;
  });
  const classIndex = argmax(probabilities, 0, classNames.length);
  const kind = Math.max(...answers.map(({ lengthKind }) => LENGTH_KINDS.indexOf(lengthKind)));
  return {
    ...answers[0]!, // at least one
    predicted: classNames[classIndex]!, // as many as probabilities
    classIndex,
    probabilities,
    attention: new Map(),
    lengthKind: LENGTH_KINDS[kind]!, // an index into it
  };
}
