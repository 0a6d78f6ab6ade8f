/** The device that a run gets from `--device`. The result does not depend on it. WebGPU is loaded only where one is asked for. */
import type { Device } from "../engine/device.ts";
import { choose } from "./lab-flags.ts";

const DEVICES = ["auto", "cpu", "gpu"];

/**
 * @param flag  as typed; undefined is `cpu`
 * @returns undefined for the processor
 * @throws TidelabError `spec.choice`; with `gpu` also `device.unavailable`
 */
export async function chooseDevice(flag: string | undefined): Promise<Device | undefined> {
  const wanted = choose(flag, DEVICES, "--device") ?? "cpu";
  if (wanted === "cpu") return undefined;
  await import("../node/dawn.ts");
  const [{ autoDevice, webgpu }, { openAdapter }] = await Promise.all([
    import("../engine/webgpu/device.ts"),
    import("../engine/webgpu/adapter.ts"),
  ]);
  if (wanted === "auto") return autoDevice();
  // Now, before a folder is made or data are loaded.
  await openAdapter();
  return webgpu;
}
