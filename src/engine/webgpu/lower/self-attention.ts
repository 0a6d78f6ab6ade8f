/** Dispatches of `layers/self-attention.ts`: two linear maps over all steps, and the attention of each series between them. */
import { elements, timeOf } from "../../layer-node.ts";
import type { Emitter } from "../emitter.ts";
import type { Value } from "../program.ts";
import * as wgsl from "../wgsl/self-attention.ts";
import type { Lowering } from "./lowering.ts";
import { emitProduct, emitRowSums } from "./products.ts";

const ORDER = { order: "rows" } as const;

export const selfAttention: Lowering<"selfAttention"> = {
  emit(e, node, x) {
    const [time, width] = [timeOf(node.input), node.input.features];
    const { heads, bias = true, outProjection = true, scaleBy = "head", relative: reach = 0 } = node.spec;
    const { rows, lengths } = e;
    const uneven = lengths !== undefined;
    const ends = uneven ? [lengths] : [];
    const [steps, count] = [time * rows, rows * elements(node.input)];
    const pairCount = rows * heads * time * time;
    const wIn = e.offset("in_proj_weight");
    const [qkv, weights] = [e.value("qkv", 3 * count), e.value("weights", pairCount)];
    const attended = e.value("heads", count);
    const shape = { time, rows, width, heads };
    const isRelative = reach > 0;
    const options = { uneven, relative: isRelative };
    const numbers = isRelative ? [e.parameters] : [];
    const distances: Readonly<Record<string, number>> = isRelative
      ? { relative: e.offset("relative_bias_table"), reach }
      : {};
    const scale = 1 / Math.sqrt(scaleBy === "model" ? width : width / heads);
    emitProduct(e, bias ? "bias" : "zero", [x, qkv], {
      ...{ m: steps, n: 3 * width, last: width, a: { stride: width }, c: { stride: 3 * width } },
      ...{ b: { start: wIn, term: 1, column: width }, ...(bias && { bias: e.offset("in_proj_bias") }) },
    });
    e.map(wgsl.attentionPairs("scores", uneven), [qkv, weights, ...ends], pairCount, shape);
    e.map(wgsl.attentionRows(uneven), [weights, ...ends], rows * heads * time, { ...shape, scale });
    e.map(wgsl.attentionSums(options), [qkv, weights, ...numbers, attended, ...ends], count, {
      ...shape,
      ...distances,
    });
    const mapped = outProjection ? emitOutMap(e, attended, { time, width, bias }) : undefined;
    // Without a map the zeros past the end are still there.
    if (mapped) e.zeroPastEnd(mapped.output, node.output);
    return {
      output: mapped?.output ?? attended,
      backward(dy, needed) {
        const dHeads = mapped?.backward(dy) ?? dy;
        const [dWeights, dQkv] = [e.value("d weights", pairCount), e.value("d qkv", 3 * count)];
        e.map(wgsl.attentionPairs("gradients", uneven), [qkv, dHeads, dWeights, ...ends], pairCount, shape);
        if (isRelative) {
          const places = { ...shape, ...distances, shardSize: e.parameterCount };
          const size = (2 * reach - 1) * heads;
          e.map(wgsl.attentionRelativeGradient(uneven), [dWeights, e.partials, ...ends], e.shards * size, places);
        }
        const rowArrays = [weights, dWeights, ...ends];
        e.map(wgsl.attentionRowsBackward(uneven), rowArrays, rows * heads * time, { ...shape, scale });
        const arrays = [qkv, weights, dWeights, dHeads, ...numbers, dQkv, ...ends];
        e.map(wgsl.attentionInputGradient(options), arrays, count, { ...shape, ...distances });
        const into = { time, m: 3 * width, a: { stride: 3 * width } };
        emitRowSums(e, ORDER, [dQkv, x], { ...into, n: width, b: { stride: width }, start: wIn });
        if (bias) emitRowSums(e, ORDER, [dQkv], { ...into, n: 1, start: e.offset("in_proj_bias") });
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

/** The linear map of the heads' outputs (T, R, width). */
function emitOutMap(
  e: Emitter,
  attended: Value,
  { time, width, bias }: { readonly time: number; readonly width: number; readonly bias: boolean },
): { readonly output: Value; backward(dy: Value): Value } {
  const steps = time * e.rows;
  const start = e.offset("out_proj.weight");
  const biasPlace = bias ? { bias: e.offset("out_proj.bias") } : {};
  const sides = { m: steps, n: width, last: width, a: { stride: width }, c: { stride: width } };
  const output = e.value("y", steps * width);
  emitProduct(e, bias ? "bias" : "zero", [attended, output], {
    ...sides,
    ...biasPlace,
    b: { start, term: 1, column: width },
  });
  return {
    output,
    backward(dy) {
      const out = { time, m: width, a: { stride: width } };
      emitRowSums(e, ORDER, [dy, attended], { ...out, n: width, b: { stride: width }, start });
      if (biasPlace.bias !== undefined) emitRowSums(e, ORDER, [dy], { ...out, n: 1, start: biasPlace.bias });
      const dHeads = e.value("d heads", steps * width);
      emitProduct(e, "zero", [dy, dHeads], { ...sides, b: { start, term: width, column: 1 } });
      return dHeads;
    },
  };
}
