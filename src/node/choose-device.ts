/** A device by its name, for commands and the processes of a sweep. WebGPU is loaded only where one is asked for. */
import type { Device } from "../engine/device.ts";

export const DEVICE_CHOICES = ["auto", "cpu", "gpu"] as const;
export type DeviceChoice = (typeof DEVICE_CHOICES)[number];

/**
 * @returns undefined for the processor
 * @throws TidelabError `device.unavailable` for `gpu` where there is none
 */
export async function deviceFor(choice: DeviceChoice): Promise<Device | undefined> {
  if (choice === "cpu") return undefined;
  await import("./dawn.ts");
  const [{ autoDevice, webgpu }, { openAdapter }] = await Promise.all([
    import("../engine/webgpu/device.ts"),
    import("../engine/webgpu/adapter.ts"),
  ]);
  if (choice === "auto") return autoDevice();
  // Now, before a folder is made or data are loaded.
  await openAdapter();
  return webgpu;
}
