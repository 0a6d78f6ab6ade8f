/** The device for whoever leaves the choice to us: the GPU where it surely pays and gives the same bits, else the processor. */
import { TidelabError } from "../../errors/errors.ts";
import type { Device, DeviceModel, ProcessorReason, SessionOptions } from "../device.ts";
import { resolveNumerics } from "../wasm/kernels.ts";
import { openAdapter } from "./adapter.ts";

/**
 * Parameters times steps times series of an epoch from which on a GPU is used; the lab has 2.3e10. Starting a GPU takes up to two seconds,
 * in which the processor trains an epoch of it.
 */
const LEAST_WORK = 1e10;

/**
 * The same of a batch, for each time step: a GPU's step has a latency that no small layer fills, 10 ms with 200 time steps, in which 16
 * threads compute as much (bench/RESULTS-gpu.md). The lab has 4.4e6.
 */
const LEAST_WORK_A_STEP = 1e6;

/** @param gpu, processor  what is chosen from */
export function chooseBetween(gpu: Device, processor: Device): Device {
  let chosen = processor;
  let reason: ProcessorReason | undefined;
  return {
    name: "auto",
    describe: () => chosen.describe?.(),
    whyProcessor: () => reason,
    open: async (model, options) => {
      chosen = processor;
      reason = await whyNot(model, options);
      if (reason) return processor.open(model, options);
      try {
        const session = await gpu.open(model, options);
        chosen = gpu;
        return session;
      } catch (error) {
        // Whatever the GPU cannot do, the processor can.
        reason = reasonOf(error);
        return processor.open(model, options);
      }
    },
  };
}

/** Why the GPU is not used, as far as that is known before it is opened. */
async function whyNot(
  model: DeviceModel,
  { training, series, mostSeries = 0, numerics }: SessionOptions,
): Promise<ProcessorReason | undefined> {
  if (!training || !series) return "small";
  const parameters = model.parameters.reduce((sum, { size }) => sum + size, 0);
  if (parameters * series.length * mostSeries < LEAST_WORK) return "small";
  if (parameters * Math.min(training.batchSize, mostSeries) < LEAST_WORK_A_STEP) return "small";
  try {
    const { adapter, gpu } = await openAdapter();
    if (adapter.isSoftware) return "unavailable";
    // The build that the processor would run: another one has other bits.
    await gpu(await resolveNumerics(numerics));
    return undefined;
  } catch (error) {
    return reasonOf(error);
  }
}

/** @throws what is no error of a device */
function reasonOf(error: unknown): ProcessorReason {
  if (!(error instanceof TidelabError)) throw error;
  switch (error.code) {
    case "device.numerics":
      return "numerics";
    case "device.unsupported":
      return "unsupported";
    case "device.memory":
    case "device.batch":
      return "memory";
    case "device.unavailable":
    case "device.lost":
    case "device.failed":
      return "unavailable";
    default:
      throw error;
  }
}
