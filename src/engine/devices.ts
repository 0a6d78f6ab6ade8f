/** The devices that there are, and which of them a session runs on. */
import type { Device, DeviceModel, Session, SessionOptions } from "./device.ts";
import { wasm } from "./wasm/device.ts";

export { openInspector } from "./wasm/inspector.ts";
export { kernelBinaries, probeRelaxedMultiplyAdd, resolveNumerics } from "./wasm/kernels.ts";
export { countShards } from "./wasm/shards.ts";
export { checkThreadCount, dropWorkers, MOST_THREADS, startWorkers } from "./wasm/workers.ts";

export const devices: readonly Device[] = [wasm];

/** A session on a device, on the processor unless given. @throws TidelabError as `Device.open` */
export function openSession(model: DeviceModel, options: SessionOptions, device: Device = wasm): Promise<Session> {
  return device.open(model, options);
}
