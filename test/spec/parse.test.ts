/** Specs that are refused: the path of what is wrong, what was expected, and the name that was probably meant. */
import { describe, expect, it } from "vitest";
import { TidelabError } from "../../src/errors/errors.ts";
import { errorMessages as chinese } from "../../src/errors/zh-CN.ts";
import { parseSpec } from "../../src/spec/parse.ts";
import { leavesOf, parsePath, withValueAt } from "../../src/spec/paths.ts";
import type { TrainingInput } from "../../src/spec/spec.ts";

const model = { layers: [{ layer: "last" }] };

function refusal(spec: unknown): TidelabError {
  try {
    parseSpec(spec);
  } catch (error) {
    if (error instanceof TidelabError) return error;
    throw error;
  }
  throw new Error("the spec was not refused");
}

const withPadding = (padding: unknown) => ({
  model: { layers: [{ layer: "conv1d", outChannels: 2, kernelSize: 3, padding }] },
});
const withData = (data: object) => ({ model, data: { kind: "waves", ...data } });

describe("parseSpec", () => {
  it.each<[unknown, string]>([
    [{ model: { layers: [{ layer: "grru" }] } }, "model.layers[0].layer: expected one of lstm, gru, rnn, attention"],
    [{ model: { layers: [{ layer: "grru" }] } }, 'received "grru". Did you mean "gru"?'],
    [{ model: { layers: [{}] } }, "model.layers[0].layer: expected one of lstm"],
    [{ model: { layers: [{ layer: "gru" }] } }, "model.layers[0].hiddenSize: missing."],
    [{ model: { layers: [{ layer: "gru", outputs: 3 }] } }, "model.layers[0].hiddenSize: missing."],
    // A key that is missing because it is misspelt
    [
      { model: { layers: [{ layer: "gru", hiddensize: 3 }] } },
      'hiddensize: unknown key "hiddensize". Did you mean "hidden',
    ],
    [{ modl: { layers: [] } }, 'modl: unknown key "modl". Did you mean "model"?'],
    [
      { model: { layers: [{ layer: "gru", hiddenSize: 3, dropuot: 0.3 }] } },
      'model.layers[0].dropuot: unknown key "dropuot". Did you mean "dropout"?',
    ],
    [
      { model, transforms: [{ transform: "truncat", length: 3 }] },
      'transforms[0].transform: expected one of truncate, pad, resample, windows, normalise, difference, received "truncat". Did you mean "truncate"?',
    ],
    [
      { model, transforms: [{ transform: "pad", length: 3, sied: "left" }] },
      'transforms[0].sied: unknown key "sied". Did you mean "side"?',
    ],
    [
      { model, transforms: [{ transform: "pad", length: 0 }] },
      "transforms[0].length: expected a number > 0, received 0.",
    ],
    [{ model, transforms: {} }, "transforms: expected a list [ … ]"],
    [{ model, name: "x".repeat(300) }, "name: expected <= 80 characters, received 300."],
    [
      { model, data: { kind: "files", train: "a.csv", missing: "value", missingValue: 1e40 } },
      "data.missingValue: expected a number <= 3.4028234663852886e+38, received 1e+40.",
    ],
    [
      { model, data: { kind: "files", train: "a.csv", reading: { delimiter: "::" } } },
      "data.reading.delimiter: expected <= 1 characters, received 2.",
    ],
    [
      { model, training: { augment: [{ augment: "jiter" }] } },
      'training.augment[0].augment: expected one of jitter, scale, shift, timeWarp, windowSlice, mixup, received "jiter". Did you mean "jitter"?',
    ],
    [
      { model, training: { augment: [{ augment: "mixup", alhpa: 1 }] } },
      'training.augment[0].alhpa: unknown key "alhpa". Did you mean "alpha"?',
    ],
    [withData({ phase: [1, 0] }), "data.phase: expected a range [low, high] with low <= high, received [1,0]."],
    [withData({ phase: 1 }), "data.phase: expected a list [ … ], received 1."],
    [withData({ kinds: ["sine"] }), "data.kinds: expected >= 2 entries, received 1."],
    [withData({ kinds: ["sine", "sine"] }), "data.kinds: expected a list without repetition"],
    [withData({ kinds: ["sine", "sqare"] }), 'data.kinds[1]: expected one of "sine", "square"'],
    [
      withData({ missing: { length: [2, 3], fil: "zero" } }),
      'data.missing.fil: unknown key "fil". Did you mean "fill"?',
    ],
    [withData({ phase: [1] }), "data.phase: expected >= 2 entries, received 1."],
    [withData({ phase: [1, 2, 3] }), "data.phase: expected <= 2 entries, received 3."],
    [{ model, split: [] }, "split: expected an object { … }, received []."],
    [{ model: { layers: [[]] } }, "model.layers[0]: expected an object { … }, received []."],
    [{ model: { layers: [{ layer: "residual" }] } }, "model.layers[0].layers: missing. Expected a list [ … ]."],
    [{ model: { layers: [{ layer: "constructor" }] } }, "expected one of lstm, gru, "],
    [{ model, seed: 1.5 }, "seed: expected a whole number, received 1.5."],
    [{ model, seed: 1e20 }, "seed: expected a number <= 9007199254740991, received 100000000000000000000."],
    [{ model, name: "../x" }, "name: expected a name of letters, digits, dots"],
    [{ model, data: {} }, "data.kind: expected one of waves, files, received nothing."],
    [{ model, constructor: 1 }, 'constructor: unknown key "constructor". Known here: $schema, name, seed,'],
    [JSON.parse('{ "model": {}, "__proto__": 1 }'), "model.layers: missing."],
    [
      JSON.parse('{ "model": { "layers": [{ "layer": "last", "__proto__": 1 }] } }'),
      'model.layers[0].__proto__: unknown key "__proto__". Known here: layer, name.',
    ],
    [withPadding("valid"), 'model.layers[0].padding: expected a number, received "valid".'],
    [withPadding(-1), "model.layers[0].padding: expected a number >= 0, received -1."],
    [withPadding(0.5), "model.layers[0].padding: expected a whole number, received 0.5."],
    [withData({ frequncy: [1, 2] }), 'data.frequncy: unknown key "frequncy". Did you mean "frequency"?'],
  ])("refuses %j: %s", (spec, text) => {
    const error = refusal(spec);
    expect(error.message).toContain(text);
    expect(chinese[error.code](error.params as never)).toMatch(/\p{Script=Han}/u);
  });
});

