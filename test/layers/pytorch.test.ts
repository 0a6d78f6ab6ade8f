/** Every layer on the engine, forward and with the gradient of every input and parameter, against PyTorch's fixtures. */
import { describe, expect, it } from "vitest";
import type { LayerInput } from "../../src/spec/layers.ts";
import { parseModel } from "../../src/spec/parse.ts";
import { drawTensors, type LayerCase, layerFamilies, layerFixtures, relativeErrors } from "../reference/fixtures.ts";
import { type LayerResult, runLayers } from "./run-layers.ts";

const TOLERANCE = 1e-5;

/** The fixtures' names of layers that we call otherwise. */
const renamed: Record<string, string> = { mean: "globalAvgPool", max: "globalMaxPool" };

type FixtureLayer = LayerCase["layer"];

/** The fixture's layer as our spec writes it. */
function toInput(layer: FixtureLayer): LayerInput[] {
  if (layer.type === "residual") return [{ layer: "residual", layers: layer.branch.flatMap(toInput) }];
  if (layer.type === "concat")
    return [{ layer: "concat", branches: layer.branches.map((list) => list.flatMap(toInput)) }];
  const { type, ...options } = layer;
  return [{ layer: renamed[type] ?? type, ...options } as LayerInput];
}

/** PyTorch's names of tensors as ours: `weight` → `0.weight`, `branch.0.weight` → `0.layers.0.weight`. */
function ourName(name: string): string {
  return `0.${name.replace(/^branch\./, "layers.")}`;
}

const INPUTS = new Set(["x", "outputGradient", "h0", "c0"]);

/** Our value of a stored tensor. */
function computed(result: LayerResult, name: string): Float32Array | undefined {
  if (name === "output") return result.output;
  if (name === "weights") return result.exposed.get("0");
  if (name === "hn" || name === "cn") return result.lastStates.get(name);
  if (name.startsWith("running_")) return result.states.get(ourName(name));
  const of = name.slice("grad/".length);
  return result.gradients.get(of) ?? result.gradients.get(ourName(of));
}

for (const family of layerFamilies) {
  if (family === "cross-entropy") continue; // not a layer: loss.test.ts
  const fixtures = layerFixtures(family);
  describe(family, () => {
    it("has cases", () => expect(fixtures.length).toBeGreaterThan(5));
    describe.each(["fused", "portable"] as const)("%s", (numerics) => {
      it.each(fixtures.map((fixture) => [fixture.case.name, fixture] as const))("%s", async (_, fixture) => {
        const { layer, inputShape, train, seed } = fixture.case;
        const drawn = drawTensors(fixture.case);
        const given = (name: string) => drawn.get(name)!.data as Float32Array;
        const recurrent = layer.type === "lstm" || layer.type === "gru" || layer.type === "rnn";
        const result = await runLayers({
          layers: parseModel({ layers: toInput(layer) }).layers,
          inputShape,
          training: train,
          numerics,
          tensors: new Map(
            [...drawn.keys()].filter((name) => !INPUTS.has(name)).map((name) => [ourName(name), given(name)]),
          ),
          x: given("x"),
          outputGradient: given("outputGradient"),
          // Without first states in the fixture they are zeros, and the last ones are still compared.
          firstStates: recurrent
            ? new Map(
                ["h", "c"].flatMap((state) => (drawn.has(`${state}0`) ? [[state, given(`${state}0`)] as const] : [])),
              )
            : undefined,
          maskSeed: seed + 1,
        });
        const ours = new Map(
          [...fixture.stored.keys()].flatMap((name) => {
            const values = computed(result, name);
            return values ? [[name, values] as const] : [];
          }),
        );
        // `relativeErrors` fails for a stored tensor of which we have nothing.
        for (const [name, error] of relativeErrors(fixture, ours)) {
          expect(error, name).toBeLessThanOrEqual(TOLERANCE);
        }
      });
    });
  });
}
