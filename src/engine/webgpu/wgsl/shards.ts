/** Sums of the gradients of shards and of batches, in order. */
import { defineFlat } from "../kernel.ts";

/** total (count) = 0 or itself, plus the gradients (count) of each shard in `partials`, in order. */
export const foldShards = defineFlat({
  name: "fold shards",
  arrays: { partials: "in", total: "out" },
  sizes: { shards: "u32", isFirst: "u32" },
  body: `  var sum = nothing();
  if (sizes.isFirst == 0u) { sum = total[index]; }
  for (var shard = 0u; shard < sizes.shards; shard++) { sum += partials[shard * sizes.count + index]; }
  total[index] = sum;`,
});
