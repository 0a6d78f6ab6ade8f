/** The device of a training in this worker. What a GPU needs is loaded by the first training that may use one. */
import type { Device } from "tidelab/webgpu";
import type { DeviceChoice } from "./protocol.ts";

/** @returns undefined for the processor */
export async function openDevice(choice: DeviceChoice): Promise<Device | undefined> {
  if (choice === "cpu") return undefined;
  const { autoDevice, webgpu } = await import("tidelab/webgpu");
  return choice === "auto" ? autoDevice() : webgpu;
}
