/** Finds the host's GPU, opens it once, and tests how it computes. Sessions share what was opened, pipelines included. */
import { TidelabError } from "../../errors/errors.ts";
import { platform } from "../../platform.ts";
import type { Numerics } from "../numerics.ts";
import { Gpu } from "./gpu.ts";
import { LIMITS } from "./kernel.ts";
import { testArithmetic } from "./self-test.ts";

/** Bytes: a value's place in an array is a u32 of float32 values, far from its end. */
const LARGEST_ARRAY = 2 ** 30;

/** Of a kernel. */
const MOST_ARRAYS = 16;

/** What a GPU calls itself. */
export interface AdapterDescription {
  readonly vendor: string;
  readonly architecture: string;
  /** The model, where the browser gives it away. */
  readonly device: string;
  /** In Node with the version of the driver. */
  readonly description: string;
  /** Whether it is imitated in software. */
  readonly isSoftware: boolean;
}

export interface OpenedAdapter {
  readonly adapter: AdapterDescription;
  /** What the adapter came from; Dawn's devices fail once it is collected as garbage. */
  readonly instance: unknown;
  /** The GPU with the arithmetic of a build. @throws TidelabError `device.numerics` where it cannot round as that build does */
  gpu(numerics: Numerics): Promise<Gpu>;
}

let opened: Promise<OpenedAdapter> | undefined;

/** @throws TidelabError `device.unavailable` */
export function openAdapter(): Promise<OpenedAdapter> {
  const opening = opened ?? open();
  opened = opening;
  opening.catch(() => forget(opening));
  return opening;
}

function forget(what: Promise<OpenedAdapter>): void {
  if (opened === what) opened = undefined;
}

async function open(): Promise<OpenedAdapter> {
  const gpu = platform.requestGpu ? await platform.requestGpu() : globalThis.navigator?.gpu;
  if (!gpu) throw new TidelabError("device.unavailable", { reason: platform.requestGpu ? "package" : "browser" });
  const adapter = await gpu.requestAdapter({ powerPreference: "high-performance" });
  if (!adapter) throw new TidelabError("device.unavailable", { reason: "adapter" });
  const { info } = adapter;
  const description: AdapterDescription = {
    vendor: info.vendor,
    architecture: info.architecture,
    device: info.device,
    description: info.description,
    isSoftware:
      info.isFallbackAdapter || /swiftshader|llvmpipe|lavapipe/i.test(`${info.architecture} ${info.description}`),
  };
  if (description.isSoftware && !platform.softwareGpu) {
    throw new TidelabError("device.unavailable", { reason: "software" });
  }
  // Larger arrays than every device's 128 MiB, where this one has them: a batch is cut into fewer pieces, or need not be. Larger
  // workgroups, which wide recurrent layers fill. And more arrays for a kernel: it then takes more jobs.
  const { maxStorageBufferBindingSize, maxBufferSize } = adapter.limits;
  const { maxComputeInvocationsPerWorkgroup, maxComputeWorkgroupSizeX, maxComputeWorkgroupStorageSize } =
    adapter.limits;
  const maxStorageBuffersPerShaderStage = Math.min(MOST_ARRAYS, adapter.limits.maxStorageBuffersPerShaderStage);
  const most = Math.min(LARGEST_ARRAY, maxBufferSize);
  const device = await adapter.requestDevice({
    requiredLimits: {
      maxStorageBufferBindingSize: Math.min(most, maxStorageBufferBindingSize),
      maxBufferSize: Math.max(most, LIMITS.bindingBytes),
      ...{ maxComputeInvocationsPerWorkgroup, maxComputeWorkgroupSizeX, maxComputeWorkgroupStorageSize },
      maxStorageBuffersPerShaderStage,
    },
  });
  void device.lost.then(() => {
    opened = undefined;
  });
  return openedAdapter(device, description, gpu);
}

/** What sessions are given of a device. */
export function openedAdapter(device: GPUDevice, adapter: AdapterDescription, instance?: unknown): OpenedAdapter {
  const tested = new Map<Numerics, Promise<Gpu>>();
  const test = async (numerics: Numerics) => {
    const result = await testArithmetic(device, numerics);
    if ("arithmetic" in result) return new Gpu(device, result.arithmetic);
    throw new TidelabError("device.numerics", { adapter: adapter.description, operation: result.failed });
  };
  return {
    adapter,
    instance,
    gpu(numerics) {
      const gpu = tested.get(numerics) ?? test(numerics);
      tested.set(numerics, gpu);
      return gpu;
    },
  };
}
