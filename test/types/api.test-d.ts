/** What the public API accepts and refuses at compile time: a wrong spec does not compile. */
import { describe, expectTypeOf, it } from "vitest";
import {
  compile,
  createPredictor,
  type Model,
  type ModelInput,
  models,
  type SpecInput,
  type TrainEvent,
  train,
  waves,
} from "../../src/index.ts";

describe("specs", () => {
  it("accept layers with defaults left out", () => {
    expectTypeOf<{ layers: [{ layer: "lstm"; hiddenSize: 8 }, { layer: "last" }] }>().toExtend<ModelInput>();
    expectTypeOf(models.recurrent({ cell: "gru" })).toExtend<ModelInput>();
    expectTypeOf<{ model: ModelInput; training: { lr: number } }>().toExtend<SpecInput>();
  });

  it("refuse unknown layers, keys and types", () => {
    // @ts-expect-error no such layer
    compile({ layers: [{ layer: "lstmm", hiddenSize: 8 }] }, { length: 10, classes: 2 });
    // @ts-expect-error a required option is missing
    compile({ layers: [{ layer: "lstm" }] }, { length: 10, classes: 2 });
    // @ts-expect-error a misspelt option
    compile({ layers: [{ layer: "lstm", hiddenSize: 8, bidirectonal: true }] }, { length: 10, classes: 2 });
    // @ts-expect-error a number, not a text
    compile({ layers: [{ layer: "linear", outFeatures: "2" }] }, { length: 10, classes: 2 });
    // @ts-expect-error an option of another layer
    compile({ layers: [{ layer: "relu", hiddenSize: 8 }] }, { length: 10, classes: 2 });
    // @ts-expect-error inside a branch, too
    compile({ layers: [{ layer: "residual", layers: [{ layer: "relu", p: 1 }] }] }, { length: 10, classes: 2 });
    // @ts-expect-error no such cell
    models.recurrent({ cell: "lsmt" });
    // @ts-expect-error no such option
    waves({ sample: 3 });
  });

  it("accept waves, transforms and augmentation, and refuse what is misspelt", () => {
    waves({ kinds: ["sine", "chirp"], phase: [0, 1], transforms: [{ transform: "pad", length: 300 }] });
    expectTypeOf<{ model: ModelInput; training: { augment: [{ augment: "mixup" }] } }>().toExtend<SpecInput>();
    // @ts-expect-error no such wave
    waves({ kinds: ["sine", "cosine"] });
    // @ts-expect-error a range has two ends
    waves({ phase: [0] });
    // @ts-expect-error no such transform
    waves({ transforms: [{ transform: "crop", length: 3 }] });
    // @ts-expect-error an option of another transform
    waves({ transforms: [{ transform: "truncate", length: 3, side: "left" }] });
    // @ts-expect-error no such augmentation
    train({} as Model, waves(), { augment: [{ augment: "flip" }] });
  });

  it("training options are checked", () => {
    const model = {} as Model;
    const data = waves();
    // @ts-expect-error no such optimizer
    train(model, data, { optimizer: "adamm" });
    // @ts-expect-error no such key
    train(model, data, { learningRate: 1 });
    // @ts-expect-error a validation set is needed
    train(model, { train: data.train });
  });
});

it("events narrow by their type", () => {
  const event = {} as TrainEvent;
  if (event.type === "epoch") expectTypeOf(event.record.trainLoss).toEqualTypeOf<number>();
  if (event.type === "done") expectTypeOf(event.outcome.status).toEqualTypeOf<"finished" | "stopped" | "diverged">();
  // @ts-expect-error a step has no record
  if (event.type === "step") event.record;
});

it("a predictor takes values and a length, and gives typed arrays", async () => {
  const predictor = await createPredictor({} as Model, { threads: 2, numerics: "portable" });
  expectTypeOf(predictor.predict).parameters.toEqualTypeOf<[values: Float32Array, length?: number]>();
  expectTypeOf((await predictor.predict(new Float32Array(20))).probabilities).toEqualTypeOf<Float32Array>();
  // @ts-expect-error no such option
  createPredictor({} as Model, { thread: 2 });
});
