/** The device that computes on a GPU, through WebGPU. It gives the bits of the WebAssembly device, or refuses. */
import { TidelabError } from "../../errors/errors.ts";
import { chooseBetween } from "../auto.ts";
import type { Device, DeviceModel, Session, SessionOptions } from "../device.ts";
import type { Numerics } from "../numerics.ts";
import { wasm } from "../wasm/device.ts";
import { resolveNumerics } from "../wasm/kernels.ts";
import { type AdapterDescription, type OpenedAdapter, openAdapter } from "./adapter.ts";
import type { Gpu } from "./gpu.ts";
import { HostKernels } from "./host-kernels.ts";
import { checkSupported } from "./programs.ts";
import { type Tuning, WebGpuSession } from "./session.ts";

/**
 * Computes on a GPU, for `device` of `train`, `evaluate`, `createPredictor` and `runSpec`. Models with layers that it does not know are
 * refused when their data arrive.
 */
export const webgpu: Device = {
  name: "webgpu",
  describe: () => description,
  open: async (model, options) => {
    const opened = await openAdapter();
    description = describeAdapter(opened.adapter);
    return openOn(opened, model, options);
  },
};

let description: string | undefined;

/** As a record has it: description, maker and model, as far as the host gives them away. */
export function describeAdapter({ description, vendor, architecture, device, isSoftware }: AdapterDescription): string {
  const maker = [vendor, architecture, device].filter(Boolean).join(" ");
  return `${description || "GPU"}${maker ? ` (${maker})` : ""}${isSoftware ? ", in software" : ""}`;
}

/**
 * A GPU for whoever has not asked for one by name: none that is imitated in software, and none that rounds in another way than a build.
 * @throws TidelabError `device.unavailable`, `device.numerics`
 */
export async function startGpu(numerics: Numerics): Promise<Device> {
  const { adapter, gpu } = await openAdapter();
  if (adapter.isSoftware) throw new TidelabError("device.unavailable", { reason: "software" });
  await gpu(numerics);
  return webgpu;
}

/**
 * A device that decides for each training: the GPU where there is one, it gives the same bits, the training is long enough and a step of it
 * is faster there; else the processor. For `device` of `train` and `runSpec`; whatever goes wrong with the GPU, the processor trains. Of a
 * run, `environment.deviceReason` says why it was the processor.
 */
export const autoDevice = (): Device => chooseBetween({ startGpu, processor: wasm, resolveNumerics });

/** A session on an adapter that is open. */
export async function openOn(
  opened: OpenedAdapter,
  model: DeviceModel,
  options: SessionOptions,
  tuning: Partial<Tuning> = {},
): Promise<Session> {
  if (options.series) checkSupported(model, options.series);
  const { gpu, numerics } = await gpuFor(opened, options.numerics ?? "auto");
  gpu.check();
  const parameterCount = model.parameters.reduce((sum, { size }) => sum + size, 0);
  return WebGpuSession.create({
    gpu,
    host: await HostKernels.create({ numerics, loss: model.loss, parameterCount, training: options.training }),
    model,
    numerics,
    training: options.training,
    tuning: { largeTiles: !opened.adapter.isSoftware, limits: gpu.workgroups, ...tuning },
  });
}

/** The build that was asked for; `auto` is `fused` where both the GPU and WebAssembly here can. */
async function gpuFor(opened: OpenedAdapter, wanted: Numerics | "auto"): Promise<{ gpu: Gpu; numerics: Numerics }> {
  const numerics = await resolveNumerics(wanted);
  try {
    return { gpu: await opened.gpu(numerics), numerics };
  } catch (error) {
    const isRefused = error instanceof TidelabError && error.code === "device.numerics";
    if (wanted !== "auto" || numerics !== "fused" || !isRefused) throw error;
    return { gpu: await opened.gpu("portable"), numerics: "portable" };
  }
}
