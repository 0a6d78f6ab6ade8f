/** A model in one line, in the field's own words: `LSTM 64 × 2 bidirectional, attention`. */
import type { Spec } from "tidelab";

export function modelLine({ model }: Spec): string {
  const names = model.layers.flatMap((layer) => {
    if (layer.layer === "lstm" || layer.layer === "gru" || layer.layer === "rnn") {
      const times = layer.numLayers > 1 ? ` × ${layer.numLayers}` : "";
      return [`${layer.layer.toUpperCase()} ${layer.hiddenSize}${times}${layer.bidirectional ? " bidirectional" : ""}`];
    }
    if (layer.layer === "conv1d") return [`Conv1d ${layer.outChannels}`];
    return layer.layer === "attention" ? ["attention"] : [];
  });
  // A deep network would be a line of its own length: its first layers, and how many follow.
  return names.length > 4 ? `${names.slice(0, 3).join(", ")}, +${names.length - 3}` : names.join(", ");
}
