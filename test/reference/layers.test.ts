/** Every layer's twin against PyTorch, and its gradients against central finite differences of its own forward pass. */
import { describe, expect, it } from "vitest";
import { distance, drawTensors, type LayerCase, layerFamilies, layerFixtures, relativeErrors } from "./fixtures.ts";
import { Tensor } from "./tensor.ts";
import { type Tensors, twin } from "./twin.ts";

/** The fixtures are within 2e-6 of PyTorch's own float64, and the twin is float64: closer than the engine's 1e-5. */
const TO_PYTORCH = 3e-6;
const TO_DIFFERENCES = 1e-6;
/** Elements of each tensor that are moved, spread evenly; fewer where a forward pass of the plain loops takes long. */
function movedOf(entry: LayerCase): number {
  const positions = entry.inputShape.slice(0, -1).reduce((a, b) => a * b);
  if (positions < 50) return 10;
  return positions < 300 ? 2 : 1;
}

/** Inputs and parameters in float64, and the gradient of the output (1 for a loss). */
function draw(entry: LayerCase): { tensors: Tensors; outputGradient: Tensor } {
  const drawn = [...drawTensors(entry)].map(([name, { shape, data }]) => [name, new Tensor(shape, data)] as const);
  const { outputGradient = new Tensor([1], [1]), ...tensors } = Object.fromEntries(drawn);
  return { tensors, outputGradient };
}

const run = (entry: LayerCase, tensors: Tensors, isForwardOnly = false) =>
  twin(entry.layer, tensors, { train: entry.train, maskSeed: entry.seed + 1, labels: entry.labels, isForwardOnly });

for (const family of layerFamilies) {
  describe(family, () => {
    for (const fixture of layerFixtures(family)) {
      const entry = fixture.case;

      it(`${entry.name} equals PyTorch`, () => {
        const { tensors, outputGradient } = draw(entry);
        const pass = run(entry, tensors);
        const computed = new Map(Object.entries(pass.outputs).map(([name, { data }]) => [name, data]));
        for (const [name, { data }] of Object.entries(pass.backward(outputGradient)))
          computed.set(`grad/${name}`, data);
        expect([...computed.keys()].sort()).toEqual([...fixture.stored.keys()].sort());
        for (const [name, error] of relativeErrors(fixture, computed)) expect(error, name).toBeLessThan(TO_PYTORCH);
        for (const [name, { shape }] of fixture.stored) {
          expect(name.startsWith("grad/") ? undefined : pass.outputs[name]?.shape, name).toEqual(
            name.startsWith("grad/") ? undefined : shape,
          );
        }
      });

      it(`${entry.name} has the slopes that differences show`, () => {
        const { tensors, outputGradient } = draw(entry);
        const grads = run(entry, tensors).backward(outputGradient);
        for (const [name, tensor] of Object.entries(tensors)) {
          const grad = grads[name];
          if (name.startsWith("running_")) continue; // statistics have no gradient
          const moved = sample(tensor.data.length, movedOf(entry));
          const slopes = moved.map((i) => slope(entry, tensors, tensor, i, outputGradient));
          const analytic = moved.map((i) => grad?.data[i] ?? Number.NaN);
          const noise = Math.hypot(...slopes.map((s) => s.noise));
          const limit = TO_DIFFERENCES * distance(analytic) + noise;
          const error = distance(
            analytic,
            slopes.map((s) => s.value),
          );
          expect(error, `${name}: ${error}, limit ${limit}`).toBeLessThanOrEqual(limit);
        }
      });
    }
  });
}

/** Up to `most` indices below `count`, spread over all of it. */
function sample(count: number, most: number): number[] {
  const n = Math.min(count, most);
  return Array.from({ length: n }, (_, i) => Math.floor(((i + 0.5) * count) / n));
}

/** d(Σ output · gradient) / d(element i), by a step to either side; the noise is what rounding may make of it. */
function slope(entry: LayerCase, tensors: Tensors, tensor: Tensor, i: number, outputGradient: Tensor) {
  const step = 1e-5;
  const kept = tensor.data[i] as number; // i is sampled below the length
  const terms = [kept + step, kept - step].map((value) => {
    tensor.data[i] = value;
    return run(entry, tensors, true).outputs.output.data.map((v, n) => v * (outputGradient.data[n] as number));
  });
  tensor.data[i] = kept;
  const [right, left] = terms as [Float64Array, Float64Array];
  const value = right.reduce((sum, v, n) => sum + (v - (left[n] as number)), 0) / (2 * step);
  const size = right.reduce((sum, v) => sum + Math.abs(v), 0);
  return { value, noise: (8 * Number.EPSILON * size) / (2 * step) };
}
