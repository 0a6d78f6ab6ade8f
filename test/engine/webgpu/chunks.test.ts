/** Chunks of a batch fit into the buffers and grids that every device has. */
import "../../../src/node/platform.ts";
import { describe, expect, it } from "vitest";
import { chunkRows } from "../../../src/engine/webgpu/chunks.ts";
import { LIMITS } from "../../../src/engine/webgpu/kernel.ts";
import { makeProgram } from "../../../src/engine/webgpu/lower/program.ts";
import type { Program } from "../../../src/engine/webgpu/program.ts";
import { deviceModel } from "../../../src/model/device-model.ts";
import type { LayerInput } from "../../../src/spec/layers.ts";
import { parseModel } from "../../../src/spec/parse.ts";
import { MODELS } from "./models.ts";

function programOf(layers: readonly LayerInput[], length: number, rows: number): Program {
  const loss = { classWeights: undefined, labelSmoothing: 0 };
  const model = parseModel({ layers: [...layers] });
  const described = deviceModel({ model, length, channels: 1, classes: 2, loss, batchSize: rows });
  return makeProgram(described, { rows, length, training: true }, { batchRows: rows, largeTiles: false });
}

describe("chunks of a batch", () => {
  it.each([
    ["lstm of two layers and directions", 200],
    ["linear over time, tanh, sigmoid, max", 30_000],
    ["attention and dropout", 5_000],
  ] as const)("%s, %i steps", (name, length) => {
    const rows = chunkRows(programOf(MODELS[name], length, 8));
    expect(rows % 8).toBe(0);
    const { forward, backward } = programOf(MODELS[name], length, rows);
    for (const { arrays, groups, kernel } of [...forward, ...backward]) {
      expect(Math.max(...groups), kernel.name).toBeLessThanOrEqual(LIMITS.groups);
      for (const { label, floats } of arrays) expect(floats * 4, label).toBeLessThanOrEqual(LIMITS.bindingBytes);
    }
    // More would not fit.
    const more = programOf(MODELS[name], length, 2 * rows);
    const all = [...more.forward, ...more.backward];
    const most = Math.max(
      ...all.flatMap(({ arrays, groups }) => [
        ...arrays.map(({ floats }) => (floats * 4) / LIMITS.bindingBytes),
        ...groups.map((count) => count / LIMITS.groups),
      ]),
    );
    expect(most).toBeGreaterThan(1);
  });
});
