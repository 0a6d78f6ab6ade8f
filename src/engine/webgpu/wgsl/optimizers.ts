/** Sums of shards, and steps of the optimizers, as kernels/optimizers.ts. Powers and bias corrections come from the caller. */
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

/** Adam, or AdamW where `decoupled`. `mix` starts from the mean where `isSmall`, else from the gradient. */
export const adam = defineFlat({
  name: "adam",
  arrays: { parameters: "out", gradients: "in", means: "out", squares: "out" },
  sizes: {
    decay: "f32",
    l2: "u32",
    decoupled: "u32",
    mix: "f32",
    isSmall: "u32",
    beta2: "f32",
    rest2: "f32",
    root: "f32",
    eps: "f32",
    step: "f32",
  },
  body: `  var p = parameters[index];
  var g = gradients[index];
  if (sizes.l2 != 0u) { g = madd(sizes.decay, p, g); }
  if (sizes.decoupled != 0u) { p = opaque(p * sizes.decay); }
  let before = means[index];
  let mean = madd(sizes.mix, g - before, select(g, before, sizes.isSmall != 0u));
  let square = madd(opaque(sizes.rest2 * g), g, opaque(squares[index] * sizes.beta2));
  let denominator = divide(square_root(square), sizes.root) + sizes.eps;
  means[index] = mean;
  squares[index] = square;
  parameters[index] = p + opaque(divide(opaque(sizes.step * mean), denominator));`,
});

/** SGD; the momenta hold nothing before the first step, which makes them the gradient itself. */
export const sgd = defineFlat({
  name: "sgd",
  arrays: { parameters: "out", gradients: "in", momenta: "out" },
  sizes: { decay: "f32", l2: "u32", momentum: "f32", nesterov: "u32", isFirst: "u32", step: "f32" },
  body: `  let p = parameters[index];
  var g = gradients[index];
  if (sizes.l2 != 0u) { g = madd(sizes.decay, p, g); }
  if (sizes.momentum != 0.0) {
    var b = g;
    if (sizes.isFirst == 0u) { b = g + opaque(momenta[index] * sizes.momentum); }
    momenta[index] = b;
    g = select(b, madd(sizes.momentum, b, g), sizes.nesterov != 0u);
  }
  parameters[index] = madd(sizes.step, g, p);`,
});
