/**
 * A WebGPU device, opened: buffers, pipelines, reading back. It knows kernels, not layers or models.
 */
import { TidelabError } from "../../errors/errors.ts";
import { type Kernel, MOST_SIZES } from "./kernel.ts";
import { type Arithmetic, arithmeticSource } from "./wgsl/arithmetic.ts";
import type { WorkgroupLimits } from "./wgsl/recurrent.ts";

/** What a buffer may be used for; WebGPU's constants, which are no globals in Node. */
const USAGE = { mapRead: 1, copySource: 4, copyTarget: 8, uniform: 64, storage: 128 };
const COMPUTE_STAGE = 4;
const MAP_READ = 1;
/** Bytes for a kernel's sizes. Uniform blocks begin at multiples of 256 on every device. */
const UNIFORM_STEP = (MOST_SIZES + 1) * 4;

/** Milliseconds. */
const LOST_WITHIN = 200;

export interface Compiled {
  readonly pipeline: GPUComputePipeline;
  readonly layout: GPUBindGroupLayout;
}

export class Gpu {
  readonly device: GPUDevice;
  readonly arithmetic: Arithmetic;
  /** Bytes of the largest array that a kernel may be given. */
  readonly bindingBytes: number;
  /** What a workgroup may have. */
  readonly workgroups: WorkgroupLimits;
  /** Arrays that a kernel may have. */
  readonly mostArrays: number;
  readonly #source: string;
  readonly #compiled = new Map<string, Promise<Compiled>>();
  readonly #staging: GPUBuffer[] = [];
  #failure: TidelabError | undefined;

  constructor(device: GPUDevice, arithmetic: Arithmetic) {
    this.device = device;
    this.arithmetic = arithmetic;
    this.bindingBytes = Math.min(device.limits.maxStorageBufferBindingSize, device.limits.maxBufferSize);
    const { maxComputeInvocationsPerWorkgroup, maxComputeWorkgroupSizeX, maxComputeWorkgroupStorageSize } =
      device.limits;
    this.workgroups = {
      threads: Math.min(maxComputeInvocationsPerWorkgroup, maxComputeWorkgroupSizeX),
      sharedBytes: maxComputeWorkgroupStorageSize,
    };
    this.mostArrays = device.limits.maxStorageBuffersPerShaderStage;
    this.#source = arithmeticSource(arithmetic);
    void device.lost.then(({ reason, message }) => {
      if (reason !== "destroyed") this.#failure ??= new TidelabError("device.lost", { cause: message });
    });
    // Each build has a Gpu of its own on the same device: all of them listen.
    device.addEventListener("uncapturederror", (event) => {
      this.#failure ??= new TidelabError("device.failed", { cause: (event as GPUUncapturedErrorEvent).error.message });
    });
  }

