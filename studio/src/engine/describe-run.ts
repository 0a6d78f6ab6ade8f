/** A run that is prepared, as plain data that can be posted to the page. */
import type { PreparedEvent } from "tidelab/runs";
import type { ExampleSeries, Prepared } from "./protocol.ts";

/** Series of each class to draw. */
const EXAMPLES_PER_CLASS = 2;

export function describePrepared(
  { spec, numerics, threads, device, deviceReason, data, layers, notices }: PreparedEvent,
  plan: Pick<Prepared, "batches" | "stepsPerEpoch" | "epochs">,
): Prepared {
  const { batches, stepsPerEpoch, epochs } = plan;
  const { train, val, test } = data;
  return {
    ...{ spec, numerics, threads, batches, stepsPerEpoch, epochs, layers, notices },
    ...(device !== undefined && { device }),
    ...(deviceReason && { deviceReason }),
    counts: { train: train.count, val: val.count, test: test.count },
    length: train.length,
    channels: train.channels,
    classNames: train.classNames,
    examples: examplesOf(train),
  };
}

/** The first series of each class, their first channel. */
function examplesOf(set: PreparedEvent["data"]["train"]): ExampleSeries[] {
  const { values, labels, count, length, channels, classNames, lengths } = set;
  return classNames.flatMap((_, label) => {
    const rows: number[] = [];
    for (let row = 0; row < count && rows.length < EXAMPLES_PER_CLASS; row++) if (labels[row] === label) rows.push(row);
    return rows.map((row) => {
      const steps = lengths?.[row] ?? length;
      const series = Float32Array.from({ length: steps }, (_, step) => values[(row * length + step) * channels] ?? 0);
      return { label, values: series };
    });
  });
}
