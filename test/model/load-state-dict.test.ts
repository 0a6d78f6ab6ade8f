/** Weights from PyTorch: taken where names and shapes say what they are, refused by name where they do not. */
import "../../src/node/platform.ts";
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { TidelabError } from "../../src/errors/errors.ts";
import { readSafetensors, type Tensor, writeSafetensors } from "../../src/formats/safetensors.ts";
import { createPredictor } from "../../src/inference/predictor.ts";
import { loadStateDict } from "../../src/model/load-state-dict.ts";
import { compile, stateDict } from "../../src/model/model.ts";
import { weightsSha256 } from "../../src/model/weights-hash.ts";
import type { LayerInput } from "../../src/spec/layers.ts";

const layers: LayerInput[] = [
  { layer: "conv1d", outChannels: 4, kernelSize: 3 },
  { layer: "batchNorm" },
  { layer: "last" },
  { layer: "linear", outFeatures: 2 },
];
const newModel = (seed: number) => compile({ layers }, { length: 8, classes: 2, seed });
const dict = () => new Map<string, Tensor>(stateDict(newModel(3)));
const renamed = (prefix: string) => new Map([...dict()].map(([name, tensor]) => [prefix + name, tensor]));

/** Code and place of everything that is wrong. */
function errorsOf(tensors: Map<string, Tensor>): (string | undefined)[][] {
  const model = newModel(7);
  const before = weightsSha256(model);
  try {
    loadStateDict(model, tensors);
  } catch (error) {
    if (!(error instanceof TidelabError)) throw error;
    expect(weightsSha256(model)).toBe(before);
    return [error, ...error.others].map(({ code, path }) => [code, path]);
  }
  return [];
}

describe("loadStateDict", () => {
  it.each([undefined, null, 3, { shape: [2] }])("names a tensor that is none (%j), and changes nothing", (tensor) => {
    const given = dict().set("3.bias", tensor as unknown as Tensor);
    expect(errorsOf(given)).toEqual([["weights.shape", "weights.3.bias"]]);
  });

  it.each([undefined, {}, readSafetensors(writeSafetensors(dict()))])("refuses what is no Map of tensors", (given) => {
    expect(errorsOf(given as unknown as Map<string, Tensor>)).toEqual([["weights.map", "tensors"]]);
  });

  it.each(["", "module.", "_orig_mod.", "module._orig_mod.", "net.0."])("takes names behind %j", (prefix) => {
    const model = newModel(7);
    expect(loadStateDict(model, renamed(prefix))).toEqual({ prefix, ignored: [] });
    expect(weightsSha256(model)).toBe(weightsSha256(newModel(3)));
  });

  it("leaves BatchNorm's counter out and says so", () => {
    const model = newModel(7);
    const counter = { shape: [], data: Float32Array.of(12) };
    const given = renamed("module.").set("module.1.num_batches_tracked", counter);
    expect(loadStateDict(model, given)).toEqual({ prefix: "module.", ignored: ["module.1.num_batches_tracked"] });
    expect(weightsSha256(model)).toBe(weightsSha256(newModel(3)));
  });

  it("names what is missing, too much, transposed, of another shape or not finite, all at once", () => {
    const given = dict();
    given.delete("0.bias");
    given.set("4.weight", { shape: [1], data: Float32Array.of(1) });
    given.set("3.weight", { shape: [4, 2], data: new Float32Array(8) });
    given.set("1.running_var", { shape: [3], data: new Float32Array(3) });
    given.set("1.running_mean", { shape: [4], data: Float32Array.of(0, Number.NaN, 0, 0) });
    expect(errorsOf(given)).toEqual([
      ["weights.missing", "weights"],
      ["weights.extra", "weights"],
      ["weights.shape", "weights.3.weight"],
      ["data.value", "weights.1.running_mean[1]"],
      ["weights.shape", "weights.1.running_var"],
    ]);
  });

  it("says that layers were saved without bias, and whether a matrix is transposed", () => {
    const given = dict();
    given.delete("3.bias");
    given.set("3.weight", { shape: [4, 2], data: new Float32Array(8) });
    expect(() => loadStateDict(newModel(7), given)).toThrow(/3\.bias.*bias false.*transposed/s);
  });

  it("takes no names of another model", () => {
    expect(errorsOf(new Map([["kernel", { shape: [1], data: Float32Array.of(1) }]]))).toEqual([
      ["weights.missing", "weights"],
      ["weights.extra", "weights"],
    ]);
    expect(errorsOf(new Map())).toEqual([["weights.missing", "weights"]]);
  });

  it("gives PyTorch's logits with PyTorch's weights", async () => {
    const file = new URL("../fixtures/from-torch.safetensors", import.meta.url);
    const { tensors } = readSafetensors(new Uint8Array(readFileSync(file)));
    const model = compile(
      {
        layers: [
          { layer: "gru", hiddenSize: 3, bidirectional: true },
          { layer: "finalState" },
          { layer: "linear", outFeatures: 2 },
        ],
      },
      { length: 5, classes: 2 },
    );
    expect(loadStateDict(model, tensors)).toEqual({ prefix: "module.", ignored: [] });
    const predictor = await createPredictor(model);
    const { logits } = await predictor.predict(Float32Array.of(0.5, -1, 0.25, 2, -0.75));
    predictor.close();
    // In float64, with the weights rounded to bfloat16: see fixtures/from-torch.py.
    const expected = JSON.parse(
      readFileSync(new URL("../fixtures/from-torch.json", import.meta.url), "utf8"),
    ) as number[];
    for (const [k, logit] of logits.entries()) expect(logit).toBeCloseTo(expected[k]!, 6);
  });
});

