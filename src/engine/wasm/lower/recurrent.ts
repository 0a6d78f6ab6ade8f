/**
 * What LSTM, GRU and RNN share: stacked layers, directions, the dropout between.
 * A cell (`lstm.ts`, `gru.ts`, `rnn.ts`) says how one layer in one direction runs.
 */

import { dropoutScale } from "../../../random/torch.ts";
import { directionSuffixes, type LayerNode, timeOf } from "../../layer-node.ts";
import { TIME_MAJOR } from "../../storage-order.ts";
import type { Emitter } from "../emitter.ts";
import { type Argument, type Buffer, offset, type Place } from "../program.ts";
import type { Emitted, Lowering } from "./lowering.ts";

type Kind = "lstm" | "gru" | "rnn";

/** One layer in one direction. Buffers with a time axis are time-major, (T, R, ·). */
export interface Direction {
  /** `l0`, `l0_reverse`, …: the end of its parameters' names. */
  readonly suffix: string;
  readonly inputSize: number;
  readonly hiddenSize: number;
  readonly reverse: boolean;
  readonly bias: boolean;
  readonly x: Buffer;
  /** (T, R, H) inside an output whose rows are `stride` floats apart. */
  readonly y: Place;
  readonly stride: number;
  /** (R, H) first states, or undefined for zeros. */
  readonly first: readonly Place[] | undefined;
  /** (R) steps of each series at this layer, or 0 where all have the same. */
  readonly lengths: Buffer | 0;
}

/** What a cell's forward pass leaves for its backward pass. */
export interface CellEmitted {
  /** Copies the last states into these (R, H) places; only asked for when states are carried. */
  lastStates(targets: readonly Place[]): void;
  /** @param dStates  (R, H) gradients of the last states on entry, of the first states on return */
  backward(dy: Place, dx: Buffer | 0, addDx: boolean, dStates: readonly Buffer[]): void;
}

export interface Cell<K extends Kind> {
  /** Names of the states: h, and c for an LSTM. */
  readonly states: readonly string[];
  emit(e: Emitter, node: LayerNode<K>, direction: Direction): CellEmitted;
}

/** Makes the lowering of a cell: `numLayers` layers, one or two directions each. */
export function recurrent<K extends Kind>(cell: Cell<K>): Lowering<K> {
  return {
    emit: (e, node, x) => emitStack(cell, e, node, x),
  };
}

function emitStack<K extends Kind>(cell: Cell<K>, e: Emitter, node: LayerNode<K>, x: Buffer): Emitted {
  const { hiddenSize: h, numLayers, bidirectional, dropout, bias } = node.spec;
  const time = timeOf(node.input);
  const directions = bidirectional ? 2 : 1;
  const width = h * directions;
  if (e.carryStates && e.lengths) throw new Error("states are not carried between series of unequal lengths");
  const stateFloats = numLayers * directions * e.rows * h;
  const carried = e.carryStates
    ? cell.states.map((name) => {
        const first = e.pinned(`${name}0`, stateFloats);
        const last = e.pinned(`${name}n`, stateFloats);
        const dFirst = e.gradients ? e.pinned(`d${name}0`, stateFloats) : undefined;
        e.states.set(`${node.name}.${name}`, { first, last, dFirst });
        return { first, last, dFirst };
      })
    : undefined;
  /** The (R, H) part of a stack of states, (numLayers · directions, R, H) as in PyTorch. */
  const part = (buffer: Buffer, layer: number, direction: number): Place => ({
    buffer,
    byteOffset: (layer * directions + direction) * e.rows * h * 4,
  });

  const steps: ((dy: Buffer, needed: boolean) => Buffer | undefined)[] = [];
  let value = x;
  for (let layer = 0; layer < numLayers; layer++) {
    const input = value;
    const inputSize = layer === 0 ? node.input.features : width;
    const output = e.buffer(`y l${layer}`, time * e.rows * width);
    const cells = directionSuffixes(layer, bidirectional).map((suffix, direction) => {
      const emitted = cell.emit(e, node, {
        suffix,
        inputSize,
        hiddenSize: h,
        reverse: direction === 1,
        bias,
        x: input,
        y: { buffer: output, byteOffset: direction * h * 4 },
        stride: width,
        first: carried?.map((state) => part(state.first, layer, direction)),
        lengths: e.lengths ?? 0,
      });
      e.tap(`${suffix}.h`, { buffer: output, byteOffset: direction * h * 4 }, time * e.rows, h, width);
      if (carried) emitted.lastStates(carried.map((state) => part(state.last, layer, direction)));
      return emitted;
    });
    steps.push((dy, needed) => {
      const dx = needed ? e.buffer(`dx l${layer}`, time * e.rows * inputSize) : undefined;
      for (const [direction, emitted] of cells.entries()) {
        const dStates = cell.states.map((name) => e.buffer(`d${name}`, e.rows * h));
        for (const state of dStates) e.call("fill_zero", state, e.rows * h);
        emitted.backward({ buffer: dy, byteOffset: direction * h * 4 }, dx ?? 0, direction > 0, dStates);
        for (const [index, state] of dStates.entries()) {
          const dFirst = carried?.[index]?.dFirst;
          if (dFirst) e.call("copy_rows", state, h, part(dFirst, layer, direction), h, e.rows, h);
        }
      }
      return dx;
    });
    value = output;
    if (e.training && dropout > 0 && layer < numLayers - 1) {
      const mask = e.dropoutMask(time * width, dropout);
      const apply = (from: Buffer, label: string): Buffer => {
        const to = e.buffer(label, time * e.rows * width);
        const batch = { dynamic: "batchRows", times: 1 } as const;
        const offset = { dynamic: "rowOffset", times: 1 } as const;
        e.call("dropout", from, to, mask, time, e.rows, width, batch, offset, dropoutScale(dropout), TIME_MAJOR);
        return to;
      };
      value = apply(output, `dropout l${layer}`);
      steps.push((dy) => apply(dy, `d dropout l${layer}`));
    }
  }
  return {
    output: value,
    backward(dy, needed) {
      let gradient: Buffer | undefined = dy;
      for (let index = steps.length - 1; index >= 0 && gradient; index--) {
        gradient = steps[index]?.(gradient, index > 0 || needed);
      }
      return gradient;
    },
  };
}

