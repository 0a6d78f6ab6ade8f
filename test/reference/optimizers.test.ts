/** The optimizers' twins against 50 steps of PyTorch's, with weight decay and both kinds of clipping. */
import { describe, expect, it } from "vitest";
import { distance, drawOptimizerCase, type OptimizerCase, optimizerFixtures } from "./fixtures.ts";
import { adam, clipByNorm, clipByValue, freshMemory, type Memory, sgd } from "./optimizers.ts";

/** PyTorch's 50 float32 steps drift no further than this from the twin's float64 ones. */
const TO_PYTORCH = 1e-6;

function step({ optimizer }: OptimizerCase, parameter: Float64Array, gradient: Float64Array, memory: Memory) {
  if (optimizer.type === "sgd") sgd(parameter, gradient, memory, optimizer);
  else adam(parameter, gradient, memory, optimizer, optimizer.type === "adamw");
}

describe("optimizers", () => {
  const fixtures = optimizerFixtures();

  it("are each there with and without decay, unclipped and clipped in both ways", () => {
    const seen = new Set(
      fixtures.map(({ case: { optimizer: o, clip } }) => {
        const kind = o.type === "sgd" ? `sgd ${o.momentum} ${o.nesterov}` : o.type;
        return `${kind}, decay ${o.weightDecay > 0}, ${clip ? Object.keys(clip) : "no clip"}`;
      }),
    );
    expect(seen.size).toBe(5 * 2 * 3);
  });

  for (const { case: entry, stored } of fixtures) {
    it(`${entry.name} equals PyTorch after 1, 2, 10 and 50 steps`, () => {
      const drawn = drawOptimizerCase(entry);
      const parameters = drawn.parameters.map((p) => Float64Array.from(p));
      const memories = parameters.map((p) => freshMemory(p.length));
      const norms: number[] = [];
      let compared = 0;
      for (const [t, drawnGradients] of drawn.gradients.entries()) {
        const gradients = drawnGradients.map((g) => Float64Array.from(g));
        if (entry.clip && "norm" in entry.clip) norms.push(clipByNorm(gradients, entry.clip.norm));
        else if (entry.clip) clipByValue(gradients, entry.clip.value);
        // two tensors, each with its gradient and memory
        for (const [i, parameter] of parameters.entries()) step(entry, parameter, gradients[i]!, memories[i]!);
        for (const [i, name] of ["a", "b"].entries()) {
          const expected = stored.get(`step${t + 1}/${name}`);
          if (!expected) continue;
          const error = distance(parameters[i]!, expected.data) / distance(expected.data);
          expect(error, `step ${t + 1}, ${name}`).toBeLessThan(TO_PYTORCH);
          compared++;
        }
      }
      expect(compared).toBe(8);
      const expectedNorms = stored.get("norms")?.data ?? [];
      expect(norms.length).toBe(expectedNorms.length);
      for (const [t, norm] of norms.entries()) expect(Math.abs(norm / expectedNorms[t]! - 1)).toBeLessThan(1e-6);
    });
  }
});
