/** 50 steps of every optimizer, with and without weight decay and clipping, against PyTorch. */
import "../../src/node/platform.ts";
import { describe, expect, it } from "vitest";
import { clipGradients } from "../../src/engine/wasm/clip.ts";
import { kernelModule } from "../../src/engine/wasm/kernels.ts";
import { Lane } from "../../src/engine/wasm/lane.ts";
import { createOptimizer } from "../../src/engine/wasm/optimizer.ts";
import { parseTraining } from "../../src/spec/parse.ts";
import { distance, drawOptimizerCase, type OptimizerCase, optimizerFixtures } from "../reference/fixtures.ts";

const TOLERANCE = 1e-6;

function toTraining({ optimizer, clip }: OptimizerCase) {
  const { type, lr, weightDecay } = optimizer;
  const own =
    optimizer.type === "sgd"
      ? { momentum: optimizer.momentum, nesterov: optimizer.nesterov }
      : { betas: [optimizer.beta1, optimizer.beta2] as [number, number], eps: optimizer.eps };
  const clipping = {
    clipGradNorm: clip && "norm" in clip ? clip.norm : 0,
    clipGradValue: clip && "value" in clip ? clip.value : 0,
  };
  return parseTraining({ optimizer: type, lr, weightDecay, ...own, ...clipping });
}

/** A lane whose parameters are the fixture's two tensors, one after the other. */
async function createLane(numerics: "fused" | "portable"): Promise<Lane> {
  const parameters = [
    { name: "a", offset: 0, size: 37 },
    { name: "b", offset: 37, size: 60 },
  ];
  const emit = () => {
    throw new Error("nothing to run");
  };
  return new Lane({ parameters, states: [], constants: new Map(), emit }, await kernelModule(numerics));
}

describe.each(["fused", "portable"] as const)("optimizers (%s)", (numerics) => {
  const fixtures = optimizerFixtures();
  it("have cases", () => expect(fixtures.length).toBeGreaterThan(30));

  it.each(fixtures.map((fixture) => [fixture.case.name, fixture] as const))(
    "%s",
    async (_, { case: optimizerCase, stored }) => {
      const lane = await createLane(numerics);
      const { parameters, gradients } = drawOptimizerCase(optimizerCase);
      for (const [index, tensor] of parameters.entries()) lane.parameters.set(tensor, index * 37);
      const training = toTraining(optimizerCase);
      const optimizer = createOptimizer(lane, training);
      const address = lane.reserve(97 * 4);
      const norms = stored.get("norms")?.data;
      for (const [index, pair] of gradients.entries()) {
        for (const [place, tensor] of pair.entries()) lane.floats(address + place * 37 * 4, tensor.length).set(tensor);
        const norm = clipGradients(lane.kernels, address, lane.parameterCount, training).before;
        optimizer.step(address, { lr: training.lr });
        if (norms) expect(Math.abs(norm / norms[index]! - 1)).toBeLessThan(TOLERANCE);
        for (const [place, name] of ["a", "b"].entries()) {
          const expected = stored.get(`step${index + 1}/${name}`);
          if (!expected) continue;
          const ours = lane.parameters.slice(place * 37, place * 37 + expected.data.length);
          expect(distance(ours, expected.data) / distance(expected.data)).toBeLessThan(TOLERANCE);
        }
      }
      expect([...stored.keys()].filter((name) => name.startsWith("step")).length).toBe(8);
    },
  );

  it("continues from a saved state as if it had not stopped", async () => {
    const { case: optimizerCase } = fixtures.find((fixture) => fixture.case.name === "adam-decay-clip-value")!;
    const { parameters, gradients } = drawOptimizerCase(optimizerCase);
    const training = toTraining(optimizerCase);
    const run = async (pauseAfter: number | undefined) => {
      let lane = await createLane(numerics);
      lane.parameters.set(parameters[0]);
      lane.parameters.set(parameters[1], 37);
      let optimizer = createOptimizer(lane, toTraining(optimizerCase));
      for (const [index, [a, b]] of gradients.entries()) {
        if (index === pauseAfter) {
          const [weights, state] = [lane.parameters.slice(), optimizer.save()];
          lane = await createLane(numerics);
          lane.parameters.set(weights);
          optimizer = createOptimizer(lane, toTraining(optimizerCase));
          optimizer.restore(state);
        }
        const address = lane.reserve(97 * 4);
        lane.floats(address, 97).set(a);
        lane.floats(address + 37 * 4, 60).set(b);
        clipGradients(lane.kernels, address, lane.parameterCount, training);
        optimizer.step(address, { lr: training.lr });
      }
      return lane.parameters.slice();
    };
    expect(await run(20)).toEqual(await run(undefined));
  });
});