  /** @throws TidelabError `device.lost` or `device.failed` where something went wrong since the device was opened */
  check(): void {
    if (this.#failure) throw this.#failure;
  }

  /** Compiles a kernel, once. */
  compile(kernel: Kernel): Promise<Compiled> {
    const code = kernel.source(this.#source);
    let compiled = this.#compiled.get(code);
    if (compiled === undefined) {
      compiled = this.#build(kernel, code);
      this.#compiled.set(code, compiled);
    }
    return compiled;
  }

  async #build(kernel: Kernel, code: string): Promise<Compiled> {
    const { device } = this;
    const module = device.createShaderModule({ code, label: kernel.name });
    const { messages } = await module.getCompilationInfo();
    const wrong = messages.find(({ type }) => type === "error");
    if (wrong) {
      const line = code.split("\n")[wrong.lineNum - 1];
      throw failed(`kernel ${kernel.name}, line ${wrong.lineNum}: ${wrong.message}\n${line}`);
    }
    const layout = device.createBindGroupLayout({
      entries: [
        { binding: 0, visibility: COMPUTE_STAGE, buffer: { type: "uniform" } },
        ...Object.values(kernel.arrays).map(
          (use, index): GPUBindGroupLayoutEntry => ({
            binding: index + 1,
            visibility: COMPUTE_STAGE,
            buffer: { type: use.startsWith("in") ? "read-only-storage" : "storage" },
          }),
        ),
      ],
    });
    const options = {
      label: kernel.name,
      layout: device.createPipelineLayout({ bindGroupLayouts: [layout] }),
      compute: { module, entryPoint: "main" },
    };
    try {
      return { pipeline: await device.createComputePipelineAsync(options), layout };
    } catch (cause) {
      throw await this.#blame(cause);
    }
  }

  /** A buffer that kernels read and write. @throws TidelabError `device.memory` where the device cannot hold it */
  storage(label: string, bytes: number): GPUBuffer {
    const size = Math.max(16, Math.ceil(bytes / 16) * 16);
    const most = this.bindingBytes;
    if (size > most) {
      const megabytes = Math.ceil(size / 2 ** 20);
      throw new TidelabError("device.memory", { label, megabytes, most: Math.floor(most / 2 ** 20) });
    }
    return this.device.createBuffer({ label, size, usage: USAGE.storage | USAGE.copySource | USAGE.copyTarget });
  }

  /** Room for `count` blocks of sizes. */
  uniforms(count: number): GPUBuffer {
    const size = Math.max(1, count) * UNIFORM_STEP;
    return this.device.createBuffer({ label: "sizes", size, usage: USAGE.uniform | USAGE.copyTarget });
  }

  bind({ layout }: Compiled, uniforms: GPUBuffer, index: number, arrays: readonly GPUBuffer[]): GPUBindGroup {
    return this.device.createBindGroup({
      layout,
      entries: [
        { binding: 0, resource: { buffer: uniforms, offset: index * UNIFORM_STEP, size: UNIFORM_STEP } },
        ...arrays.map((buffer, place) => ({ binding: place + 1, resource: { buffer } })),
      ],
    });
  }

  /** Writes a kernel's sizes into a block. */
  writeSizes(uniforms: GPUBuffer, index: number, kernel: Kernel, values: Readonly<Record<string, number>>): void {
    this.device.queue.writeBuffer(uniforms, index * UNIFORM_STEP, sizesOf(kernel, values));
  }

  write(buffer: GPUBuffer, values: Float32Array | Int32Array | Uint32Array): void {
    this.device.queue.writeBuffer(buffer, 0, values as Float32Array<ArrayBuffer>);
  }

  copy(from: GPUBuffer, to: GPUBuffer): void {
    const encoder = this.device.createCommandEncoder();
    encoder.copyBufferToBuffer(from, 0, to, 0, from.size);
    this.device.queue.submit([encoder.finish()]);
  }

  /** Copies of buffers' first bytes, after all work that was submitted before. @throws as `check` */
  async read(parts: readonly { readonly buffer: GPUBuffer; readonly bytes: number }[]): Promise<Float32Array[]> {
    this.check();
    const bytes = parts.reduce((sum, part) => sum + part.bytes, 0);
    const staging = this.#takeStaging(bytes);
    const encoder = this.device.createCommandEncoder();
    let at = 0;
    for (const { buffer, bytes } of parts) {
      encoder.copyBufferToBuffer(buffer, 0, staging, at, bytes);
      at += bytes;
    }
    this.device.queue.submit([encoder.finish()]);
    try {
      await staging.mapAsync(MAP_READ, 0, bytes);
    } catch (cause) {
      throw await this.#blame(cause);
    }
    const all = staging.getMappedRange(0, bytes).slice(0);
    staging.unmap();
    this.#staging.push(staging);
    this.check();
    at = 0;
    return parts.map(({ bytes }) => {
      at += bytes;
      return new Float32Array(all, at - bytes, bytes / 4);
    });
  }

  /** What a refused promise means. That the device is lost, its own promise may say a moment later. */
  async #blame(cause: unknown): Promise<TidelabError> {
    await Promise.race([this.device.lost, new Promise((resolve) => setTimeout(resolve, LOST_WITHIN))]);
    return this.#failure ?? failed(cause instanceof Error ? cause.message : String(cause));
  }

  #takeStaging(bytes: number): GPUBuffer {
    const index = this.#staging.findIndex(({ size }) => size >= bytes);
    if (index >= 0) return this.#staging.splice(index, 1)[0]!;
    return this.device.createBuffer({
      label: "read back",
      size: Math.max(256, bytes),
      usage: USAGE.mapRead | USAGE.copyTarget,
    });
  }

  close(): void {
    this.device.destroy();
  }
}

const failed = (cause: string) => new TidelabError("device.failed", { cause });

/** The bytes of a kernel's sizes: first the hidden zero, then the fields in order. */
function sizesOf(kernel: Kernel, values: Readonly<Record<string, number>>): ArrayBuffer {
  const fields = Object.entries(kernel.sizes);
  const view = new DataView(new ArrayBuffer(UNIFORM_STEP));
  for (const [index, [name, type]] of fields.entries()) {
    const value = values[name];
    if (value === undefined) throw new Error(`kernel ${kernel.name}: no size ${name}`);
    const at = (index + 1) * 4;
    if (type === "f32") view.setFloat32(at, value, true);
    else if (!Number.isInteger(value) || Math.abs(value) >= 2 ** 32) {
      throw new Error(`kernel ${kernel.name}: size ${name} is ${value}`);
    } else view.setInt32(at, value, true);
  }
  return view.buffer;
}
