/** Every layer, forward and with the gradient of every input and parameter, against PyTorch (test/fixtures/layers). */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { TorchGenerator } from "../../src/random/torch.ts";
import { readSafetensors } from "../../src/runs/safetensors.ts";
import type { LayerSpec } from "../../src/spec/layers.ts";
import { parseModel } from "../../src/spec/parse.ts";
import { runLayers } from "./run-layers.ts";

/** A case as `layers.py` writes it. */
interface FixtureCase {
  name: string;
  layer: Record<string, unknown> & { type: string };
  inputShape: number[];
  train: boolean;
  states: boolean;
  seed: number;
  draws: { name: string; shape: number[]; low: number; high: number }[];
  /** Tensors that are zero but for rounding: compared absolutely. */
  negligible: string[];
}

const families = ["lstm", "gru", "rnn", "over-time", "linear", "activations", "conv1d", "norm", "pool1d", "branches"];
const TOLERANCE = 1e-5;

const names: Record<string, string> = { mean: "globalAvgPool", max: "globalMaxPool" };

/** The fixture's layer as our spec writes it. */
function toSpec(layer: FixtureCase["layer"]): LayerSpec[] {
  const { type, branch, branches, ...options } = layer;
  const inner = (list: unknown) => (list as FixtureCase["layer"][]).flatMap(toSpec);
  if (type === "residual") return [{ layer: "residual", layers: inner(branch) }];
  if (type === "concat") return [{ layer: "concat", branches: (branches as unknown[]).map(inner) }];
  return parseModel({ layers: [{ layer: names[type] ?? type, ...options } as never] }).layers;
}

/** PyTorch's names of tensors inside branches, as ours: `branch.0.weight` → `0.layers.0.weight`. */
function ourName(name: string): string {
  return `0.${name.replace(/^branch\./, "layers.")}`;
}

function norm(values: Float32Array): number {
  return Math.hypot(...values);
}

function distance(a: Float32Array, b: Float32Array): number {
  expect(a.length).toBe(b.length);
  return Math.hypot(...a.map((value, index) => value - b[index]!));
}

for (const family of families) {
  const path = new URL(`../fixtures/layers/${family}.safetensors`, import.meta.url);
  const { tensors, metadata } = readSafetensors(readFileSync(path), family);
  const cases = JSON.parse(metadata.cases ?? "[]") as FixtureCase[];
  describe(family, () => {
    it("has cases", () => expect(cases.length).toBeGreaterThan(5));
    for (const fixture of cases) {
      for (const numerics of ["fused", "portable"] as const) {
        it(`${fixture.name} (${numerics})`, async () => {
          const generator = new TorchGenerator(fixture.seed);
          const drawn = new Map<string, Float32Array>();
          for (const { name, shape, low, high } of fixture.draws) {
            const values = new Float32Array(shape.reduce((product, side) => product * side, 1));
            generator.uniform(low, high, values);
            drawn.set(name, values);
          }
          const inputs = ["x", "outputGradient", "h0", "c0"];
          const result = await runLayers({
            layers: toSpec(fixture.layer),
            inputShape: fixture.inputShape,
            training: fixture.train,
            numerics,
            tensors: new Map(
              [...drawn].filter(([name]) => !inputs.includes(name)).map(([name, values]) => [ourName(name), values]),
            ),
            x: drawn.get("x")!,
            outputGradient: drawn.get("outputGradient")!,
            ...(fixture.states || fixture.layer.type.match(/lstm|gru|rnn/)
              ? {
                  firstStates: new Map(
                    ["h", "c"].flatMap((state) =>
                      drawn.has(`${state}0`) ? [[state, drawn.get(`${state}0`)!] as const] : [],
                    ),
                  ),
                }
              : {}),
            maskSeed: fixture.seed + 1,
          });
          let compared = 0;
          const largest = Math.max(
            ...[...tensors]
              .filter(([name]) => name.startsWith(`${fixture.name}/grad/`))
              .map(([, { data }]) => norm(data)),
          );
          for (const [fullName, { data }] of tensors) {
            if (!fullName.startsWith(`${fixture.name}/`)) continue;
            const name = fullName.slice(fixture.name.length + 1);
            const ours = pick(result, name, fixture);
            if (ours === undefined) continue;
            const scale = fixture.negligible.includes(name) ? largest : norm(data);
            expect(distance(ours, data), name).toBeLessThanOrEqual(TOLERANCE * scale);
            compared++;
          }
          expect(compared).toBeGreaterThan(0);
        });
      }
    }
  });
}

type Result = Awaited<ReturnType<typeof runLayers>>;

/** Our value of a stored tensor; undefined only for gradients of an evaluation, which never goes back. */
function pick(result: Result, name: string, fixture: FixtureCase): Float32Array | undefined {
  if (name === "output") return result.output;
  if (name === "weights") return fixture.train ? undefined : result.exposed.get("0");
  if (name === "hn" || name === "cn") return result.lastStates.get(name);
  if (name.startsWith("running_")) return result.states.get(ourName(name));
  const parameter = name.replace(/^grad\//, "");
  if (!fixture.train) return undefined;
  const gradient = result.gradients.get(parameter) ?? result.gradients.get(ourName(parameter));
  if (gradient === undefined) throw new Error(`the engine has no gradient ${parameter}`);
  return gradient;
}
