/** Dispatches of `layers/self-attention.ts`: two linear maps over all steps, and the attention of each series between them. */
import { elements, timeOf } from "../../layer-node.ts";
import * as wgsl from "../wgsl/self-attention.ts";
import type { Lowering } from "./lowering.ts";
import { emitProduct, emitRowSums } from "./products.ts";

export const selfAttention: Lowering<"selfAttention"> = {
  emit(e, node, x) {
    const [time, width] = [timeOf(node.input), node.input.features];
    const { heads } = node.spec;
    const { rows, lengths } = e;
    const uneven = lengths !== undefined;
    const ends = uneven ? [lengths] : [];
    const [steps, count] = [time * rows, rows * elements(node.input)];
    const pairCount = rows * heads * time * time;
    const [wIn, wOut] = [e.offset("in_proj_weight"), e.offset("out_proj.weight")];
    const [qkv, weights] = [e.value("qkv", 3 * count), e.value("weights", pairCount)];
    const [attended, y] = [e.value("heads", count), e.value("y", count)];
    const shape = { time, rows, width, heads };
    const scale = 1 / Math.sqrt(width / heads);
    emitProduct(e, "bias", [x, qkv], {
      ...{ m: steps, n: 3 * width, last: width, a: { stride: width }, c: { stride: 3 * width } },
      ...{ b: { start: wIn, term: 1, column: width }, bias: e.offset("in_proj_bias") },
    });
    e.map(wgsl.attentionPairs("scores", uneven), [qkv, weights, ...ends], pairCount, shape);
    e.map(wgsl.attentionRows(uneven), [weights, ...ends], rows * heads * time, { ...shape, scale });
    e.map(wgsl.attentionSums(uneven), [qkv, weights, attended, ...ends], count, shape);
    emitProduct(e, "bias", [attended, y], {
      ...{ m: steps, n: width, last: width, a: { stride: width }, c: { stride: width } },
      ...{ b: { start: wOut, term: 1, column: width }, bias: e.offset("out_proj.bias") },
    });
    e.zeroPastEnd(y, node.output);
    return {
      output: y,
      backward(dy, needed) {
        const order = { order: "rows" } as const;
        const out = { time, m: width, a: { stride: width } };
        emitRowSums(e, order, [dy, attended], { ...out, n: width, b: { stride: width }, start: wOut });
        emitRowSums(e, order, [dy], { ...out, n: 1, start: e.offset("out_proj.bias") });
        const dHeads = e.value("d heads", count);
        emitProduct(e, "zero", [dy, dHeads], {
          ...{ m: steps, n: width, last: width, a: { stride: width }, c: { stride: width } },
          b: { start: wOut, term: width, column: 1 },
        });
        const [dWeights, dQkv] = [e.value("d weights", pairCount), e.value("d qkv", 3 * count)];
        e.map(wgsl.attentionPairs("gradients", uneven), [qkv, dHeads, dWeights, ...ends], pairCount, shape);
        const rowArrays = [weights, dWeights, ...ends];
        e.map(wgsl.attentionRowsBackward(uneven), rowArrays, rows * heads * time, { ...shape, scale });
        const arrays = [qkv, weights, dWeights, dHeads, dQkv, ...ends];
        e.map(wgsl.attentionInputGradient(uneven), arrays, count, shape);
        const into = { time, m: 3 * width, a: { stride: 3 * width } };
        emitRowSums(e, order, [dQkv, x], { ...into, n: width, b: { stride: width }, start: wIn });
        emitRowSums(e, order, [dQkv], { ...into, n: 1, start: e.offset("in_proj_bias") });
        if (!needed) return undefined;
        const dx = e.value("dx", count);
        emitProduct(e, "zero", [dQkv, dx], {
          ...{ m: steps, n: width, last: 3 * width, a: { stride: 3 * width }, c: { stride: width } },
          b: { start: wIn, term: width, column: 1 },
        });
        return dx;
      },
    };
  },
};
