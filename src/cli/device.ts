/** The device that a run gets from `--device` or, without it, from `TIDELAB_DEVICE`. The result does not depend on it. */
import type { Device } from "../engine/device.ts";
import { DEVICE_CHOICES, type DeviceChoice, deviceFor } from "../node/choose-device.ts";
import { choose } from "./lab-flags.ts";

/**
 * @param flag  as typed; where it is undefined `TIDELAB_DEVICE` decides, and `auto` where that is not set
 * @throws TidelabError `spec.choice`
 */
export function parseDevice(flag: string | undefined): DeviceChoice {
  const chosen =
    choose(flag, DEVICE_CHOICES, "--device") ??
    choose(process.env.TIDELAB_DEVICE || undefined, DEVICE_CHOICES, "TIDELAB_DEVICE");
  return (chosen ?? "auto") as DeviceChoice;
}

/**
 * @returns undefined for the processor
 * @throws TidelabError `spec.choice`; with `gpu` also `device.unavailable`
 */
export async function chooseDevice(flag: string | undefined): Promise<Device | undefined> {
  return deviceFor(parseDevice(flag), flag !== undefined);
}
