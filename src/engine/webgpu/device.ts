/** The device that computes on a GPU, through WebGPU. It gives the bits of the WebAssembly device, or refuses. */
import { TidelabError } from "../../errors/errors.ts";
import type { Device, DeviceModel, Session, SessionOptions } from "../device.ts";
import type { Numerics } from "../numerics.ts";
import { resolveNumerics } from "../wasm/kernels.ts";
import { type OpenedAdapter, openAdapter } from "./adapter.ts";
import type { Gpu } from "./gpu.ts";
import { HostKernels } from "./host-kernels.ts";
import { type Tuning, WebGpuSession } from "./session.ts";

export const webgpu: Device = {
  name: "webgpu",
  open: async (model, options) => openOn(await openAdapter(), model, options),
};

/** A session on an adapter that is open. */
export async function openOn(
  opened: OpenedAdapter,
  model: DeviceModel,
  options: SessionOptions,
  tuning: Partial<Tuning> = {},
): Promise<Session> {
  const { gpu, numerics } = await gpuFor(opened, options.numerics ?? "auto");
  gpu.check();
  return WebGpuSession.create({
    gpu,
    host: await HostKernels.create(model.loss),
    model,
    numerics,
    training: options.training,
    tuning: { largeTiles: !opened.adapter.isSoftware, ...tuning },
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
