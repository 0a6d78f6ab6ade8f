/** How long a device takes for a step of training, measured on series and weights without meaning. Nothing of it stays behind. */
import { TorchGenerator } from "../random/torch.ts";
import type { Device, DeviceModel, SeriesKind, SessionOptions } from "./device.ts";
import { elements } from "./layer-node.ts";

/** Milliseconds: a GPU that was idle has not reached its clock before, and a processor has not compiled its kernels well. */
const WARM_AFTER = 300;

/** Milliseconds after which no further step is begun. */
const LONG = 3000;

/**
 * Seconds of the fastest of some steps with full batches, the first left out where there is time for others.
 * @param options  with `training` and `series`
 * @throws whatever the device throws
 */
export async function secondsOfStep(device: Device, model: DeviceModel, options: SessionOptions): Promise<number> {
  const { training, series, mostSeries = Number.POSITIVE_INFINITY } = options;
  if (!training || !series) throw new Error("a trial is of training");
  const rows = Math.min(training.batchSize, mostSeries);
  const session = await device.open(model, { ...options, mostSeries: rows });
  try {
    const sizeOf = (tensors: DeviceModel["parameters"]) => tensors.reduce((sum, { size }) => sum + size, 0);
    // Not zeros: weight norm divides by the norms of weights.
    const parameters = new Float32Array(sizeOf(model.parameters)).fill(0.01);
    session.setWeights({ parameters, states: new Float32Array(sizeOf(model.states)).fill(1) });
    const data = session.addData(blankSeries(model, series, rows));
    const indices = Int32Array.from({ length: rows }, (_, index) => index);
    const generator = new TorchGenerator(0);
    const began = performance.now();
    const times: number[] = [];
    for (let now = began; ; ) {
      await session.trainBatch({ data, indices, generator, inverseWeight: 1 / rows });
      await session.clip({ clipGradNorm: 0, clipGradValue: 0 });
      await session.step({ lr: 0 });
      const end = performance.now();
      times.push(end - now);
      now = end;
      if (end - began > LONG || (end - began > WARM_AFTER && times.length > 2)) break;
    }
    return Math.min(...(times.length > 1 ? times.slice(1) : times)) / 1000;
  } finally {
    session.close();
  }
}

function blankSeries(model: DeviceModel, { length, lengths }: SeriesKind, rows: number) {
  const { input } = model.layers(length);
  const values = new Float32Array(rows * elements(input));
  const labels = new Int32Array(rows);
  return { values, labels, length, channels: input.features, ...(lengths && { lengths: lengths.slice(0, rows) }) };
}
