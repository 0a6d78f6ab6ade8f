/** One sentence on what a run was for, from its record: the model in a few words, the classes, the series. */

import type { RunRecord } from "../../runs/record.ts";
import type { LayerSpec } from "../../spec/layers.ts";
import { descriptionOf } from "../data-kinds/index.ts";
import { formatCount } from "../formats.ts";
import type { ReportMessages } from "../messages/run.en.ts";

/** More classes than this are counted, not named. */
const MOST_NAMED = 4;

export function describeAim(record: RunRecord, texts: ReportMessages): string {
  const { data, model, spec } = record;
  const { classNames } = data;
  const few = classNames.length <= MOST_NAMED;
  return texts.aim({
    model: describeModel(spec.model.layers, texts),
    parameters: formatCount(model.parameterCount),
    classes: few ? texts.list(classNames) : texts.someClasses({ count: formatCount(classNames.length) }),
    length: descriptionOf(spec.data).lengths(record),
    train: formatCount(data.train),
    test: formatCount(data.test),
  });
}

/** A model in a few words: `a bidirectional LSTM of 64 hidden units with attention over time`. */
export function describeModel(top: readonly LayerSpec[], texts: ReportMessages): string {
  const layers = top.flatMap(withInner);
  const convolutions = layers.filter(({ layer }) => layer === "conv1d").length;
  const recurrent = layers.filter((layer) => layer.layer === "lstm" || layer.layer === "gru" || layer.layer === "rnn");
  const [first] = recurrent;
  if (first === undefined) {
    return convolutions > 0 ? texts.convolutionalModel({ convolutions }) : texts.otherModel({ layers: layers.length });
  }
  const cell = first.layer.toUpperCase();
  if (convolutions > 0) return texts.mixedModel({ cell, convolutions });
  if (recurrent.length > 1) return texts.otherModel({ layers: layers.length });
  // What the cell reads is not the series then, and models that differ in it alone must not read the same.
  const before = top
    .slice(
      0,
      top.findIndex((layer) => withInner(layer).includes(first)),
    )
    .filter(({ layer }) => layer !== "dropout");
  return texts.recurrentModel({
    cell,
    before: before.map(({ layer }) => layer).join(", "),
    layers: first.numLayers,
    hidden: formatCount(first.hiddenSize),
    isBidirectional: first.bidirectional,
    isAttentive: layers.some(({ layer }) => layer === "attention"),
  });
}

/** A layer with those inside it. */
export function withInner(layer: LayerSpec): LayerSpec[] {
  if (layer.layer === "residual") return [layer, ...[...layer.layers, ...(layer.shortcut ?? [])].flatMap(withInner)];
  if (layer.layer === "multiply") return [layer, ...layer.layers.flatMap(withInner)];
  if (layer.layer === "concat") return [layer, ...layer.branches.flat().flatMap(withInner)];
  return [layer];
}
