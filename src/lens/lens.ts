/**
 * Looks into a model at one series at a time: what its gates, states and channels do on the way there, and what the loss asks of them on
 * the way back. Always on the processor and on the calling thread: one series keeps no more busy, and devices agree to the bit. Not for
 * many series, which `createPredictor` classifies much faster.
 */
import { checkDataset } from "../data/check.ts";
import type { Inspector, Numerics, Weights } from "../engine/device.ts";
import { openInspector } from "../engine/devices.ts";
import { TidelabError } from "../errors/errors.ts";
import { describeModel } from "../model/device-model.ts";
import { flatten } from "../model/graph.ts";
import { checkLength } from "../model/lengths.ts";
import type { Model } from "../model/model.ts";
import { gradientsOf, type SeriesGradients, type SeriesView, viewOf } from "./views.ts";

/** How a lens computes. */
export interface LensOptions {
  /** The build of the kernels; `auto` unless given, as everywhere. For the bits of a predictor, give the same. */
  readonly numerics?: Numerics | "auto";
}

/** Looks into a model at one series. Made by `createLens`. */
export interface Lens {
  /**
   * Everything that the layers compute on the way to the answer. Without dropout and with the running statistics, as in a prediction; the
   * logits have a prediction's bits.
   * @param values  (T, C) one series, row-major, in the units that the model was trained on
   * @param length  time steps T; those the model was compiled for unless given
   * @throws TidelabError `data.…` for values that are not one whole series of finite numbers, `shape.…` for a length that the layers cannot
   *         take, `memory.exhausted` where all of it is more than the host can hold, `predictor.closed`
   */
  look(values: Float32Array, length?: number): Promise<SeriesView>;
  /**
   * Gradients of the loss L = −log p(label) of the series, by the input and by every hidden state. Without dropout, class weights and label smoothing.
   * @param values  as in `look`
   * @param label   class that the answer should be, right or not: 0 … K − 1
   * @param length  as in `look`
   * @throws TidelabError as `look`; `data.label` for a class that the model does not have
   */
  gradients(values: Float32Array, label: number, length?: number): Promise<SeriesGradients>;
  /**
   * Gives it other weights of the same model, such as those of a checkpoint. A copy is made; the model stays as it is.
   * @param weights  as `Predictor.setWeights` takes them
   * @throws TidelabError `checkpoint.model` for weights of another model, `predictor.closed`
   */
  setWeights(weights: Weights): void;
  /** It cannot be used afterwards. */
  close(): void;
}

/**
 * Makes a lens with the weights that the model has now; training it further does not reach the lens.
 * @throws TidelabError `numerics.unavailable`
 * @example
 * ```ts
 * import { compile, models } from "tidelab";
 * import { createLens } from "tidelab/lens";
 *
 * const model = compile(models.recurrent({ hiddenSize: 4, numLayers: 1 }), { length: 20, classes: 2, seed: 7 });
 * const series = Float32Array.from({ length: 20 }, (_, t) => Math.sin(t / 3));
 * const lens = await createLens(model);
 * const { layers } = await lens.look(series);
 * const [lstm] = layers; // two directions of 20 steps of 4 units, with gates i, f, g, o and states c, h
 * console.log(lstm?.name, lstm?.cells.length, Object.keys(lstm?.cells[0]?.values ?? {}).join(" ")); // lstm 2 i f g o c h
 * const { input, states } = await lens.gradients(series, 1);
 * lens.close();
 * console.log(input.length, states.map(({ norms }) => norms.length).join(" ")); // 20 20 20
 * ```
 */
export async function createLens(model: Model, { numerics }: LensOptions = {}): Promise<Lens> {
  const compiledLength = model.graph.input.time ?? 1;
  const loss = { classWeights: undefined, labelSmoothing: 0 };
  const described = describeModel(model, { length: compiledLength, loss, batchSize: 1 });
  let inspector: Inspector | undefined = await openInspector(described, numerics);
  inspector.setWeights(model);
  const classNames = Array.from({ length: model.classes }, (_, index) => String(index));

  function opened(): Inspector {
    if (inspector === undefined) throw new TidelabError("predictor.closed", { maker: "createLens" });
    return inspector;
  }

  /** The series as the engine reads it. */
  function check(values: Float32Array, label: number, length: number, what: string): Float32Array {
    const { channels } = model;
    // A list, in which a class that is no whole number is still to be seen.
    const labels = [label] as unknown as Int32Array;
    const dataset = { values, labels, count: 1, length, channels, classNames };
    const { values: checked } = checkDataset(dataset, model, what);
    checkLength(model, length);
    return checked;
  }

  return {
    async look(values, length = compiledLength) {
      const open = opened();
      const series = check(values, 0, length, "look");
      return viewOf(await open.look(series, length), flatten(described.layers(length).nodes));
    },
    async gradients(values, label, length = compiledLength) {
      const open = opened();
      const series = check(values, label, length, "gradients");
      return gradientsOf(await open.gradients(series, length, label));
    },
    setWeights({ parameters, states }) {
      const open = opened();
      const [expected, received] = [model.parameters.length, parameters.length];
      if (received !== expected || states.length !== model.states.length) {
        throw new TidelabError("checkpoint.model", { expected, received }, "setWeights");
      }
      open.setWeights({ parameters, states });
    },
    close() {
      inspector = undefined;
    },
  };
}
