/** A model as a device sees it: layers as plain data, sizes, and the loss. */
import type { DeviceModel, LossOptions } from "../engine/device.ts";
import type { ModelSpec } from "../spec/spec.ts";
import { buildGraph, type Graph } from "./graph.ts";
import type { Model } from "./model.ts";

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

/**
 * A model as a device sees it, without its weights.
 * @param use  series that will be met first, and how they are trained on or evaluated
 * @throws TidelabError where the layers cannot take series of that length
 */
export function describeModel(
  { spec, graph, channels, classes }: Model,
  use: Pick<SourceOptions, "length" | "loss" | "batchSize">,
): DeviceModel {
  // Layers for the length that the model was compiled for are there already.
  return deviceModel({ model: spec, channels, classes, ...use }, graph.input.time === use.length ? graph : undefined);
}

/**
 * @param graph  the model's layers for series of that length, where they have been built
 * @throws TidelabError where shapes do not fit
 */
export function deviceModel(
  source: SourceOptions,
  graph: Graph = buildGraph(source.model, source, source.classes),
): DeviceModel {
  const { model, channels, classes, loss, batchSize } = source;
  const { parameters, states, classes: outputs } = graph;
  return {
    description: source,
    parameters,
    states,
    classes: outputs,
    loss,
    batchSize,
    layers: (length) => (length === source.length ? graph : buildGraph(model, { length, channels }, classes)),
  };
}

/** What a worker makes of the description that it was sent. */
export function deviceModelOf(description: unknown): DeviceModel {
  return deviceModel(description as SourceOptions);
}
