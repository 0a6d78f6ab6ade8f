/** A series with a little of another one in it. */
import type { Augmentation } from "./augmentation.ts";

/**
 * λ · x + (1 - λ) · other, the other one drawn from all training series, λ from Beta(alpha + 1, alpha). The class stays that of x:
 * with this λ the expected loss is that of mixing the classes too, with λ from Beta(alpha, alpha), because every pair
 * occurs both ways round. A partner that ends earlier is zero from there on. One integer, then one beta.
 * @see Zhang et al. 2018, https://arxiv.org/abs/1710.09412, and Huszár 2017, https://www.inference.vc/mixup-data-dependent-data-augmentation/
 */
export const mixup: Augmentation<"mixup"> = (series, { alpha }, { random, count, other }) => {
  const partner = other(random.randint(0, count));
  const lambda = random.beta(alpha + 1, alpha);
  return series.map((value, i) => lambda * value + (1 - lambda) * (partner[i] ?? 0));
};
