/** Everything that is wrong with a spec is reported at once: all keys and values, and then all that does not go together. */
import "../../src/node/platform.ts";
import { describe, expect, it } from "vitest";
import { describeError, TidelabError } from "../../src/errors/errors.ts";
import { runSpec } from "../../src/runs/run-spec.ts";
import { parseSpec } from "../../src/spec/parse.ts";

const layers = [{ layer: "last" }, { layer: "linear", outFeatures: 2 }];

function errorOf(work: () => unknown): TidelabError {
  try {
    work();
  } catch (error) {
    if (error instanceof TidelabError) return error;
    throw error;
  }
  throw new Error("nothing was wrong");
}

/** Code and place of everything that is wrong. */
const codesOf = (error: TidelabError) => [error, ...error.others].map(({ code, path }) => [code, path]);
const wrongIn = (spec: unknown) => codesOf(errorOf(() => parseSpec(spec)));

describe("keys and values", () => {
  it("all of them, one error a place", () => {
    const spec = {
      nam: "a",
      seed: -1,
      sed: 1,
      data: { kind: "waves", samples: 1.5, kinds: ["sine", "sin"] },
      model: { layers: [{ layer: "lstm", hidenSize: 4, dropout: 2 }, { layer: "lsat" }, { layer: "linear" }] },
      training: { epochs: "3", lr: -0.5, bachSize: 3, momentun: 1, optimizer: "adm" },
    };
    expect(wrongIn(spec).sort()).toEqual(
      [
        ["spec.unknownKey", "nam"],
        ["spec.unknownKey", "sed"],
        ["spec.range", "seed"],
        ["spec.type", "data.samples"],
        ["spec.choice", "data.kinds[1]"],
        ["spec.unknownKey", "model.layers[0].hidenSize"],
        ["spec.range", "model.layers[0].dropout"],
        ["spec.choice", "model.layers[1].layer"],
        ["spec.missing", "model.layers[2].outFeatures"],
        ["spec.type", "training.epochs"],
        ["spec.range", "training.lr"],
        ["spec.unknownKey", "training.bachSize"],
        ["spec.unknownKey", "training.momentun"],
        ["spec.choice", "training.optimizer"],
      ].sort(),
    );
  });

  it("of a layer whose kind is not known, the kind alone", () => {
    expect(wrongIn({ model: { layers: [{ layer: "lstmm", hiddenSize: -4, foo: 1 }] } })).toEqual([
      ["spec.choice", "model.layers[0].layer"],
    ]);
  });

  it("a single fault is as it was, and its message has one line", () => {
    const error = errorOf(() => parseSpec({ model: { layers }, training: { lr: 0 } }));
    expect(error.others).toEqual([]);
    expect(error.message).toBe(describeError(error));
  });

  it("the message of several has a line for each", () => {
    const error = errorOf(() => parseSpec({ model: { layers }, training: { lr: 0, epochs: 0 } }));
    expect(error.message.split("\n").map((line) => line.split(":")[0])).toEqual(["training.epochs", "training.lr"]);
  });

  it("moves all of them where they were written", () => {
    const error = errorOf(() => parseSpec({ model: { layers }, training: { lr: 0, epochs: 0 } }));
    const moved = error.moved(({ path }) => (path === "training.lr" ? `file:3: ${path}` : undefined));
    expect(codesOf(moved).map(([, path]) => path)).toEqual(["training.epochs", "file:3: training.lr"]);
  });
});

describe("what does not go together", () => {
  it("in data, model and training", async () => {
    const spec = parseSpec({
      data: { kind: "waves", samples: 40, length: 10, minLength: 11 },
      model: { layers: [{ layer: "last" }, { layer: "lstm", hiddenSize: 2 }] },
      training: {
        optimizer: "sgd",
        nesterov: true,
        classWeights: [1],
        epochs: 2,
        schedule: { kind: "cosine", warmup: 2 },
      },
    });
    const error = await runSpec(spec)
      .next()
      .catch((cause: unknown) => cause);
    expect(error).toBeInstanceOf(TidelabError);
    expect(codesOf(error as TidelabError)).toEqual([
      ["data.wavesMinLength", "data.minLength"],
      ["shape.needsTime", "model.layers[1]"],
      ["model.classWeights", "training.classWeights"],
      ["training.nesterov", "training.nesterov"],
      ["training.warmup", "training.schedule.warmup"],
    ]);
  });

  it("in the cycles of a training", async () => {
    const schedule = { kind: "cosineRestarts", cycles: 3 } as const;
    const model = { layers: [{ layer: "last" as const }, { layer: "lstm" as const, hiddenSize: 2 }] };
    const spec = parseSpec({ data: { kind: "waves", samples: 40 }, model, training: { epochs: 4, schedule } });
    const error = await runSpec(spec)
      .next()
      .catch((cause: unknown) => cause);
    expect(codesOf(error as TidelabError)).toEqual([
      ["shape.needsTime", "model.layers[1]"],
      ["training.cycles", "training.schedule.cycles"],
    ]);
  });

  it("in training alone", async () => {
    const training = { optimizer: "sgd", nesterov: true, classWeights: [1] } as const;
    const spec = parseSpec({ data: { kind: "waves", samples: 40, length: 10 }, model: { layers }, training });
    const error = await runSpec(spec)
      .next()
      .catch((cause: unknown) => cause);
    expect(codesOf(error as TidelabError).map(([code]) => code)).toEqual(["model.classWeights", "training.nesterov"]);
  });
});
