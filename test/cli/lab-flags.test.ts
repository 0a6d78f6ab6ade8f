import { describe, expect, it } from "vitest";
import { atLabFlag, defaultAt, type FlagValues, LAB_FLAGS, labSpec } from "../../src/cli/lab-flags.ts";
import { TidelabError } from "../../src/errors/errors.ts";
import { lookUp } from "../../src/spec/parse.ts";

function refusal(flags: FlagValues): TidelabError {
  try {
    labSpec(flags);
  } catch (error) {
    if (error instanceof TidelabError) return error;
  }
  throw new Error("expected a refusal");
}

describe("labSpec", () => {
  it("is the notebook's job without flags", () => {
    const { data, model, training, ...rest } = labSpec({});
    expect(rest).toEqual({ name: "lab", seed: 7, numerics: "auto", split: { train: 0.7, val: 0.15 }, transforms: [] });
    expect(data).toMatchObject({ kind: "waves", samples: 1200, length: 200, noise: 0.15 });
    expect(training).toMatchObject({ epochs: 20, batchSize: 32, optimizer: "adam", lr: 1e-3, clipGradNorm: 0 });
    expect(training.weightDecay ?? 0).toBe(0);
    expect(model.layers.map(({ layer }) => layer)).toEqual([
      "lstm",
      "attention",
      "linear",
      "relu",
      "dropout",
      "linear",
    ]);
    expect(model.layers[0]).toMatchObject({ hiddenSize: 64, numLayers: 2, bidirectional: true, dropout: 0.3 });
  });

  it.each<[FlagValues, string, unknown]>([
    [{ samples: "60" }, "data.samples", 60],
    [{ length: "12" }, "data.length", 12],
    [{ noise: "2.5e-1" }, "data.noise", 0.25],
    [{ cell: "gru" }, "model.layers.0.layer", "gru"],
    [{ cell: "rnn" }, "model.layers.0.layer", "rnn"],
    [{ hidden: "5" }, "model.layers.0.hiddenSize", 5],
    [{ layers: "3" }, "model.layers.0.numLayers", 3],
    [{ unidirectional: true }, "model.layers.0.bidirectional", false],
    [{ dropout: ".5" }, "model.layers.0.dropout", 0.5],
    [{ dropout: "0.4", layers: "1" }, "model.layers.0.dropout", 0.4],
    [{ layers: "1" }, "model.layers.0.dropout", 0],
    [{ pooling: "last" }, "model.layers.1.layer", "last"],
    [{ pooling: "final" }, "model.layers.1.layer", "finalState"],
    [{ pooling: "mean" }, "model.layers.1.layer", "globalAvgPool"],
    [{ pooling: "max" }, "model.layers.1.layer", "globalMaxPool"],
    [{ model: "cnn" }, "model.layers.0.layer", "conv1d"],
    [{ epochs: "3" }, "training.epochs", 3],
    [{ batch: "16" }, "training.batchSize", 16],
    [{ optimizer: "sgd" }, "training.optimizer", "sgd"],
    [{ lr: "5e-3" }, "training.lr", 0.005],
    [{ weightDecay: "0.01" }, "training.weightDecay", 0.01],
    [{ clipNorm: "1" }, "training.clipGradNorm", 1],
    [{ clipValue: "0.5" }, "training.clipGradValue", 0.5],
    [{ seed: "0" }, "seed", 0],
    [{ name: "mine" }, "name", "mine"],
    [{ numerics: "portable" }, "numerics", "portable"],
  ])("%j arrives at %s", (flags, path, value) => {
    const keys = path.split(".").map((key) => (/^\d+$/.test(key) ? Number(key) : key));
    expect(lookUp(labSpec(flags), keys)).toBe(value);
  });

  it.each<[FlagValues, string]>([
    [{ lr: "-5" }, "--lr: expected a number > 0, received -5."],
    [{ lr: "1,5" }, '--lr: expected a number, received "1,5".'],
    [{ layers: "0" }, "--layers: expected a number > 0, received 0."],
    [{ layers: "1.5" }, "--layers: expected a whole number, received 1.5."],
    [{ batch: "0" }, "--batch: expected a number > 0, received 0."],
    [{ hidden: "-1" }, "--hidden: expected a number > 0, received -1."],
    [{ epochs: "x" }, '--epochs: expected a number, received "x".'],
    [{ samples: "0x10" }, '--samples: expected a number, received "0x10".'],
    [{ dropout: "1", layers: "1" }, "--dropout: expected a number < 1, received 1."],
    [{ seed: "4294967296" }, "--seed: expected a number <= 4294967295, received 4294967296."],
    [{ cell: "lsmt" }, '--cell: expected one of lstm, gru, rnn, received "lsmt". Did you mean "lstm"?'],
    [{ pooling: "avg" }, '--pooling: expected one of attention, last, final, mean, max, received "avg".'],
    [{ model: "CNN" }, '--model: expected one of recurrent, cnn, received "CNN". Did you mean "cnn"?'],
    [
      { optimizer: "adma" },
      '--optimizer: expected one of "adam", "adamw", "sgd", received "adma". Did you mean "adam"?',
    ],
    [{ name: "a/b" }, "--name: expected a name of letters"],
  ])("refuses %j at its flag", (flags, message) => {
    expect(refusal(flags).message).toContain(message);
  });

  it.each(["cell", "hidden", "layers", "dropout", "pooling"] as const)("refuses --%s with a CNN", (key) => {
    expect(refusal({ model: "cnn", [key]: "1" }).message).toContain(
      `--${key}: makes no sense together with --model cnn.`,
    );
  });
});

