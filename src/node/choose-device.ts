/** A device by its name, for commands and the processes of a sweep. WebGPU is loaded only where one is asked for, or work is large. */
import { chooseBetween } from "../engine/auto.ts";
import type { Device } from "../engine/device.ts";
import { devices, resolveNumerics } from "../engine/devices.ts";

export const DEVICE_CHOICES = ["auto", "cpu", "gpu"] as const;
export type DeviceChoice = (typeof DEVICE_CHOICES)[number];

/**
 * @param isAsked  whether `auto` was asked for: it then also says so where there is too little work for a GPU
 * @returns undefined for the processor
 * @throws TidelabError `device.unavailable` for `gpu` where there is none
 */
export async function deviceFor(choice: DeviceChoice, isAsked = false): Promise<Device | undefined> {
  if (choice === "cpu") return undefined;
  const [processor] = devices;
  if (choice === "auto" && processor) {
    return chooseBetween({
      startGpu: async (numerics) => (await loadGpu()).startGpu(numerics),
      ...{ processor, resolveNumerics, isAsked },
    });
  }
  const { webgpu } = await loadGpu();
  const { openAdapter } = await import("../engine/webgpu/adapter.ts");
  // Now, before a folder is made or data are loaded.
  await openAdapter();
  return webgpu;
}

async function loadGpu() {
  await import("./dawn.ts");
  return import("../engine/webgpu/device.ts");
}
