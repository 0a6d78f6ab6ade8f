/** Dispatches that do not depend on each other are joined, and no others: what each reads and writes stays in order. */
import "../../../src/node/platform.ts";
import { describe, expect, it } from "vitest";
import { joinDispatches, joinProgram } from "../../../src/engine/webgpu/join.ts";
import { joinKernels, sharedBytes } from "../../../src/engine/webgpu/joined-kernel.ts";
import { defineFlat, defineKernel, LIMITS, MOST_SIZES } from "../../../src/engine/webgpu/kernel.ts";
import { makeProgram } from "../../../src/engine/webgpu/lower/program.ts";
import { type Dispatch, planBuffers, type Value } from "../../../src/engine/webgpu/program.ts";
import { DOUBLE } from "../../../src/engine/webgpu/wgsl/double.ts";
import { deviceModel } from "../../../src/model/device-model.ts";
import { parseModel } from "../../../src/spec/parse.ts";
import { presets } from "../../../src/zoo/index.ts";

const ROOMY = { arrays: 8, sharedBytes: 16_384 };
const value = (label: string): Value => ({ region: "work", label, floats: 64 });
const [x, y, z, u, v] = ["x", "y", "z", "u", "v"].map(value) as [Value, Value, Value, Value, Value];
const copy = defineFlat({ name: "copy", arrays: { x: "in", y: "out" }, sizes: {}, body: "  y[index] = x[index];" });
const add = defineFlat({ name: "add", arrays: { x: "in", y: "out" }, sizes: {}, body: "  y[index] += x[index];" });

function dispatch(from: Value, to: Value, more: Partial<Dispatch> = {}): Dispatch {
  return { kernel: copy, arrays: [from, to], sizes: { count: 64 }, groups: [1, 1, 1], layer: "a", ...more };
}

const namesOf = (dispatches: readonly Dispatch[]) => dispatches.map(({ kernel }) => kernel.name);

describe("dispatches", () => {
  it.each([
    ["that read the same", [dispatch(x, y), dispatch(x, z)], ["copy + copy"]],
    ["of which one reads what the other writes", [dispatch(x, y), dispatch(y, z)], ["copy", "copy"]],
    ["of which one writes what the other reads", [dispatch(y, z), dispatch(x, y)], ["copy", "copy"]],
    ["that write the same", [dispatch(x, z), dispatch(y, z)], ["copy", "copy"]],
    [
      "that write parts of the same",
      [dispatch(x, z, { isPart: true }), dispatch(y, z, { isPart: true })],
      ["copy + copy"],
    ],
    ["of which one writes a part, the other all", [dispatch(x, z, { isPart: true }), dispatch(y, z)], ["copy", "copy"]],
  ])("%s", (_, dispatches, names) => {
    expect(namesOf(joinDispatches(dispatches, ROOMY))).toEqual(names);
  });

  it("move past what they do not depend on, and past nothing else", () => {
    const one = [dispatch(x, y), dispatch(y, z, { kernel: add }), dispatch(x, u)];
    expect(namesOf(joinDispatches(one, ROOMY))).toEqual(["copy + copy", "add"]);
    // The last one may not go before the second, on which it depends: it is joined with the third.
    const other = [dispatch(x, y), dispatch(y, z, { kernel: add }), dispatch(x, u), dispatch(z, v)];
    expect(namesOf(joinDispatches(other, ROOMY))).toEqual(["copy + copy", "add", "copy"]);
  });

  it("write the gradients of shards side by side, which their sum then reads", () => {
    const partials: Value = { region: "partials", label: "gradients of shards", floats: 64 };
    const names = namesOf(joinDispatches([dispatch(x, partials), dispatch(y, partials), dispatch(partials, z)], ROOMY));
    expect(names).toEqual(["copy + copy", "copy"]);
  });

  it("have workgroups of one size, enough arrays, sizes and memory", () => {
    const wide = defineKernel({ ...copy, name: "wide", threads: 128, body: "" });
    const large = defineKernel({ ...copy, name: "large", declarations: "var<workgroup> all: array<vec4f, 1000>;" });
    const larger = defineKernel({ ...copy, name: "larger", declarations: "var<workgroup> all: array<f32, 400>;" });
    const own = defineKernel({ ...copy, name: "own", mostThreads: 1024 });
    const pair = (kernel: Dispatch["kernel"], other = copy) => [
      dispatch(x, y, { kernel }),
      dispatch(x, z, { kernel: other }),
    ];
    expect(joinDispatches(pair(wide), ROOMY)).toHaveLength(2);
    expect(joinDispatches(pair(own), ROOMY)).toHaveLength(2);
    expect(joinDispatches(pair(large, larger), ROOMY)).toHaveLength(2);
    // One after another, two of a kind need no more than one.
    expect(sharedBytes([large, large])).toBe(16_000);
    expect(joinDispatches(pair(large, large), ROOMY)).toHaveLength(1);
    const many = Array.from({ length: 12 }, (_, i) => dispatch(x, value(`to ${i}`)));
    expect(namesOf(joinDispatches(many, ROOMY)).map((name) => name.split(" + ").length)).toEqual([7, 5]);
    const names = Array.from({ length: 50 }, (_, i) => [`size${i}`, "u32"] as const);
    const sized = defineKernel({ ...copy, name: "sized", sizes: Object.fromEntries(names) });
    expect(joinDispatches([...pair(sized, sized), dispatch(x, u, { kernel: sized })], ROOMY)).toHaveLength(2);
    expect(MOST_SIZES).toBeLessThan(3 * 53);
  });
});

