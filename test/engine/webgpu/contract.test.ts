/** The GPU, here one in software, does what every device does. */
import "../../../src/node/dawn.ts";
import { describe } from "vitest";
import { webgpu } from "../../../src/engine/webgpu/device.ts";
import { whyNoGpu } from "../../software-gpu.ts";
import { describeDevice, describeNumbers } from "../device-contract.ts";

const reason = whyNoGpu();

describe.skipIf(reason)(`device webgpu${reason ? ` (skipped: ${reason})` : ""}`, () => {
  describeDevice(webgpu);
});

describe.skipIf(reason)("numbers of device webgpu", () => {
  describeNumbers(webgpu);
});
