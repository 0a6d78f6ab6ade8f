/** Checks a data set that a caller made by hand against the model it is meant for, before any of it reaches the engine. */
import { TidelabError } from "../errors.ts";
import type { TimeSeriesDataset } from "./dataset.ts";

/**
 * @param what  names the set in the error: `train`, `val`, `test`
 * @throws TidelabError `data.empty`, `data.size`, `data.channels`, `data.label`, `data.value` `data.lengths` or
 *         `data.lengthsSize`
 */
export function checkDataset(
  dataset: TimeSeriesDataset,
  model: { channels: number; classes: number },
  what: string,
): void {
  const { values, labels, count, length, channels, lengths } = dataset;
  if (count < 1 || length < 1) throw new TidelabError("data.empty", { count, length }, what);
  if (values.length !== count * length * channels || labels.length !== count) {
    const params = { values: values.length, labels: labels.length, count, length, channels };
    throw new TidelabError("data.size", params, what);
  }
  if (channels !== model.channels) {
    throw new TidelabError("data.channels", { expected: model.channels, received: channels }, what);
  }
  const stranger = labels.findIndex((label) => label < 0 || label >= model.classes);
  if (stranger >= 0) {
    const params = { classes: model.classes, received: labels[stranger]! };
    throw new TidelabError("data.label", params, `${what}.labels[${stranger}]`);
  }
  if (lengths && lengths.length !== count) {
    throw new TidelabError("data.lengthsSize", { expected: count, received: lengths.length }, `${what}.lengths`);
  }
  const wrong = lengths?.findIndex((steps) => steps < 1 || steps > length) ?? -1;
  if (wrong >= 0) {
    throw new TidelabError("data.lengths", { length, received: lengths![wrong]! }, `${what}.lengths[${wrong}]`);
  }
  const bad = values.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0) throw new TidelabError("data.value", { received: values[bad]! }, `${what}.values[${bad}]`);
}