it("names of a job are its own, those behind a dot and the shared zero are not names", () => {
  const kernel = defineKernel({
    name: "k",
    arrays: { x: "in", sums: "out" },
    sizes: { n: "u32", x: "u32" },
    threads: 64,
    declarations: "var<workgroup> left: array<f32, 64>;\nfn at(i: u32) -> u32 { return i + sizes.n; }",
    body: "  left[lane] = x[at(group.x)];\n  sums[lane] = left[lane] + f32(sizes.x) + bitcast<f32>(sizes.zero);",
  });
  const joined = joinKernels(
    [
      { kernel, arrays: [0, 1], groups: [3, 2, 2] },
      { kernel, arrays: [1, 2], groups: [5, 1, 1] },
    ],
    ["in", "out", "out"],
  );
  const source = joined.kernel.source("");
  expect(source).toContain("fn at_1(i: u32) -> u32 { return i + sizes.n_1; }");
  expect(source).toContain("shared_0_0[lane] = array_1[at_1(group.x)];");
  expect(source).toContain("array_2[lane] = shared_0_0[lane] + f32(sizes.x_1) + bitcast<f32>(sizes.zero);");
  expect(source.match(/var<workgroup>/g)).toHaveLength(1);
  expect(joined.grid).toMatchObject({ begin_0: 0, begin_1: 12, across_0: 3, down_0: 2, end: 17 });
  expect(joined.groups).toEqual([17, 1, 1]);
});

it("float64 arithmetic is there once, whoever of the jobs needs it", () => {
  const kernel = defineFlat({
    name: "k",
    arrays: { x: "in", y: "out" },
    sizes: {},
    declarations: `${DOUBLE}\nfn half(value: f32) -> f32 { return value / 2.0; }`,
    body: "  y[index] = half(x[index]);",
  });
  const job = { kernel, arrays: [0, 1], groups: [1, 1, 1] as const };
  const source = joinKernels([job, { ...job, kernel: copy }, job], ["in", "out"]).kernel.source("");
  expect(source.match(/struct Single/g)).toHaveLength(1);
  expect(source.match(/fn half_\d/g)).toEqual(["fn half_0", "fn half_2"]);
});

it("more workgroups than a side of the grid has take a second one", () => {
  const jobs = [40_000, 40_000].map((groups) => ({
    kernel: copy,
    arrays: [0, 1],
    groups: [groups, 1, 1] as const,
  }));
  const { groups, grid } = joinKernels(jobs, ["in", "out"]);
  expect(groups).toEqual([LIMITS.groups, 2, 1]);
  expect(grid.end).toBe(80_000);
});

describe.each(Object.keys(presets) as (keyof typeof presets)[])("preset %s", (name) => {
  const shape = { length: 60, channels: 2, classes: 3 };
  const model = parseModel(presets[name].model(shape));
  const loss = { classWeights: undefined, labelSmoothing: 0 };
  const described = deviceModel({ ...shape, model, loss, batchSize: 16 });
  const host = { batchRows: 16, largeTiles: true };
  const program = makeProgram(described, { rows: 16, length: 60, training: true }, host);
  const joined = joinProgram(program, ROOMY);

  it.each(["prepare", "forward", "backward"] as const)("%s has the same jobs in fewer dispatches", (stage) => {
    const jobs = namesOf(joined[stage]).flatMap((all) => all.split(" + "));
    expect(jobs.toSorted()).toEqual(namesOf(program[stage]).toSorted());
    const groups = (all: readonly Dispatch[]) => all.reduce((sum, { groups: [x, y, z] }) => sum + x * y * z, 0);
    expect(groups(joined[stage])).toBe(groups(program[stage]));
    expect(joined[stage].length).toBeLessThanOrEqual(program[stage].length);
  });

  it("needs hardly more memory, and keeps within every device's limits", () => {
    const floats = ({ prepare, forward, backward }: typeof program) =>
      planBuffers([...prepare, ...forward, ...backward]).buffers.reduce((sum, size) => sum + size, 0);
    expect(floats(joined)).toBeLessThanOrEqual(1.5 * floats(program));
    for (const { kernel, groups } of [...joined.forward, ...joined.backward]) {
      expect(Object.keys(kernel.arrays).length).toBeLessThanOrEqual(LIMITS.storageArrays);
      expect(Math.max(...groups)).toBeLessThanOrEqual(LIMITS.groups);
    }
  });
});
