/** The device that a run gets from `--device`. The result does not depend on it. */
import type { Device } from "../engine/device.ts";
import { DEVICE_CHOICES, type DeviceChoice, deviceFor } from "../node/choose-device.ts";
import { choose } from "./lab-flags.ts";

/**
 * @param flag  as typed; undefined is `cpu`
 * @throws TidelabError `spec.choice`
 */
export function parseDevice(flag: string | undefined): DeviceChoice {
  return (choose(flag, DEVICE_CHOICES, "--device") ?? "cpu") as DeviceChoice;
}

/**
 * @returns undefined for the processor
 * @throws TidelabError `spec.choice`; with `gpu` also `device.unavailable`
 */
export async function chooseDevice(flag: string | undefined): Promise<Device | undefined> {
  return deviceFor(parseDevice(flag));
}