/** b_ih + b_hh over `count` values from `from` on, added again after every update; 0 for a layer without bias. */
export function summedBias(e: Emitter, direction: Direction, from: number, count: number): Argument {
  if (!direction.bias) return 0;
  const key = `bias ${direction.suffix}`;
  const target = e.shared(key, count * 4);
  const at = (buffer: Buffer): Argument => ({ buffer, byteOffset: from * 4 });
  e.prepare(key, [
    "add",
    at(e.parameter(`bias_ih_${direction.suffix}`)),
    at(e.parameter(`bias_hh_${direction.suffix}`)),
    target,
    count,
  ]);
  return target;
}

/** Copies the last hidden state of a direction, (R, H), from its output. */
export function copyLastHidden(e: Emitter, { y, stride, reverse, hiddenSize }: Direction, time: number, target: Place) {
  const last = offset(y, (reverse ? 0 : time - 1) * e.rows * stride);
  e.call("copy_rows", last, stride, target, hiddenSize, e.rows, hiddenSize);
}

/** Where a direction's gradients go, as kernels take them: W_ih, W_hh, b_ih, b_hh; 0 for a bias that there is not. */
export function parameterGradients(e: Emitter, { suffix, bias }: Direction) {
  const gradient = (name: string): Argument => e.gradient(`${name}_${suffix}`);
  const biases = bias ? ([gradient("bias_ih"), gradient("bias_hh")] as const) : ([0, 0] as const);
  return [gradient("weight_ih"), gradient("weight_hh"), ...biases] as const;
}

/** In a program that taps: gates (T, R, ·) whose rows hold one after the other in `names`, each of H values, `stride` floats apart. */
export function tapGates(e: Emitter, direction: Direction, time: number, gates: Buffer, names: string, stride: number) {
  const { suffix, hiddenSize } = direction;
  for (const [index, name] of [...names].entries()) {
    e.tap(`${suffix}.${name}`, offset(gates, index * hiddenSize), time * e.rows, hiddenSize, stride);
  }
}

type EightArguments = readonly [Argument, Argument, Argument, Argument, Argument, Argument, Argument, Argument];

/** In a program that records: ‖∂L/∂h_t‖² over time. @param gates  what `state_gradient_squares` takes of gates and weights */
export function probeStates(e: Emitter, direction: Direction, time: number, dy: Place, gates: EightArguments) {
  if (!e.probe) return;
  const { suffix, stride, hiddenSize, reverse, lengths } = direction;
  const sizes = [time, e.rows, hiddenSize, reverse ? 1 : 0] as const;
  const state = e.buffer("d state", e.rows * hiddenSize);
  e.call("state_gradient_squares", dy, stride, ...gates, e.stateProbe(suffix, time), ...sizes, state, lengths);
}
