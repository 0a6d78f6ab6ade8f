/**
 * A model held ready to classify series that have no labels, one at a time or many: weights are copied and packed, and
 * programs compiled, once. Not for data with labels, of which `evaluate` knows the loss; not for streams of single steps.
 */
import { checkDataset, checkWhole } from "../data/check.ts";
import type { Weights } from "../engine/device.ts";
import { openSession } from "../engine/devices.ts";
import { TidelabError } from "../errors/errors.ts";
import { describeModel } from "../model/device-model.ts";
import { checkLength } from "../model/lengths.ts";
import type { Model } from "../model/model.ts";
import { type Answers, answersOf } from "./answers.ts";
import type { EvaluateOptions } from "./evaluate.ts";

/** What a model says of N series. */
export interface Prediction extends Answers {
  /** Attention weights (N, T), by the layer's name; empty for models without attention. */
  readonly attention: ReadonlyMap<string, Float32Array>;
}

/** A model held ready to classify series. Made by `createPredictor`. */
export interface Predictor {
  /**
   * Classifies series, in the units that the model was trained on. A series' results do not depend on which others come
   * with it, nor on the threads.
   * @param values  (N, T, C), row-major; with threads they are read until the answer is there, so leave them as they are
   * @param length  time steps T of each series; those the model was compiled for unless given. A program is kept for
   *                every length that was met
   * @throws TidelabError `data.…` for values that are not whole series of finite numbers, `shape.…` for a length that
   *         the layers cannot take, `predictor.closed`
   */
  predict(values: Float32Array, length?: number): Promise<Prediction>;
  /**
   * Gives it other weights of the same model, such as those of a checkpoint, from the next prediction on. A copy is made; the model stays as it is.
   * @param weights  all parameters, then running statistics, in the order of `model.parameters` and `model.states`, as a `TrainingState` has them
   * @throws TidelabError `checkpoint.model` for weights of another model, `predictor.closed`
   */
  setWeights(weights: Weights): void;
  /** Ends the threads; the predictor cannot be used afterwards. */
  close(): void;
}

/**
 * Makes a predictor with the weights that the model has now; training it further does not reach the predictor.
 * @param options  `threads`: more than one pays from some hundred series a call on
 * @throws TidelabError `numerics.unavailable`, `threads.…`
 * @example
 * ```ts
 * import { compile, createPredictor } from "tidelab";
 *
 * const model = compile({ layers: [{ layer: "lstm", hiddenSize: 4 }, { layer: "last" }, { layer: "linear", outFeatures: 2 }] }, { length: 5, classes: 2, seed: 7 });
 * const predictor = await createPredictor(model);
 * const { predicted } = await predictor.predict(new Float32Array(3 * 5));
 * predictor.close();
 * console.log(predicted.length); // 3
 * ```
 */
export async function createPredictor(model: Model, options: EvaluateOptions = {}): Promise<Predictor> {
  const { channels, classes } = model;
  const compiledLength = model.graph.input.time ?? 1;
  const described = describeModel(model, {
    length: compiledLength,
    loss: { classWeights: undefined, labelSmoothing: 0 },
    batchSize: 1,
  });
  const session = await openSession(described, options, options.device);
  session.setWeights(model);
  let closed = false;
  const close = () => {
    closed = true;
    session.close();
  };
  const lengths = new Set([compiledLength]);
  // Answers are numbers of classes; names are of no effect on them.
  const classNames = Array.from({ length: classes }, (_, index) => String(index));

  async function predict(given: Float32Array, length = compiledLength): Promise<Prediction> {
    if (closed) throw new TidelabError("predictor.closed", { maker: "createPredictor" });
    checkWhole(length, 0, "predict.length");
    const size = length * channels;
    const count = length > 0 ? Math.floor(given?.length / size) || 0 : 0;
    const labels = new Int32Array(count); // of no effect on what is asked for
    const all = checkDataset({ values: given, labels, count, length, channels, classNames }, model, "predict");
    if (!lengths.has(length)) checkLength(model, length);
    lengths.add(length);

    const { logits, exposed } = await session.classify(all, count);
    return {
      ...answersOf(logits, classes),
      attention: exposed,
    };
  }

  function setWeights({ parameters, states }: Weights): void {
    if (closed) throw new TidelabError("predictor.closed", { maker: "createPredictor" });
    const [expected, received] = [model.parameters.length, parameters.length];
    if (received !== expected || states.length !== model.states.length) {
      throw new TidelabError("checkpoint.model", { expected, received }, "setWeights");
    }
    session.setWeights({ parameters, states });
  }

  return { predict, setWeights, close };
}
