/** Dispatches of `layers/lstm.ts`: stacked layers, both directions of one at a time, the dropout between. */
import { directionSuffixes, timeOf } from "../../layer-node.ts";
import { TIME_MAJOR } from "../../storage-order.ts";
import type { Emitter } from "../emitter.ts";
import type { Value } from "../program.ts";
import { lstmBackward, lstmForward, MOST_IN_REGISTERS, tileThatFits, transposeWeights, WIDEST } from "../wgsl/lstm.ts";
import { TERMS } from "../wgsl/product.ts";
import { dropoutOver } from "./dropout.ts";
import type { Emitted, Lowering } from "./lowering.ts";
import { emitProduct, emitRowSums } from "./products.ts";

/** Workgroups that keep a large device busy: more series share one only where there are as many of them. */
const WORKGROUPS = 256;
const LARGEST_TILE = 8;

/** Series that a workgroup takes: a power of two. */
function tileOf(rows: number, hidden: number, directions: number): number {
  let wanted = 1;
  while (wanted < LARGEST_TILE && rows * directions >= 2 * wanted * WORKGROUPS) wanted *= 2;
  return tileThatFits(hidden, wanted);
}

export const lstm: Lowering<"lstm"> = {
  refuses: ({ spec }) => (spec.hiddenSize > WIDEST ? "wide" : undefined),
  emit(e, node, x) {
    const { hiddenSize: hidden, numLayers, bidirectional, dropout, bias } = node.spec;
    const directions = bidirectional ? 2 : 1;
    const width = hidden * directions;
    const time = timeOf(node.input);
    const done: Emitted[] = [];
    let value = x;
    for (let layer = 0; layer < numLayers; layer++) {
      const inputs = layer === 0 ? node.input.features : width;
      const emitted = emitLayer(e, value, { layer, time, inputs, hidden, directions, bias });
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

interface LayerShape {
  readonly layer: number;
  readonly time: number;
  readonly inputs: number;
  readonly hidden: number;
  readonly directions: 1 | 2;
  readonly bias: boolean;
}

function emitLayer(e: Emitter, x: Value, shape: LayerShape): Emitted {
  const { layer, time, inputs, hidden, directions, bias } = shape;
  const { rows, training: keep } = e;
  const n = 4 * hidden;
  const width = hidden * directions;
  const steps = time * rows;
  const suffixes = directionSuffixes(layer, directions === 2);
  const [suffix = "", reverse = suffix] = suffixes;
  const at = (name: string) => e.offset(`${name}_${suffix}`);
  /** From a tensor of one direction to that of the other: the same for all of a layer. */
  const apart = e.offset(`weight_ih_${reverse}`) - at("weight_ih");
  const gates = e.value(`gates l${layer}`, directions * steps * n);
  const extraBlocks = Math.ceil(inputs / TERMS) - 1;
  const extraBlock = directions * steps * n;
  const extra = e.value(`more inputs l${layer}`, extraBlocks * extraBlock);
  for (let block = 0; block <= extraBlocks; block++) {
    const [first, last] = [block * TERMS, Math.min(inputs, (block + 1) * TERMS)];
    const place = {
      ...{ m: steps, n, first, last, count: directions, a: { stride: inputs } },
      b: { start: at("weight_ih"), term: 1, column: inputs, group: apart },
    };
    const c = { stride: n, group: steps * n };
    if (block > 0) emitProduct(e, "zero", [x, extra], { ...place, c: { ...c, start: (block - 1) * extraBlock } });
    else if (!bias) emitProduct(e, "zero", [x, gates], { ...place, c });
    else {
      const biases = { bias: at("bias_ih"), bias2: at("bias_hh"), biasGroup: apart };
      emitProduct(e, "two biases", [x, gates], { ...place, ...biases, c });
    }
  }
  const y = e.value(`y l${layer}`, steps * width);
  const cells = e.value(`cells l${layer}`, directions * steps * hidden);
  const tanhCells = e.value(`tanh cells l${layer}`, directions * steps * hidden);
  const tile = tileOf(rows, hidden, directions);
  const grid = [Math.ceil(rows / tile), directions, 1] as const;
  const recurrent = { weight: at("weight_hh"), weightDirection: apart };
  const sizes = { time, rows, width, ...recurrent };
  let weights = e.parameters;
  if (hidden > MOST_IN_REGISTERS) {
    weights = e.shared(`transposed l${layer}`, directions * n * hidden);
    const groups = [Math.ceil((n * hidden) / 64), directions, 1] as const;
    e.prepare(transposeWeights(hidden), [e.parameters, weights], recurrent, groups);
  }
  const kept = keep ? [cells, tanhCells] : [];
  const more = extraBlocks > 0 ? [extra] : [];
  const kernel = lstmForward({ hidden, tile, keep, extraBlocks });
  e.run(kernel, [weights, gates, y, ...kept, ...more], { ...sizes, extraBlock }, grid);
  return {
    output: y,
    backward(dy, needed) {
      const states = e.probe ? [e.stateProbes(suffixes, time, hidden)] : [];
      const back = lstmBackward({ hidden, tile, probe: e.probe });
      e.run(back, [e.parameters, dy, gates, cells, tanhCells, ...states], sizes, grid);
      const sums = { time, m: n, directions, direction: apart, a: { stride: n, direction: steps * n } } as const;
      const order = { order: "steps" } as const;
      emitRowSums(e, order, [gates, x], { ...sums, n: inputs, b: { stride: inputs }, start: at("weight_ih") });
      const before = { stride: width, direction: hidden };
      emitRowSums(e, { ...order, previous: true }, [gates, y], {
        ...sums,
        n: hidden,
        b: before,
        start: at("weight_hh"),
      });
      if (bias) emitRowSums(e, order, [gates], { ...sums, n: 1, start: at("bias_ih"), twin: at("bias_hh") });
      if (!needed) return undefined;
      const dx = e.value(`dx l${layer}`, steps * inputs);
      emitProduct(e, "zero", [gates, dx], {
        ...{ m: steps, n: inputs, last: n, segments: directions },
        a: { stride: n, segment: steps * n },
        b: { start: at("weight_ih"), term: inputs, column: 1, segment: apart },
        c: { stride: inputs },
      });
      return dx;
    },
  };
}
