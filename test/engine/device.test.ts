/** Every device that there is, and one that computes nothing. The GPU is in webgpu/contract.test.ts. */
import { describe } from "vitest";
import { devices } from "../../src/engine/devices.ts";
import { describeDevice, describeNumbers } from "./device-contract.ts";
import { fakeDevice } from "./fake-device.ts";

describe.each([...devices, fakeDevice].map((device) => [device.name, device] as const))("device %s", (_, device) => {
  describeDevice(device);
});

describe.each(devices.map((device) => [device.name, device] as const))("numbers of device %s", (_, device) => {
  describeNumbers(device);
});
