/** What a lens shows of one series. Plain data; how a device names what it kept is undone here. */
import type { Inspected, InspectedGradients, TappedValues } from "../engine/device.ts";
import { answersOf } from "../inference/answers.ts";
import { type Direction, parseDirection } from "../model/direction.ts";
import type { Graph } from "../model/graph.ts";
import type { LayerKind } from "../spec/layers.ts";

/**
 * Values of a recurrent layer by their letters in PyTorch's equations: i, f, g, o, c and h of an LSTM; r, z, n and h of a GRU; h of an RNN.
 * Gates are what the sigmoid or the tanh gave.
 */
export type CellValue = "i" | "f" | "g" | "o" | "c" | "h" | "r" | "z" | "n";

/** One layer of a recurrent stack in one direction. */
export interface CellView {
  /** Of those on top of each other, from 0 on. */
  readonly level: number;
  /** Whether it reads the series from its last step on; its values are in the order of the series all the same. */
  readonly reverse: boolean;
  /** Time steps T. */
  readonly steps: number;
  /** Hidden units H. */
  readonly units: number;
  /** (T, H) each. */
  readonly values: Readonly<Partial<Record<CellValue, Float32Array>>>;
}

/** What a layer made of the series. */
export interface LayerView {
  /** Prefix of its parameters' names: `lstm`, `0`, `block.layers.0`. */
  readonly name: string;
  readonly layer: LayerKind;
  /** Time steps of its output; undefined where that has no time axis. */
  readonly steps: number | undefined;
  /** Features of its output: channels of a convolution. */
  readonly features: number;
  /** (T, C), or (C) without a time axis: of a convolution the activations of its channels, before any layer that follows. */
  readonly output: Float32Array;
  /** Of `lstm`, `gru` and `rnn`: each level, forward before reverse; else empty. */
  readonly cells: readonly CellView[];
  /** Where it attends: (T) of `attention`, (heads, T, T) of `selfAttention`, each row of sum 1: without the numbers of `relative`. */
  readonly attention?: Float32Array;
}

/** One series on its way through a model of K classes. */
export interface SeriesView {
  readonly predicted: number;
  /** (K) softmax of the logits. */
  readonly probabilities: Float32Array;
  /** (K) the bits of `predict`. */
  readonly logits: Float32Array;
  /** Every layer in the order of the spec; those inside `residual`, `multiply` and `concat` follow it. */
  readonly layers: readonly LayerView[];
}

/** How much the loss depends on each hidden state of a recurrent layer. */
export interface StateGradients extends Direction {
  /** (T) ‖∂L/∂h_t‖, in the order of the series. */
  readonly norms: Float64Array;
}

/** Gradients of the loss of one series, L = −log p(class). */
export interface SeriesGradients {
  readonly loss: number;
  /** (T, C) ∂L/∂x. */
  readonly input: Float32Array;
  /** Of every recurrent layer, level and direction; empty for a model without any. */
  readonly states: readonly StateGradients[];
}

/** @param nodes  the layers for series of this length, those inside others too */
export function viewOf({ logits, taps }: Inspected, nodes: Graph["nodes"]): SeriesView {
  const { predicted, probabilities } = answersOf(logits, logits.length);
  const layers = nodes.map(({ name, spec, output }): LayerView => {
    const own = taps.filter((tap) => tap.layer === name);
    const find = (wanted: string) => own.find((tap) => tap.name === wanted)?.values;
    const attention = find("weights");
    return {
      name,
      layer: spec.layer,
      steps: output.time,
      features: output.features,
      output: find("output") ?? new Float32Array(),
      cells: cellsOf(own),
      ...(attention && { attention }),
    };
  });
  return { predicted: predicted[0]!, probabilities, logits, layers };
}

/** Puts together what is of one level and direction. */
function cellsOf(taps: readonly TappedValues[]): CellView[] {
  const suffixes = new Map<string, TappedValues[]>();
  for (const tap of taps) {
    const [suffix, letter] = tap.name.split(".");
    if (suffix === undefined || letter === undefined) continue;
    suffixes.set(suffix, [...(suffixes.get(suffix) ?? []), tap]);
  }
  return [...suffixes].map(([suffix, own]) => {
    const { level, reverse } = parseDirection(`.${suffix}`);
    const [{ rows, width }] = own as [TappedValues];
    const values = Object.fromEntries(own.map((tap) => [tap.name.slice(suffix.length + 1), tap.values]));
    return { level, reverse, steps: rows, units: width, values };
  });
}

export function gradientsOf({ loss, input, states }: InspectedGradients): SeriesGradients {
  return {
    loss,
    input,
    states: states.map(({ name, squares }) => ({ ...parseDirection(name), norms: squares.map(Math.sqrt) })),
  };
}
