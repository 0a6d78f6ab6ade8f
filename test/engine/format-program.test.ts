/** A program as text: every call with its layer, every argument by what it is. */
import { expect, it } from "vitest";
import { formatProgram } from "../../src/engine/wasm/format-program.ts";
import type { Buffer, Program } from "../../src/engine/wasm/program.ts";

const buffer = (label: string, region: Buffer["region"], offset: number): Buffer => {
  return { label, region, offset, bytes: 256, pinned: true };
};

it("has a line for each call, in the order in which they run", () => {
  const [input, sums, losses] = [
    buffer("input", "work", 0),
    buffer("sums", "work", 256),
    buffer("losses", "work", 512),
  ];
  const program: Program = {
    ...{
      rows: 2,
      time: 5,
      training: true,
      workBytes: 768,
      sites: [],
      lengths: undefined,
      inputGradient: undefined,
      taps: [],
    },
    ...{ input, losses, labels: input, logits: losses, exposed: new Map(), probes: new Map(), states: new Map() },
    phases: [
      {
        calls: [
          { kernel: "fill_zero", args: [{ buffer: input, byteOffset: 8 }, 4], layer: "model.layers[0]" },
          { kernel: { name: "compute", run: () => {} }, args: [sums], layer: "model.layers[1]" },
        ],
        reduction: {
          sums,
          total: sums,
          after: [{ kernel: "fill_zero", args: [sums, { dynamic: "batchRows", times: 1 }], layer: "model.layers[1]" }],
        },
      },
      {
        calls: [{ kernel: "fill_zero", args: [losses, { dynamic: "batchRows", times: 5 }], layer: "loss" }],
        reduction: undefined,
      },
    ],
  };
  expect(formatProgram(program).split("\n")).toEqual([
    "training program, 2 rows × 5 steps, 768 bytes of work memory",
    "phase 1",
    "  fill_zero(work:input@0+8, 4)  ; model.layers[0]",
    "  compute(work:sums@256)  ; model.layers[1]",
    "  reduce sums",
    "  once   fill_zero(work:sums@256, batchRows)  ; model.layers[1]",
    "phase 2",
    "  fill_zero(work:losses@512, batchRows×5)  ; loss",
  ]);
});
