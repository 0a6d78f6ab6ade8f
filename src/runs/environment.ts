/** Where a run runs: what times depend on and numbers do not. The same code in Node and in a browser. */
import type { Device } from "../engine/device.ts";
import { probeRelaxedMultiplyAdd } from "../engine/devices.ts";
import { VERSION } from "../version.ts";
import type { Environment } from "./record.ts";

/** The parts of Node's module `os` that are asked for; a browser has none. */
interface Os {
  availableParallelism(): number;
  cpus(): { model: string }[];
}

/** @param device, isLost  what it ran on where that was not the processor alone, and whether the processor had to go on */
export async function describeEnvironment(device?: Device, isLost = false): Promise<Environment> {
  const relaxedMultiplyAdd = await probeRelaxedMultiplyAdd();
  const described = device?.describe?.();
  const reason = device?.whyProcessor?.();
  const other = {
    ...(described !== undefined && { device: isLost ? `${described}; lost, the processor went on` : described }),
    ...(reason !== undefined && { deviceReason: reason }),
  };
  const { process } = globalThis as { process?: NodeJS.Process };
  if (process?.versions?.node) {
    const os = process.getBuiltinModule?.("os") as Os | undefined;
    return {
      tidelab: VERSION,
      runtime: `Node ${process.versions.node}`,
      platform: `${process.platform} ${process.arch}`,
      cpu: os?.cpus()[0]?.model.trim() ?? "unknown",
      cores: os?.availableParallelism() ?? 0,
      relaxedMultiplyAdd,
      ...other,
    };
  }
  const { userAgent = "unknown", hardwareConcurrency = 0 } = globalThis.navigator ?? {};
  return {
    tidelab: VERSION,
    runtime: userAgent,
    platform: "browser",
    cpu: "unknown",
    cores: hardwareConcurrency,
    relaxedMultiplyAdd,
    ...other,
  };
}
