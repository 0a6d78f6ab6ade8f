/** A flat kernel bound to buffers that a session keeps: a step of the optimizer, a sum of gradients. */
import type { Gpu } from "./gpu.ts";
import { flatGroups, type Kernel } from "./kernel.ts";

export interface Operation {
  /** Submits the kernel over `count` values with these sizes. */
  run(sizes: Readonly<Record<string, number>>): void;
}

export async function createOperation(
  gpu: Gpu,
  kernel: Kernel,
  arrays: readonly GPUBuffer[],
  count: number,
): Promise<Operation> {
  const compiled = await gpu.compile(kernel);
  const uniforms = gpu.uniforms(1);
  const group = gpu.bind(compiled, uniforms, 0, arrays);
  const groups = flatGroups(count);
  return {
    run(sizes) {
      gpu.writeSizes(uniforms, 0, kernel, { ...sizes, count });
      const encoder = gpu.device.createCommandEncoder();
      const pass = encoder.beginComputePass();
      pass.setPipeline(compiled.pipeline);
      pass.setBindGroup(0, group);
      pass.dispatchWorkgroups(...groups);
      pass.end();
      gpu.device.queue.submit([encoder.finish()]);
    },
  };
}
