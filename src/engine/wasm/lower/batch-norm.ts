/**
 * Kernel calls of `layers/batch-norm.ts`. The statistics are the whole batch's, so the shards are combined here: partial sums are added up
 * before any goes on, forward and backward. A ReLU that follows shares the passes over memory. Where series have lengths the zeros
 * past their ends add nothing to any sum, but they must not be counted: the partial sums then carry the number of steps too.
 */
import { elements, type LayerNode } from "../../layer-node.ts";
import type { Emitter } from "../emitter.ts";
import { type Buffer, offset } from "../program.ts";
import { fillPastEnd } from "./lengths.ts";
import type { Emitted, Lowering } from "./lowering.ts";

export const batchNorm: Lowering<"batchNorm"> = {
  emit: (e, node, x) => emitNorm(e, node, x, 0),
  // The ReLU's gradient is found again from x. In evaluation with a way back they stay two layers.
  emitWithRelu: (e, node, x) => (e.training || !e.gradients ? emitNorm(e, node, x, 1) : undefined),
};

function emitNorm(e: Emitter, node: LayerNode<"batchNorm">, x: Buffer, relu: 0 | 1): Emitted {
  const { eps, momentum, affine, sharedBy = 1 } = node.spec;
  const c = node.input.features / sharedBy;
  // Parts of the features that share statistics are rows of their own.
  const steps = (node.input.time ?? 1) * sharedBy;
  const rows = steps * e.rows;
  const count = e.rows * elements(node.input);
  const [gamma, beta] = affine ? [e.parameter("weight"), e.parameter("bias")] : [0, 0];
  const [runningMean, runningVar] = [e.state("running_mean"), e.state("running_var")];
  const y = e.buffer("y", count);
  const { lengths } = e;
  if (!e.training) {
    const invstd = e.shared("running invstd", c * 4);
    e.call("batchnorm_invstd", runningVar, c, invstd, eps);
    e.call("batchnorm_apply", x, y, rows, c, runningMean, invstd, gamma, beta, relu);
    fillPastEnd(e, y, node.input, lengths);
    return {
      output: y,
      backward(dy, needed) {
        if (affine) {
          const backSums = e.buffer("back sums", c * 4);
          const input = [dy, x, runningMean, invstd, gamma, beta, relu] as const;
          e.call("batchnorm_backward_sums", ...input, rows, c, backSums);
          e.call("batchnorm_backward_params", backSums, c, e.gradient("weight"), e.gradient("bias"));
        }
        if (!needed) return undefined;
        const dx = e.buffer("dx", count);
        e.call("batchnorm_backward_running", dy, dx, rows, c, invstd, gamma);
        return dx;
      },
    };
  }
  const [mean, invstd, variance] = [e.shared("mean", c * 4), e.shared("invstd", c * 4), e.shared("variance", c * 4)];
  // Steps in the batch: known beforehand, or counted behind the sums.
  const counted = node.input.time === undefined ? undefined : lengths;
  const total = counted ? 0 : ({ dynamic: "batchRows", times: steps } as const);
  const size = c * 4 + (counted ? 2 : 0);
  const sums = e.pinned("sums", size);
  const totals = e.shared("total sums", (c * 4 + 2) * 4);
  e.call("batchnorm_sums", x, rows, c, sums);
  if (counted) e.call("count_steps", counted, e.rows, sharedBy, offset(sums, c * 4));
  e.reduce(sums, totals, (call) => {
    call("batchnorm_finish", totals, total, c, mean, invstd, variance, eps);
    call(
      "batchnorm_running",
      mean,
      variance,
      total,
      c,
      momentum,
      runningMean,
      runningVar,
      counted ? offset(totals, c * 4) : 0,
    );
  });
  e.call("batchnorm_apply", x, y, rows, c, mean, invstd, gamma, beta, relu);
  fillPastEnd(e, y, node.input, lengths);
  return {
    output: y,
    backward(dy, needed) {
      const backSums = e.pinned("back sums", size);
      const [backTotals, level, slope] = [
        e.shared("total back sums", (c * 4 + 2) * 4),
        e.shared("level", c * 4),
        e.shared("slope", c * 4),
      ];
      e.call("batchnorm_backward_sums", dy, x, mean, invstd, gamma, beta, relu, rows, c, backSums);
      if (counted) e.call("count_steps", counted, e.rows, sharedBy, offset(backSums, c * 4));
      if (affine) e.call("batchnorm_backward_params", backSums, c, e.gradient("weight"), e.gradient("bias"));
      if (!needed) return undefined;
      e.reduce(backSums, backTotals, (call) =>
        call("batchnorm_backward_finish", backTotals, total, c, invstd, level, slope),
      );
      const dx = e.buffer("dx", count);
      e.call("batchnorm_backward_apply", dy, x, dx, mean, invstd, gamma, beta, relu, level, slope, rows, c);
      fillPastEnd(e, dx, node.input, lengths);
      return dx;
    },
  };
}
