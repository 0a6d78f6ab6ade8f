/**
 * Gradients of a chain of layers against central differences of its output, in place of PyTorch's word where a layer has no
 * fixture yet. For smooth layers only: across the corner of a `relu` a difference is no gradient.
 */
import { placeChain } from "../../src/model/graph.ts";
import type { LayerInput } from "../../src/spec/layers.ts";
import { parseModel } from "../../src/spec/parse.ts";
import { type LayerResult, runLayers } from "./run-layers.ts";

/** Large enough for float32 outputs, small enough for the curvature of what we differentiate. */
const STEP = 1e-2;

/** Numbers in [-1, 1) that repeat from run to run: a linear congruential generator. */
function numbers(count: number, seed: number): Float32Array {
  let state = seed;
  return Float32Array.from({ length: count }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  });
}

export interface GradientCheck {
  readonly layers: readonly LayerInput[];
  /** (B, T, C) or (B, C) */
  readonly inputShape: readonly number[];
  /** (B) steps of each series, where they are not all equal. Then the layers must keep the number of steps, or drop the axis. */
  readonly lengths?: readonly number[];
}

/**
 * @returns the largest difference between a gradient and its central difference, by name (`x`, `0.weight`), relative to the
 *          largest gradient of that name; and the result of the layers, at the point where the gradients were taken
 */
export async function compareGradients({ layers, inputShape, lengths }: GradientCheck) {
  const [rows = 1] = inputShape;
  const shape = { length: inputShape.length === 3 ? inputShape[1]! : 1, channels: inputShape.at(-1)! };
  const parsed = parseModel({ layers: [...layers] }).layers;
  const time = inputShape.length === 3 ? shape.length : undefined;
  const nodes = placeChain(parsed, { time, features: shape.channels }, "layers", "");
  const output = nodes.at(-1)!.output;
  const sizeOf = (sides: readonly number[]) => sides.reduce((product, side) => product * side, 1);

  const x = numbers(sizeOf(inputShape), 1);
  const tensors = new Map(
    nodes.flatMap(({ name, parameters }, i) =>
      parameters.map((tensor, j) => [`${name}.${tensor.name}`, numbers(sizeOf(tensor.shape), 10 * i + j + 2)] as const),
    ),
  );
  const outputGradient = numbers(rows * (output.time ?? 1) * output.features, 99);
  const run = (): Promise<LayerResult> =>
    runLayers({
      ...{ layers: parsed, inputShape, training: true, numerics: "portable", tensors, x, outputGradient },
      lengths: lengths && Int32Array.from(lengths),
    });
  // What is past the end of a series is padding, which has no gradient.
  const isPadding = (index: number, features: number) =>
    lengths !== undefined &&
    Math.floor(index / features) % shape.length >= lengths[Math.floor(index / features / shape.length)]!;
  // The engine keeps zeros there, in values as in gradients.
  for (const i of x.keys()) if (isPadding(i, shape.channels)) x[i] = 0;
  if (output.time !== undefined) {
    for (const i of outputGradient.keys()) if (isPadding(i, output.features)) outputGradient[i] = 0;
  }
  const weighted = ({ output }: LayerResult) => output.reduce((sum, value, i) => sum + value * outputGradient[i]!, 0);

  const result = await run();
  const differences = new Map<string, number>();
  for (const [name, values] of [["x", x] as const, ...tensors]) {
    const gradient = result.gradients.get(name);
    if (gradient === undefined) throw new Error(`no gradient of ${name}`);
    let worst = 0;
    for (const [i, value] of values.entries()) {
      if (name === "x" && isPadding(i, shape.channels)) continue;
      const at = async (moved: number) => {
        values[i] = moved;
        return weighted(await run());
      };
      const slope =
        ((await at(value + STEP)) - (await at(value - STEP))) / (Math.fround(value + STEP) - Math.fround(value - STEP));
      values[i] = value;
      worst = Math.max(worst, Math.abs(slope - gradient[i]!));
    }
    differences.set(name, worst / gradient.reduce((most, one) => Math.max(most, Math.abs(one)), 1e-30));
  }
  return { differences, result, x, tensors };
}
