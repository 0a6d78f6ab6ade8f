/** Which figures a run has; how they look is held by test/figures. */
import { describe, expect, it } from "vitest";
import { makeFigures } from "../../src/report/run/run-figures.ts";
import { describeEnvironment } from "../../src/runs/environment.ts";
import type { WavesSpec } from "../../src/spec/waves.ts";
import { recurrent } from "../../src/zoo/index.ts";
import { finish, stopAfter, tinySpec } from "./tiny.ts";

const names = (run: Parameters<typeof makeFigures>[0], lang?: "en" | "zh-CN") =>
  makeFigures(run, lang).map(({ name }) => name);
const GRADIENTS = ["gradient-norms", "tensor-gradients", "state-gradients"];
const ALL = ["samples", "learning-curves", ...GRADIENTS, "confusion-matrix", "attention"];

describe("makeFigures", () => {
  it("draws all of them for a model with attention, in both languages", async () => {
    const run = await finish(tinySpec());
    expect(names(run)).toEqual(ALL);
    expect(names(run, "zh-CN")).toEqual(ALL);
    const [english, chinese] = [makeFigures(run), makeFigures(run, "zh-CN")];
    for (const [index, { title, svg }] of english.entries()) {
      expect(svg).toMatch(/^<svg /);
      expect(title).not.toBe("");
      expect(/\p{sc=Han}/u.test(title)).toBe(false);
      expect(/\p{sc=Han}/u.test(chinese[index]?.title ?? "")).toBe(true);
    }
  });

  it("draws what transforms make of the series where there are any", async () => {
    const run = await finish(tinySpec({ transforms: [{ transform: "windows", length: 8, stride: 4 }] }));
    expect(names(run)).toEqual(["samples", "inputs", ...ALL.slice(1)]);
    const inputs = makeFigures(run).find(({ name }) => name === "inputs")?.svg ?? "";
    expect(inputs).toContain("<title>Before and after the transforms</title>");
    const { length } = run.record.spec.data as WavesSpec;
    expect(inputs).toContain(
      `series: ${length} steps. as the model reads it: ${(length - 8) / 4 + 1} windows of 8 steps.`,
    );
  });

  it("leaves attention out for a model without", async () => {
    const run = await finish(tinySpec({ model: recurrent({ hiddenSize: 3, numLayers: 1, pooling: "mean" }) }));
    expect(names(run)).toEqual(ALL.slice(0, 6));
  });

  it("leaves the curves out when no epoch was completed", async () => {
    const { run } = await stopAfter(tinySpec(), 1);
    expect(run.record.history).toEqual([]);
    expect(names(run)).toEqual(["samples", ...GRADIENTS, "confusion-matrix", "attention"]);
  });

  it("leaves what needs a test out when there is none", async () => {
    const run = await finish(tinySpec());
    expect(names({ ...run, record: { ...run.record, test: null } })).toEqual([
      "samples",
      "learning-curves",
      ...GRADIENTS,
    ]);
  });

  it("names one figure a layer where several attend, with names that files can have", async () => {
    const branch = (name: string) => [{ layer: "attention" as const, name }];
    const run = await finish(
      tinySpec({
        model: {
          layers: [
            { layer: "gru", hiddenSize: 2 },
            { layer: "concat", name: "both", branches: [branch("a"), branch("b")] },
            { layer: "linear", outFeatures: 2 },
          ],
        },
      }),
    );
    const attention = names(run).slice(6);
    expect(attention.length).toBe(2);
    expect(new Set(attention).size).toBe(2);
    for (const name of attention) expect(name).toMatch(/^attention-[\w.-]+$/);
  });

  it("stretches weights over the steps that a pool before the attention took together", async () => {
    const layers = [
      { layer: "maxPool", kernelSize: 4 },
      { layer: "attention" },
      { layer: "linear", outFeatures: 2 },
    ] as const;
    // No recurrent layer, no hidden states.
    const expected = ALL.filter((name) => name !== "state-gradients");
    expect(names(await finish(tinySpec({ model: { layers: [...layers] } })))).toEqual(expected);
  });
});

it("the environment is this process's", async () => {
  const { runtime, platform, cores, relaxedMultiplyAdd } = await describeEnvironment();
  expect(runtime).toBe(`Node ${process.versions.node}`);
  expect(platform).toBe(`${process.platform} ${process.arch}`);
  expect(cores).toBeGreaterThan(0);
  expect(["fused", "unfused", "absent"]).toContain(relaxedMultiplyAdd);
});
