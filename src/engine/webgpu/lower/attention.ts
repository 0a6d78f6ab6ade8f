/** Dispatches of `layers/attention.ts`. */
import { timeOf } from "../../layer-node.ts";
import * as wgsl from "../wgsl/attention.ts";
import type { Lowering } from "./lowering.ts";
import { emitRowSums } from "./products.ts";

export const attention: Lowering<"attention"> = {
  emit(e, node, x) {
    const time = timeOf(node.input);
    const { features } = node.input;
    const { rows } = e;
    const weights = e.exposedValue("attention", time * rows);
    const context = e.value("context", rows * features);
    const [weight, bias] = [e.offset("weight"), e.offset("bias")];
    e.map(wgsl.attentionScores, [x, e.parameters, weights], time * rows, { features, weight, bias });
    const lengths = e.lengths ? [e.lengths] : [];
    e.lengths = undefined;
    e.run(wgsl.attentionSoftmax(lengths.length > 0), [weights, ...lengths], { time, rows }, [rows, 1, 1]);
    e.map(wgsl.attentionContext, [x, weights, context], rows * features, { time, rows, features });
    return {
      output: context,
      backward(dy) {
        const dScores = e.value("d scores", time * rows);
        const dx = e.value("dx", time * rows * features);
        e.map(wgsl.attentionSlopes, [x, dy, dScores], time * rows, { rows, features });
        e.run(wgsl.attentionScoreGradients, [weights, dScores], { time, rows }, [rows, 1, 1]);
        const arrays = [weights, dScores, dy, e.parameters, dx];
        e.map(wgsl.attentionInputGradient, arrays, time * rows * features, { rows, features, weight });
        const sums = { time, m: 1, a: { stride: 1 } };
        emitRowSums(e, { order: "rows" }, [dScores, x], {
          ...sums,
          n: features,
          b: { stride: features },
          start: weight,
        });
        emitRowSums(e, { order: "rows" }, [dScores], { ...sums, n: 1, start: bias });
        return dx;
      },
    };
  },
};
