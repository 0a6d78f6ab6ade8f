/** What trains: the processor unless a GPU was asked for. It changes the time, not a number. */
import { signal } from "@preact/signals";
import { DEVICES, type DeviceChoice } from "../engine/protocol.ts";
import { readSetting, writeSetting } from "../store/settings.ts";

const kept = readSetting("device");

/** For trainings that are prepared from now on. */
export const computeDevice = signal<DeviceChoice>(DEVICES.find((known) => known === kept) ?? "cpu");

export function setComputeDevice(next: DeviceChoice): void {
  computeDevice.value = next;
  writeSetting("device", next);
}
