/** Kernel calls of `layers/dropout.ts`. */

import { dropoutScale } from "../../../random/torch.ts";
import { elements } from "../../layer-node.ts";
import type { Buffer } from "../program.ts";
import type { Lowering } from "./lowering.ts";

export const dropout: Lowering<"dropout"> = {
  emit(e, node, x) {
    const { p } = node.spec;
    if (!e.training || p === 0) return { output: x, backward: (dy) => dy };
    const mask = e.dropoutMask(elements(node.input), p);
    const order = e.maskOrder;
    const apply = (from: Buffer, label: string): Buffer => {
      const to = e.buffer(label, e.rows * elements(node.input));
      const { time = 1, features } = node.input;
      const batch = { dynamic: "batchRows", times: 1 } as const;
      const row = { dynamic: "rowOffset", times: 1 } as const;
      e.call("dropout", from, to, mask, time, e.rows, features, batch, row, dropoutScale(p), order);
      return to;
    };
    return { output: apply(x, "y"), backward: (dy, needed) => (needed ? apply(dy, "dx") : undefined) };
  },
};
