/** The device for whoever leaves the choice to us: the GPU where it surely pays and gives the same bits, else the processor. */
import { TidelabError } from "../../errors/errors.ts";
import type { Device, DeviceModel, SessionOptions } from "../device.ts";
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
  return {
    name: "auto",
    describe: () => chosen.describe?.(),
    open: async (model, options) => {
      chosen = processor;
      if (!(await isWorthIt(model, options))) return processor.open(model, options);
      try {
        const session = await gpu.open(model, options);
        chosen = gpu;
        return session;
      } catch (error) {
        // Whatever the GPU cannot do, the processor can.
        if (error instanceof TidelabError && error.code.startsWith("device.")) return processor.open(model, options);
        throw error;
      }
    },
  };
}

async function isWorthIt(
  model: DeviceModel,
  { training, series, mostSeries = 0, numerics }: SessionOptions,
): Promise<boolean> {
  if (!training || !series) return false;
  const parameters = model.parameters.reduce((sum, { size }) => sum + size, 0);
  if (parameters * series.length * mostSeries < LEAST_WORK) return false;
  if (parameters * Math.min(training.batchSize, mostSeries) < LEAST_WORK_A_STEP) return false;
  try {
    const { adapter, gpu } = await openAdapter();
    if (adapter.isSoftware) return false;
    // The build that the processor would run: another one has other bits.
    await gpu(await resolveNumerics(numerics));
    return true;
  } catch (error) {
    if (error instanceof TidelabError) return false;
    throw error;
  }
}
