/** Turns gradients into a step by Adam, AdamW or SGD on the GPU, as `wasm/optimizer.ts` does. Learning rates come from the caller. */
import type { OptimizerSpec, OptimizerState, Rates } from "../device.ts";
import type { Gpu } from "./gpu.ts";
import { createOperation, type Operation } from "./operation.ts";
import { adam, sgd } from "./wgsl/optimizers.ts";

export interface Optimizer {
  /** A step with one of the gradients that it was made with. */
  step(gradients: GPUBuffer, rates: Rates): void;
  save(): Promise<OptimizerState>;
  restore(state: OptimizerState): void;
  destroy(): void;
}

/** @param gradients  buffers that a step may take its gradients from */
export async function createOptimizer(
  gpu: Gpu,
  training: OptimizerSpec,
  parameters: GPUBuffer,
  gradients: readonly GPUBuffer[],
  count: number,
): Promise<Optimizer> {
  const { optimizer, betas, eps, nesterov, momentum } = training;
  const weightDecay = training.weightDecay ?? (optimizer === "adamw" ? 0.01 : 0);
  const isSgd = optimizer === "sgd";
  const moments = Array.from({ length: isSgd ? 1 : 2 }, (_, index) => gpu.storage(`moment ${index + 1}`, count * 4));
  const operations = new Map<GPUBuffer, Operation>();
  for (const buffer of gradients) {
    const kernel = isSgd ? sgd : adam;
    operations.set(buffer, await createOperation(gpu, kernel, [parameters, buffer, ...moments], count));
  }
  let steps = 0;

  /** Each is rounded to float32 where the kernel of the CPU rounds it. */
  function adamSizes({ lr, momentum: cycled }: Rates): Record<string, number> {
    const [beta1, beta2] = [cycled ?? betas[0], betas[1]];
    const decoupled = optimizer === "adamw";
    const weight = Math.fround(1 - beta1);
    const isSmall = Math.abs(weight) < 0.5;
    return {
      decay: decoupled ? 1 - lr * weightDecay : weightDecay,
      l2: weightDecay !== 0 && !decoupled ? 1 : 0,
      decoupled: weightDecay !== 0 && decoupled ? 1 : 0,
      mix: isSmall ? weight : weight - 1,
      isSmall: isSmall ? 1 : 0,
      beta2,
      rest2: 1 - beta2,
      root: Math.sqrt(1 - beta2 ** steps),
      eps,
      step: -(lr / (1 - beta1 ** steps)),
    };
  }

  function sgdSizes({ lr, momentum: cycled }: Rates): Record<string, number> {
    return {
      decay: weightDecay,
      l2: weightDecay !== 0 ? 1 : 0,
      momentum: cycled ?? momentum,
      nesterov: nesterov ? 1 : 0,
      isFirst: steps === 1 ? 1 : 0,
      step: -lr,
    };
  }

  return {
    step(buffer, rates) {
      steps++;
      operations.get(buffer)!.run(isSgd ? sgdSizes(rates) : adamSizes(rates));
    },
    save: async () => ({
      steps,
      moments: await gpu.read(moments.map((buffer) => ({ buffer, bytes: count * 4 }))),
    }),
    restore(state) {
      steps = state.steps;
      for (const [index, buffer] of moments.entries()) gpu.write(buffer, state.moments[index]!);
    },
    destroy() {
      for (const buffer of moments) buffer.destroy();
    },
  };
}
