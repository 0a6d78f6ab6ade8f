/** Dispatches of `layers/lstm.ts`, `gru.ts` and `rnn.ts`: stacked layers, both directions of one at a time, the dropout between. */
import { directionSuffixes, type LayerNode, timeOf } from "../../layer-node.ts";
import { TIME_MAJOR } from "../../storage-order.ts";
import type { Emitter } from "../emitter.ts";
import type { Value } from "../program.ts";
import { type CellSource, gruCell, lstmCell, rnnCell } from "../wgsl/cells.ts";
import { TERMS } from "../wgsl/product.ts";
import {
  backwardTile,
  forwardTile,
  MOST_IN_REGISTERS,
  recurrentBackward,
  recurrentForward,
  transposeWeights,
  WIDEST,
} from "../wgsl/recurrent.ts";
import { dropoutOver } from "./dropout.ts";
import type { Emitted, Lowering } from "./lowering.ts";
import { emitProduct, emitRowSums } from "./products.ts";

type Kind = "lstm" | "gru" | "rnn";

/** Threads and workgroups that keep a large device busy: more series share a workgroup only where there are as many of them. */
const BUSY_THREADS = 65_536;
const BUSY_WORKGROUPS = 128;
const LARGEST_TILE = 8;

/** Series that a workgroup should take: a power of two. */
function wantedTile(rows: number, threads: number, directions: number): number {
  const workgroups = Math.max(BUSY_WORKGROUPS, BUSY_THREADS / threads);
  let wanted = 1;
  while (wanted < LARGEST_TILE && rows * directions >= 2 * wanted * workgroups) wanted *= 2;
  return wanted;
}

/** Makes the lowering of a cell: `numLayers` layers, one or two directions each. */
function recurrent<K extends Kind>(cellOf: (node: LayerNode<K>) => CellSource): Lowering<K> {
  return {
    refuses: ({ spec }) => (spec.hiddenSize > WIDEST ? "wide" : undefined),
    emit(e, node, x) {
      const { hiddenSize: hidden, numLayers, bidirectional, dropout, bias } = node.spec;
      const directions = bidirectional ? 2 : 1;
      const width = hidden * directions;
      const time = timeOf(node.input);
      const cell = cellOf(node);
      const done: Emitted[] = [];
      let value = x;
      for (let layer = 0; layer < numLayers; layer++) {
        const inputs = layer === 0 ? node.input.features : width;
        const emitted = emitLayer(e, value, cell, { layer, time, inputs, hidden, directions, bias });
        done.push(emitted);
        value = emitted.output;
        if (e.training && dropout > 0 && layer < numLayers - 1) {
          const apply = dropoutOver(e, { time, features: width }, dropout, TIME_MAJOR);
          value = apply(value, `dropout l${layer}`);
          done.push({ output: value, backward: (dy) => apply(dy, `d dropout l${layer}`) });
        }
      }
      return {
        output: value,
        backward(dy, needed) {
          let gradient: Value | undefined = dy;
          for (let index = done.length - 1; index >= 0 && gradient; index--) {
            gradient = done[index]!.backward(gradient, index > 0 || needed);
          }
          return gradient;
        },
      };
    },
  };
}

export const lstm = recurrent<"lstm">(() => lstmCell);
export const gru = recurrent<"gru">(() => gruCell);
export const rnn = recurrent<"rnn">(({ spec }) => rnnCell(spec.nonlinearity));

interface LayerShape {
  readonly layer: number;
  readonly time: number;
  readonly inputs: number;
  readonly hidden: number;
  readonly directions: 1 | 2;
  readonly bias: boolean;
}

