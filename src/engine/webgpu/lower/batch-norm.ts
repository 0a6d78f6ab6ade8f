/**
 * Dispatches of `layers/batch-norm.ts`. The statistics are the whole batch's, so a program with one runs a batch in one chunk. Where series have
 * lengths, the zeros past their ends add nothing to any sum, and the number of steps is counted.
 */
import { elements, type LayerNode } from "../../layer-node.ts";
import type { Emitter } from "../emitter.ts";
import type { Value } from "../program.ts";
import * as wgsl from "../wgsl/batch-norm.ts";
import { blockSumGroups } from "../wgsl/block-sums.ts";
import { doubleSizes } from "../wgsl/double.ts";
import type { Emitted, Lowering } from "./lowering.ts";

export const batchNorm: Lowering<"batchNorm"> = {
  emit: (e, node, x) => emitNorm(e, node, x, false),
  emitWithRelu: (e, node, x) => emitNorm(e, node, x, true),
};

function emitNorm(e: Emitter, node: LayerNode<"batchNorm">, x: Value, relu: boolean): Emitted {
  const { eps, momentum, affine, sharedBy: parts = 1 } = node.spec;
  const { rows, shards, lengths } = e;
  const c = node.input.features / parts;
  const steps = node.input.time ?? 1;
  const count = rows * elements(node.input);
  const parameters = affine ? [e.parameters] : [];
  const places: Readonly<Record<string, number>> = affine ? { gamma: e.offset("weight"), beta: e.offset("bias") } : {};
  const running = { runningMean: e.stateOffset("running_mean"), runningVar: e.stateOffset("running_var") };
  const [mean, invstd] = [e.value("mean", c), e.value("invstd", c)];
  const y = e.value("y", count);
  const uneven = lengths !== undefined && node.input.time !== undefined;
  const counted = uneven ? [lengths] : [];
  const sizes = { shards, parts, rows: uneven ? rows : rows * steps * parts };
  const pairs = 4 * shards * c;
  if (e.training) {
    e.needWholeBatch();
    const sums = e.value("sums", pairs);
    e.run(wgsl.normSums, [x, sums], { elements: c, series: rows, steps, parts }, blockSumGroups(c, shards));
    e.map(wgsl.normFinish(uneven), [sums, mean, invstd, e.states, ...counted], c, {
      ...sizes,
      ...running,
      ...{ ...doubleSizes("eps", eps), ...doubleSizes("momentum", momentum), ...doubleSizes("rest", 1 - momentum) },
    });
  } else {
    e.map(wgsl.runningStatistics, [e.states, mean, invstd], c, { ...running, ...doubleSizes("eps", eps) });
  }
  e.map(wgsl.normApply(affine, relu), [x, mean, invstd, ...parameters, y], count, { features: c, ...places });
  e.zeroPastEnd(y, node.input);
  return {
    output: y,
    backward(dy, needed) {
      const sums = e.value("back sums", pairs);
      const into: Readonly<Record<string, number>> = affine ? { ...places, shardSize: e.parameterCount } : {};
      e.run(
        wgsl.normBackwardSums(affine, relu),
        [dy, x, mean, invstd, ...parameters, sums, ...(affine ? [e.partials] : [])],
        { elements: c, series: rows, steps, parts, ...into },
        blockSumGroups(c, shards),
      );
      if (!needed) return undefined;
      const [level, slope, dx] = [e.value("level", c), e.value("slope", c), e.value("dx", count)];
      e.map(wgsl.normBackwardFinish(uneven), [sums, invstd, level, slope, ...counted], c, sizes);
      const arrays = [dy, x, mean, invstd, level, slope, ...parameters, dx];
      e.map(wgsl.normBackwardApply(affine, relu), arrays, count, { features: c, ...places });
      e.zeroPastEnd(dx, node.input, lengths);
      return dx;
    },
  };
}
