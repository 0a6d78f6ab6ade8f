/** Attention as a ribbon behind a series: seven shades, from nothing to the largest weight, or to four times an equal share where that is more. */

const SHADES = 7;

/** Steps of one shade beside each other. */
export interface RibbonPart {
  readonly from: number;
  /** Behind the last. */
  readonly to: number;
  /** 0 for none. */
  readonly shade: number;
}

export function ribbonOf(weights: ArrayLike<number>): RibbonPart[] {
  const parts: RibbonPart[] = [];
  const count = weights.length;
  let most = 4 / Math.max(1, count);
  for (let step = 0; step < count; step++) most = Math.max(most, weights[step]!);
  for (let step = 0; step < count; step++) {
    const shade = Math.min(SHADES - 1, Math.round((weights[step]! / most) * (SHADES - 1)));
    const last = parts.at(-1);
    if (last?.shade === shade) parts[parts.length - 1] = { ...last, to: step + 1 };
    else parts.push({ from: step, to: step + 1, shade });
  }
  return parts.filter(({ shade }) => shade > 0);
}
