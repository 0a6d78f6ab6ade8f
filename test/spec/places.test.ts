/** A spec from text: what is wrong is said at its line and column. */
import { describe, expect, it } from "vitest";
import { type ErrorCode, TidelabError } from "../../src/errors/errors.ts";
import { parseJson } from "../../src/spec/json-text.ts";
import { parseSpec } from "../../src/spec/parse.ts";
import { parseSpecText, placeIn } from "../../src/spec/places.ts";

const MODEL = { layers: [{ layer: "gru", hiddenSize: 3 }, { layer: "last" }, { layer: "linear", outFeatures: 2 }] };

function errorsOf(text: string): [string, string | undefined][] {
  try {
    parseSpecText(text, "spec");
  } catch (error) {
    if (error instanceof TidelabError) return error.all.map(({ code, path }) => [code, path]);
  }
  return [];
}

describe("a spec from text", () => {
  it("is what its value is", () => {
    const spec = { name: "mine", model: MODEL, training: { lr: 0.01 } };
    expect(parseSpecText(JSON.stringify(spec, undefined, 2), "spec")).toEqual(parseSpec(spec));
  });

  it("has everything that is wrong at its place", () => {
    const text = `{
  "model": { "layers": [{ "layer": "gru", "hiddenSize": 0 }] },
  "training": { "lr": -5,
    "epoch": 3 }
}`;
    expect(errorsOf(text)).toEqual([
      ["spec.range", "spec:2:57: model.layers[0].hiddenSize"],
      ["spec.range", "spec:3:23: training.lr"],
      ["spec.unknownKey", "spec:4:14: training.epoch"],
    ]);
  });

  it("leaves places on the disk as they are", () => {
    const json = parseJson('{ "data": { "samples": 3 } }', "spec");
    const place = (code: ErrorCode, path: string) =>
      placeIn(json, "spec", new TidelabError(code as "file.missing", {} as never, path));
    expect(place("file.missing", "wide.csv")).toBeUndefined();
    expect(place("arff.noData", "waves.arff:5:204")).toBeUndefined();
    expect(place("run.diskFull", "runs/a/checkpoints")).toBeUndefined();
    expect(place("data.whole", "data.samples")).toBe("spec:1:24: data.samples");
    // A key may be called anything.
    expect(place("spec.unknownKey", "data.a/b")).toMatch(/^spec:1:/);
  });

  it("names the object that lacks a key, and text that is no JSON", () => {
    expect(errorsOf('{ "name": "x" }')).toEqual([["spec.missing", "spec:1:1: model"]]);
    expect(errorsOf('{ "name": ')).toEqual([["json.syntax", expect.stringMatching(/^spec:1:/)]]);
    expect(errorsOf('{ "name": "a", "name": "b" }')).toEqual([["json.duplicateKey", "spec:1:16"]]);
  });
});