it.each(["same", 0, 3])("takes a padding of %s", (padding) => {
  expect(parseSpec(withPadding(padding)).model.layers[0]).toMatchObject({ padding });
});

describe("a number", () => {
  /** Every number that a spec may have, somewhere. */
  const full = parseSpec({
    data: {
      kind: "waves",
      minLength: 9,
      phase: [0, 1],
      frequency: [1, 2],
      amplitude: [1, 2],
      missing: { length: [1, 2] },
    },
    transforms: [
      { transform: "pad", length: 3 },
      { transform: "windows", length: 3, stride: 1 },
      { transform: "difference" },
    ],
    model: {
      layers: [
        { layer: "lstm", hiddenSize: 2 },
        { layer: "conv1d", outChannels: 2, kernelSize: 3 },
        { layer: "maxPool", kernelSize: 2, stride: 2 },
        { layer: "batchNorm" },
        { layer: "layerNorm" },
        { layer: "concat", branches: [[{ layer: "dropout" }], []] },
        { layer: "residual", layers: [{ layer: "linear", outFeatures: 2 }], shortcut: [{ layer: "dropout" }] },
      ],
    },
    training: {
      weightDecay: 0,
      classWeights: [1, 2],
      earlyStopping: { patience: 2 },
      augment: [
        { augment: "jitter" },
        { augment: "shift", steps: 1 },
        { augment: "timeWarp" },
        { augment: "windowSlice" },
        { augment: "mixup" },
      ],
    },
  });
  const schedules: TrainingInput["schedule"][] = [
    { kind: "step", stepSize: 1 },
    { kind: "exponential", gamma: 0.5 },
    { kind: "cosine" },
    { kind: "cosineRestarts", cycles: 2 },
    { kind: "oneCycle", maxLr: 1 },
    { kind: "reduceOnPlateau" },
  ];
  const specs = schedules.map((schedule) => parseSpec({ ...full, training: { ...full.training, schedule } }));

  it.each([Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NaN, "1", null])(
    "is not %s, anywhere",
    (value) => {
      const wrong = specs.flatMap((spec) => {
        const numbers = [...leavesOf(spec)].filter(([, leaf]) => typeof leaf === "number");
        expect(numbers.length).toBeGreaterThan(60);
        return numbers.flatMap(([path]) => {
          const { message } = refusal(withValueAt(spec, parsePath(path)!, value));
          return message ===
            `${path}: expected a number, received ${typeof value === "number" ? value : JSON.stringify(value)}.`
            ? []
            : [message];
        });
      });
      expect(wrong).toEqual([]);
    },
  );
});
