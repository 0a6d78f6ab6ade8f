/** A kernel bound to buffers that a session keeps: a step of the optimizer, a sum of gradients, a mask. */
import type { Gpu } from "./gpu.ts";
import { flatGroups, type Groups, type Kernel } from "./kernel.ts";

type Sizes = Readonly<Record<string, number>>;

export interface Operation {
  /** Encodes the kernel with these sizes; once in a submission. */
  encode(pass: GPUComputePassEncoder, sizes: Sizes): void;
  /** Submits the kernel with these sizes. */
  run(sizes: Sizes): void;
  destroy(): void;
}

/**
 * @param count   values of a flat kernel
 * @param groups  the grid of a kernel that is not flat
 */
export async function createOperation(
  gpu: Gpu,
  kernel: Kernel,
  arrays: readonly GPUBuffer[],
  count: number,
  groups: Groups = flatGroups(count),
): Promise<Operation> {
  const compiled = await gpu.compile(kernel);
  const uniforms = gpu.uniforms(1);
  const group = gpu.bind(compiled, uniforms, 0, arrays);
  let written = "";
  const encode = (pass: GPUComputePassEncoder, sizes: Sizes) => {
    const values = JSON.stringify(sizes);
    if (values !== written) gpu.writeSizes(uniforms, 0, kernel, { count, ...sizes });
    written = values;
    pass.setPipeline(compiled.pipeline);
    pass.setBindGroup(0, group);
    pass.dispatchWorkgroups(...groups);
  };
  return {
    encode,
    run(sizes) {
      const encoder = gpu.device.createCommandEncoder();
      const pass = encoder.beginComputePass();
      encode(pass, sizes);
      pass.end();
      gpu.device.queue.submit([encoder.finish()]);
    },
    destroy: () => uniforms.destroy(),
  };
}
