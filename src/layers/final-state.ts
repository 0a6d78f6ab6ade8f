/**
 * The final hidden states of the recurrent layer before it, (B, T, D·H) → (B, D·H): PyTorch's `h_n` of the top layer, its directions
 * side by side. The forward half ends with a series' last step, the reverse half with its first; `last` takes the last step of
 * both, where the reverse half has read a single step.
 */
import { TidelabError } from "../errors/errors.ts";
import { type LayerType, stepsOf } from "./layer.ts";

export const finalState: LayerType<"finalState"> = {
  outputShape({ layer }, input, path) {
    stepsOf(input, layer, path);
    const { features, directions } = input;
    if (directions === undefined) throw new TidelabError("shape.needsRecurrent", { layer }, path);
    return { time: undefined, features };
  },
  parameters: () => [],
};
