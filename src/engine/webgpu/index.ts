/** `tidelab/webgpu`: a device that trains and classifies on a GPU. Loaded by who wants one; nothing else of the package contains it. */
import "../../errors/device-errors.ts";

export type { Device } from "../device.ts";
export { autoDevice, webgpu } from "./device.ts";
