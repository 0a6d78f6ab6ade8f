/** Dispatches of `layers/layer-norm.ts`. */
import { elements } from "../../layer-node.ts";
import { blockSumGroups } from "../wgsl/block-sums.ts";
import { doubleSizes } from "../wgsl/double.ts";
import * as wgsl from "../wgsl/layer-norm.ts";
import type { Lowering } from "./lowering.ts";

export const layerNorm: Lowering<"layerNorm"> = {
  emit(e, node, x) {
    const { features } = node.input;
    const steps = node.input.time ?? 1;
    const rows = steps * e.rows;
    const count = e.rows * elements(node.input);
    const [gamma, beta] = [e.offset("weight"), e.offset("bias")];
    const [y, means, rstds] = [e.value("y", count), e.value("mean", rows), e.value("rstd", rows)];
    const arrays = [x, e.parameters, y, means, rstds];
    e.map(wgsl.layerNorm, arrays, rows, { features, gamma, beta, ...doubleSizes("eps", node.spec.eps) });
    e.zeroPastEnd(y, node.input);
    return {
      output: y,
      backward(dy, needed) {
        const sizes = { elements: features, series: e.rows, steps, shardSize: e.parameterCount };
        const groups = blockSumGroups(features, e.shards);
        const ofGamma = [dy, x, means, rstds, e.partials];
        e.run(wgsl.layerNormGradients("gamma"), ofGamma, { ...sizes, start: gamma }, groups);
        e.run(wgsl.layerNormGradients("beta"), [dy, e.partials], { ...sizes, start: beta }, groups);
        if (!needed) return undefined;
        const dx = e.value("dx", count);
        e.map(wgsl.layerNormBackward, [dy, x, e.parameters, means, rstds, dx], rows, { features, gamma });
        return dx;
      },
    };
  },
};
