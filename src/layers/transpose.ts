/**
 * Time steps that become features: the number of features depends on the length of the series, so all series must have the length
 * that the model was compiled for.
 *
 *   flatten    (B, T, C) → (B, T · C), the first step's features first
 *   transpose  (B, T, C) → (B, C, T)
 *
 * @see torch.flatten(x, 1), x.transpose(1, 2); transpose is the "dimension shuffle" of LSTM-FCN (Karim et al. 2018)
 */
import { TidelabError } from "../errors/errors.ts";
import type { LayerKind } from "../spec/layers.ts";
import type { LayerType } from "./layer.ts";

function fixedLength<K extends LayerKind>(
  shape: (time: number, features: number) => { time: number | undefined; features: number },
): LayerType<K> {
  return {
    needsFixedLength: true,
    outputShape({ layer }, { time, features }, path) {
      if (time === undefined) throw new TidelabError("shape.needsTime", { layer }, path);
      return shape(time, features);
    },
    parameters: () => [],
  };
}

export const flatten = fixedLength<"flatten">((time, features) => ({ time: undefined, features: time * features }));
export const transpose = fixedLength<"transpose">((time, features) => ({ time: features, features: time }));
