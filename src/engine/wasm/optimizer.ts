/**
 * Turns gradients into a step by Adam, AdamW or SGD, in PyTorch's float32 arithmetic. It works on one lane's memory;
 * clipping is in `clip.ts`, and learning rates come from the caller.
 */
import type { OptimizerSpec, OptimizerState, Rates } from "../device.ts";
import type { Lane } from "./lane.ts";

export interface Optimizer {
  /** One step on the lane's parameters. */
  step(gradientAddress: number, rates: Rates): void;
  save(): OptimizerState;
  restore(state: OptimizerState): void;
}

/** Kernels, and the memory that they work on. */
export type OptimizerMemory = Pick<Lane, "kernels" | "parameterCount" | "parameterAddress" | "reserve" | "floats">;

export function createOptimizer(lane: OptimizerMemory, training: OptimizerSpec): Optimizer {
  const count = lane.parameterCount;
  const { optimizer, betas, eps, nesterov } = training;
  const usualDecay = training.weightDecay ?? (optimizer === "adamw" ? 0.01 : 0);
  const addresses = Array.from({ length: optimizer === "sgd" ? 1 : 2 }, () => lane.reserve(count * 4));
  const [first = 0, second = 0] = addresses;
  let steps = 0;
  return {
    step(gradient, { lr, momentum: cycled, weightDecay = usualDecay }) {
      const { kernels, parameterAddress } = lane;
      steps++;
      if (optimizer === "sgd") {
        const isFirst = steps === 1 ? 1 : 0;
        const momentum = cycled ?? training.momentum;
        kernels.sgd(parameterAddress, gradient, first, count, lr, momentum, 0, weightDecay, nesterov ? 1 : 0, isFirst);
      } else {
        const [beta1, beta2] = [cycled ?? betas[0], betas[1]];
        const corrections = [1 - beta1 ** steps, 1 - beta2 ** steps] as const;
        const decoupled = optimizer === "adamw" ? 1 : 0;
        kernels.adam(
          ...([parameterAddress, gradient, first, second, count, lr, beta1, beta2, eps, weightDecay] as const),
          ...([...corrections, decoupled] as const),
        );
      }
    },
    save: () => ({ steps, moments: addresses.map((address) => lane.floats(address, count).slice()) }),
    restore(state) {
      steps = state.steps;
      for (const [index, address] of addresses.entries()) lane.floats(address, count).set(state.moments[index]!);
    },
  };
}
