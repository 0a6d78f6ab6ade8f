/** Filters that all channels share: repeated for each channel, and their gradients added up, as kernels/elementwise.ts and gemm-tn.ts do. */
import { defineFlat } from "../kernel.ts";
import { TERMS } from "./product.ts";

/** `size` parameters from `start` on, again and again. */
export const repeatFilters = defineFlat({
  name: "repeat filters",
  arrays: { parameters: "in", repeated: "out" },
  sizes: { start: "u32", size: "u32" },
  body: "  repeated[index] = parameters[sizes.start + index % sizes.size];",
});

/** Gradients of each shard from those of its channels, (shards, channels, size): channels in order, in blocks. A thread takes a value of a shard. */
export const foldFilters = defineFlat({
  name: "fold filters",
  arrays: { repeated: "in", partials: "out" },
  sizes: { start: "u32", size: "u32", channels: "u32", shardSize: "u32" },
  body: `  let shard = index / sizes.size;
  let value = index % sizes.size;
  var total = nothing();
  for (var block = 0u; block < sizes.channels; block += ${TERMS}u) {
    var sum = nothing();
    for (var c = block; c < min(sizes.channels, block + ${TERMS}u); c++) {
      sum += repeated[(shard * sizes.channels + c) * sizes.size + value];
    }
    total += sum;
  }
  partials[shard * sizes.shardSize + sizes.start + value] = total;`,
});
