/** Specs that are refused: the path of what is wrong, what was expected, and the name that was probably meant. */
import { describe, expect, it } from "vitest";
import { TidelabError } from "../../src/errors.ts";
import { errorMessages as chinese } from "../../src/messages/errors.zh-CN.ts";
import { parseSpec } from "../../src/spec/parse.ts";

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

const withData = (data: object) => ({ model, data: { kind: "waves", ...data } });

describe("parseSpec", () => {
  it.each<[unknown, string]>([
    [{ model: { layers: [{ layer: "grru" }] } }, "model.layers[0].layer: expected one of lstm, gru, rnn, attention"],
    [{ model: { layers: [{ layer: "grru" }] } }, 'received "grru". Did you mean "gru"?'],
    [{ model: { layers: [{}] } }, "model.layers[0].layer: expected one of lstm"],
    [{ model: { layers: [{ layer: "gru", hiddensize: 3 }] } }, "model.layers[0].hiddenSize: missing."],
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
    [withData({ frequncy: [1, 2] }), 'data.frequncy: unknown key "frequncy". Did you mean "frequency"?'],
  ])("refuses %j: %s", (spec, text) => {
    const error = refusal(spec);
    expect(error.message).toContain(text);
    expect(chinese[error.code](error.params as never)).toMatch(/\p{Script=Han}/u);
  });
});
