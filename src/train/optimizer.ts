/**
 * Turns a batch's gradients into a step: clipping, then Adam, AdamW or SGD, in PyTorch's float32 arithmetic.
 * It works on one lane's memory; what the gradients are made of is not its business.
 */
import type { Lane } from "../engine/lane.ts";
import type { TrainingSpec } from "../spec/spec.ts";

/** What an optimizer must be given back to go on where it stopped. */
export interface OptimizerState {
  readonly steps: number;
  /** First moments (Adam) or momentum (SGD), then second moments; laid out as the parameters. */
  readonly moments: readonly Float32Array[];
}

export interface Optimizer {
  /**
   * One step on the lane's parameters.
   * @returns the gradients' global norm before any clipping
   */
  step(gradientAddress: number): number;
  save(): OptimizerState;
  restore(state: OptimizerState): void;
}

export function createOptimizer(lane: Lane, training: TrainingSpec): Optimizer {
  const count = lane.parameterCount;
  const { optimizer, lr, betas, eps, momentum, nesterov } = training;
  const weightDecay = training.weightDecay ?? (optimizer === "adamw" ? 0.01 : 0);
  const addresses = Array.from({ length: optimizer === "sgd" ? 1 : 2 }, () => lane.reserve(count * 4));
  const [first = 0, second = 0] = addresses;
  let steps = 0;
  return {
    step(gradient) {
      const { kernels, parameterAddress } = lane;
      const norm = Math.sqrt(kernels.sum_squares(gradient, count));
      if (!Number.isFinite(norm)) return norm;
      clip(lane, gradient, norm, training);
      steps++;
      if (optimizer === "sgd") {
        const isFirst = steps === 1 ? 1 : 0;
        kernels.sgd(parameterAddress, gradient, first, count, lr, momentum, 0, weightDecay, nesterov ? 1 : 0, isFirst);
      } else {
        const [beta1, beta2] = betas;
        const corrections = [1 - beta1 ** steps, 1 - beta2 ** steps] as const;
        const decoupled = optimizer === "adamw" ? 1 : 0;
        kernels.adam(
          ...([parameterAddress, gradient, first, second, count, lr, beta1, beta2, eps, weightDecay] as const),
          ...([...corrections, decoupled] as const),
        );
      }
      return norm;
    },
    save: () => ({ steps, moments: addresses.map((address) => lane.floats(address, count).slice()) }),
    restore(state) {
      steps = state.steps;
      for (const [index, address] of addresses.entries()) lane.floats(address, count).set(state.moments[index]!);
    },
  };
}

/** Clips by value, then by norm, as torch.nn.utils.clip_grad_value_ and clip_grad_norm_. */
function clip(lane: Lane, gradient: number, norm: number, training: TrainingSpec): void {
  const { kernels, parameterCount: count } = lane;
  const { clipGradValue, clipGradNorm } = training;
  let current = norm;
  if (clipGradValue > 0) {
    kernels.clip_value(gradient, count, clipGradValue);
    if (clipGradNorm > 0) current = Math.sqrt(kernels.sum_squares(gradient, count));
  }
  if (clipGradNorm > 0) {
    // PyTorch's own small number, against division by a norm of zero.
    const factor = clipGradNorm / (current + 1e-6);
    if (factor < 1) kernels.scale(gradient, count, factor);
  }
}