describe("readSafetensors", () => {
  /** A file of one tensor of any dtype. */
  function fileOf(dtype: string, data: ArrayBufferView, shape: number[]): Uint8Array {
    const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
    const text = JSON.stringify({ n: { dtype, shape, data_offsets: [0, bytes.length] } });
    const header = new TextEncoder().encode(text.padEnd(Math.ceil(text.length / 8) * 8));
    const file = new Uint8Array(8 + header.length + bytes.length);
    new DataView(file.buffer).setBigUint64(0, BigInt(header.length), true);
    file.set(header, 8);
    file.set(bytes, 8 + header.length);
    return file;
  }

  it.each<[string, ArrayBufferView, number[]]>([
    ["I64", BigInt64Array.of(-3n, 12n), [-3, 12]],
    ["U64", BigUint64Array.of(3n, 2n ** 40n), [3, 2 ** 40]],
    ["I32", Int32Array.of(-3, 12), [-3, 12]],
    ["U32", Uint32Array.of(3, 2 ** 31), [3, 2 ** 31]],
    ["I16", Int16Array.of(-3, 12), [-3, 12]],
    ["U16", Uint16Array.of(3, 65535), [3, 65535]],
    ["I8", Int8Array.of(-3, 12), [-3, 12]],
    ["U8", Uint8Array.of(3, 255), [3, 255]],
    ["BOOL", Uint8Array.of(0, 1), [0, 1]],
    ["F64", Float64Array.of(0.1, -2), [Math.fround(0.1), -2]],
  ])("reads %s beside weights", (dtype, data, expected) => {
    const { tensors } = readSafetensors(fileOf(dtype, data, [2]));
    expect([...tensors.get("n")!.data]).toEqual(expected);
  });

  it("reads a counter without dimensions", () => {
    expect(readSafetensors(fileOf("I64", BigInt64Array.of(7n), [])).tensors.get("n")).toEqual({
      shape: [],
      data: Float32Array.of(7),
    });
  });

  it("still names a dtype that it cannot read", () => {
    expect(() => readSafetensors(fileOf("F8_E4M3", Uint8Array.of(1, 2), [2]))).toThrow(
      expect.objectContaining({ code: "safetensors.dtype" }),
    );
  });

  it("writes what it reads", () => {
    expect(readSafetensors(writeSafetensors(dict())).tensors).toEqual(dict());
  });
});
