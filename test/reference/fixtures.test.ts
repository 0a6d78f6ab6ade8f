/** The fixtures' reader and the measure that all comparisons with PyTorch rest on: that it can fail, and that the files stay small. */
import { readdirSync, statSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { drawTensors, layerFamilies, layerFixtures, relativeErrors } from "./fixtures.ts";

const folder = new URL("../fixtures/layers/", import.meta.url);
const copies = (stored: ReadonlyMap<string, { data: Float32Array }>) =>
  new Map([...stored].map(([name, { data }]) => [name, data.slice()]));

describe("layer fixtures", () => {
  it("are all read, and small", () => {
    // Those of unequal lengths have a test of their own (test/layers/lengths.test.ts).
    const files = [...layerFamilies, "lengths"].map((family) => `${family}.safetensors`);
    expect(readdirSync(folder).sort()).toEqual(files.sort());
    const sizes = layerFamilies.map((family) => statSync(new URL(`${family}.safetensors`, folder)).size);
    expect(Math.max(...sizes)).toBeLessThan(1.5e6);
    expect(sizes.reduce((a, b) => a + b)).toBeLessThan(6e6);
  });

  it("store a gradient for every parameter and input drawn, in its shape", () => {
    for (const { case: entry, stored } of layerFamilies.flatMap(layerFixtures)) {
      for (const [name, { shape }] of drawTensors(entry)) {
        const twin = name.startsWith("running_") ? name : name === "outputGradient" ? "output" : `grad/${name}`;
        expect(stored.get(twin)?.shape, `${entry.name} ${name}`).toEqual(shape);
      }
    }
  });
});

describe("relativeErrors", () => {
  const linear = layerFixtures("linear").find((f) => f.case.name === "linear-7x5-to-3")!; // named in layers.py
  const attention = layerFixtures("over-time").find((f) => f.case.name === "attention-b7t2c6")!; // its bias is negligible

  it("is zero for the stored tensors themselves", () => {
    expect([...relativeErrors(linear, copies(linear.stored)).values()]).toEqual([0, 0, 0, 0]);
  });

  it("shows a single number that is off, by its share of the norm", () => {
    const computed = copies(linear.stored);
    const bias = computed.get("grad/bias")!;
    const norm = Math.hypot(...bias);
    bias[1]! += norm * 1e-3;
    const errors = relativeErrors(linear, computed);
    expect(errors.get("grad/bias")).toBeCloseTo(1e-3, 6);
    expect(errors.get("grad/weight")).toBe(0);
  });

  it("is NaN where a number is", () => {
    const computed = copies(linear.stored);
    computed.get("output")![0] = Number.NaN;
    expect(relativeErrors(linear, computed).get("output")).toBeNaN();
  });

  it("holds a negligible gradient against the largest one, and still sees it grow", () => {
    const computed = copies(attention.stored);
    const largest = Math.max(
      ...[...attention.stored].filter(([n]) => n.startsWith("grad/")).map(([, t]) => Math.hypot(...t.data)),
    );
    computed.get("grad/bias")![0] = 1e-7 * largest;
    expect(relativeErrors(attention, computed).get("grad/bias")).toBeLessThan(1e-6);
    computed.get("grad/bias")![0] = 1e-3 * largest;
    expect(relativeErrors(attention, computed).get("grad/bias")).toBeGreaterThan(9e-4);
  });

  it("asks for every stored tensor, in full", () => {
    const computed = copies(linear.stored);
    computed.set("output", new Float32Array(1));
    expect(() => relativeErrors(linear, computed)).toThrow("1 numbers against 21");
    computed.delete("output");
    expect(() => relativeErrors(linear, computed)).toThrow("nothing computed for output");
  });
});