describe("atLabFlag", () => {
  // Errors that arise when values meet have no path, and once were blamed on the first flag that has none: --model.
  it.each([
    [new TidelabError("data.emptySplit", { count: 2, train: 1, val: 0, test: 1, least: 4 }), "--samples"],
    [new TidelabError("data.wavesScale", { largest: 0, length: 1, noise: 0 }), "--length"],
    [new TidelabError("data.wavesScale", { largest: Number.POSITIVE_INFINITY, length: 9, noise: 1e300 }), "--noise"],
    [new TidelabError("shape.tooShort", { layer: "maxPool", needs: 2, received: 1 }, "model.layers[9]"), "--length"],
    [new TidelabError("training.batchNorm", { count: 33, batchSize: 32 }, "model.layers[1]"), "--batch"],
    [new TidelabError("numerics.unavailable", {}), "--numerics"],
    [new TidelabError("memory.exhausted", { megabytes: 9 }), undefined],
  ])("puts $code where it can be changed", (error, flag) => {
    expect((atLabFlag(error) as TidelabError).path).toBe(flag);
  });

  it("leaves other errors alone", () => {
    const error = new RangeError("x");
    expect(atLabFlag(error)).toBe(error);
  });
});

it("the help's defaults are those of the spec", () => {
  const spec = labSpec({});
  const shown = LAB_FLAGS.filter((flag) => flag.default !== undefined && flag.path !== undefined);
  expect(shown.length).toBeGreaterThan(12);
  for (const { path = "", default: text } of shown) {
    const keys = path.split(/[.[\]]+/).map((key) => (/^\d+$/.test(key) ? Number(key) : key));
    expect(String(lookUp(spec, keys)), path).toBe(text);
  }
});

it("knows defaults of flags and of places in a spec file, but not the lab's own there", () => {
  expect(defaultAt("--lr")).toBe("0.001");
  expect(defaultAt("lab.json:3:9: training.lr")).toBe("0.001");
  expect(defaultAt("--name")).toBe("lab");
  expect(defaultAt("lab.json:2:3: name")).toBeUndefined();
  expect(defaultAt("lab.json:2:3: model.layers[0].hiddenSize")).toBeUndefined();
});