function emitLayer(e: Emitter, x: Value, cell: CellSource, shape: LayerShape): Emitted {
  const { layer, time, inputs, hidden, directions, bias } = shape;
  const { rows, training: keep } = e;
  const stride = cell.columns * hidden;
  const products = cell.products.length * hidden;
  const fromInput = cell.inputColumns * hidden;
  const width = hidden * directions;
  const steps = time * rows;
  const suffixes = directionSuffixes(layer, directions === 2);
  const [suffix = "", reverse = suffix] = suffixes;
  const at = (name: string) => e.offset(`${name}_${suffix}`);
  /** From a tensor of one direction to that of the other: the same for all of a layer. */
  const apart = e.offset(`weight_ih_${reverse}`) - at("weight_ih");
  const lengths = e.lengths ? [e.lengths] : [];
  const uneven = lengths.length > 0;
  const gates = e.value(`gates l${layer}`, directions * steps * stride);
  const extraBlocks = Math.ceil(inputs / TERMS) - 1;
  const extraBlock = directions * steps * stride;
  const extra = e.value(`more inputs l${layer}`, extraBlocks * extraBlock);

  /** The product of the input with rows `from` … `to` of its weights, in blocks of inputs; the first starts from the biases. */
  const emitInputProduct = (from: number, to: number, biases: "two biases" | "bias") => {
    for (let block = 0; block <= extraBlocks; block++) {
      const [first, last] = [block * TERMS, Math.min(inputs, (block + 1) * TERMS)];
      const place = {
        ...{ m: steps, n: to - from, first, last, count: directions, a: { stride: inputs } },
        b: { start: at("weight_ih") + from * inputs, term: 1, column: inputs, group: apart },
        c: { start: from + Math.max(0, block - 1) * extraBlock, stride, group: steps * stride },
      };
      if (block > 0) emitProduct(e, "zero", [x, extra], place);
      else if (!bias) emitProduct(e, "zero", [x, gates], place);
      else {
        const both = { bias: at("bias_ih") + from, bias2: at("bias_hh") + from, biasGroup: apart };
        emitProduct(e, biases, [x, gates], { ...place, ...both });
      }
    }
  };
  if (cell.apart === undefined) emitInputProduct(0, fromInput, "two biases");
  else {
    emitInputProduct(0, 2 * hidden, "two biases");
    emitInputProduct(2 * hidden, fromInput, "bias");
  }

  const y = e.value(`y l${layer}`, steps * width);
  const kept = cell.kept.map((name) => e.value(`${name} l${layer}`, directions * steps * hidden));
  const { limits } = e;
  const wanted = wantedTile(rows, Math.max(256, Math.min(products, limits.threads)), directions);
  const gridOf = (tile: number) => [Math.ceil(rows / tile), directions, 1] as const;
  const tile = forwardTile(hidden, wanted, limits);
  const recurrentWeights = { weight: at("weight_hh"), weightDirection: apart };
  const sizes = { time, rows, width, ...recurrentWeights };
  let weights = e.parameters;
  const inRegisters = hidden <= Math.min(MOST_IN_REGISTERS, e.mostInRegisters);
  if (!inRegisters) {
    weights = e.shared(`transposed l${layer}`, directions * products * hidden);
    const groups = [Math.ceil((products * hidden) / 64), directions, 1] as const;
    e.prepare(transposeWeights(hidden, products), [e.parameters, weights], recurrentWeights, groups);
  }
  const kernel = recurrentForward({ cell, hidden, tile, inRegisters, uneven, keep, extraBlocks, bias, limits });
  const arrays = [
    ...[weights, gates, y],
    ...(cell.apart !== undefined && bias ? [e.parameters] : []),
    ...(keep ? kept : []),
    ...(extraBlocks > 0 ? [extra] : []),
    ...lengths,
  ];
  const hiddenBias = cell.apart !== undefined && bias ? at("bias_hh") + 2 * hidden : 0;
  e.run(kernel, arrays, { ...sizes, hiddenBias, extraBlock }, gridOf(tile));
  return {
    output: y,
    backward(dy, needed) {
      const states = e.probe ? [e.stateProbes(suffixes, time, hidden)] : [];
      const tile = backwardTile(cell, hidden, wanted, limits);
      const back = recurrentBackward({ cell, hidden, tile, inRegisters, uneven, probe: e.probe, limits });
      const before = cell.kind === "gru" ? [y] : [];
      e.run(back, [e.parameters, dy, gates, ...kept, ...before, ...states, ...lengths], sizes, gridOf(tile));
      emitGradients();
      if (!needed) return undefined;
      const dx = e.value(`dx l${layer}`, steps * inputs);
      emitProduct(e, "zero", [gates, dx], {
        ...{ m: steps, n: inputs, last: fromInput, segments: directions },
        a: { stride, segment: steps * stride },
        b: { start: at("weight_ih"), term: inputs, column: 1, segment: apart },
        c: { stride: inputs },
      });
      return dx;
    },
  };

  /** Of the parameters, from the gradients of the gates. */
  function emitGradients(): void {
    const order = { order: uneven ? "uneven steps" : "steps" } as const;
    const columns = (from: number, count: number) => ({
      ...{ time, m: count * hidden, directions, direction: apart },
      a: { start: from * hidden, stride, direction: steps * stride },
    });
    const input = { n: inputs, b: { stride: inputs }, start: at("weight_ih") };
    emitRowSums(e, order, [gates, x], { ...columns(0, cell.inputColumns), ...input });
    const state = { n: hidden, b: { stride: width, direction: hidden } };
    const previous = { ...order, previous: true };
    const start = at("weight_hh");
    if (cell.apart === undefined) {
      emitRowSums(e, previous, [gates, y], { ...columns(0, cell.columns), ...state, start });
      if (!bias) return;
      const both = { start: at("bias_ih"), twin: at("bias_hh") };
      emitRowSums(e, order, [gates], { ...columns(0, cell.columns), n: 1, ...both });
      return;
    }
    const rest = 2 * hidden;
    emitRowSums(e, previous, [gates, y], { ...columns(0, 2), ...state, start });
    emitRowSums(e, previous, [gates, y], { ...columns(cell.apart, 1), ...state, start: start + rest * hidden });
    if (!bias) return;
    const [ofInput, ofState] = [at("bias_ih"), at("bias_hh")];
    emitRowSums(e, order, [gates], { ...columns(0, 2), n: 1, start: ofInput, twin: ofState });
    emitRowSums(e, order, [gates], { ...columns(2, 1), n: 1, start: ofInput + rest });
    emitRowSums(e, order, [gates], { ...columns(cell.apart, 1), n: 1, start: ofState + rest });
  }
}
