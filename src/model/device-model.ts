/** A model as a device sees it: layers as plain data, sizes, and the loss. */
import type { DeviceModel, LossOptions } from "../engine/device.ts";
import type { ModelSpec } from "../spec/spec.ts";
import { buildGraph } from "./graph.ts";

/** What a device model is made of: plain data, so that a worker can be sent it. */
export interface SourceOptions {
  model: ModelSpec;
  /** Of the series that will be met first; programs for others may be asked for. */
  length: number;
  channels: number;
  /** Outputs of the last layer; 0 accepts any. */
  classes: number;
  loss: LossOptions;
  /** Series in the largest training batch. */
  batchSize: number;
}

/** @throws TidelabError where shapes do not fit */
export function deviceModel(source: SourceOptions): DeviceModel {
  const { model, channels, classes, loss, batchSize } = source;
  const { parameters, states, classes: outputs } = buildGraph(model, source, classes);
  return {
    description: source,
    parameters,
    states,
    classes: outputs,
    loss,
    batchSize,
    layers: (length) => buildGraph(model, { length, channels }, classes),
  };
}

/** What a worker makes of the description that it was sent. */
export function deviceModelOf(description: unknown): DeviceModel {
  return deviceModel(description as SourceOptions);
}
