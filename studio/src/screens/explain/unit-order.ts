/** Units in the order in which their states are largest, so that a map of them reads as a film. */

/** @param values  (T, H). @returns numbers of units: the one that peaks first comes first */
export function unitOrder(values: Float32Array | undefined, steps: number, units: number): number[] {
  const order = Array.from({ length: units }, (_, unit) => unit);
  if (values === undefined) return order;
  const peaks = order.map((unit) => {
    let [peak, most] = [0, -1];
    for (let step = 0; step < steps; step++) {
      const size = Math.abs(values[step * units + unit]!);
      if (size > most) [peak, most] = [step, size];
    }
    return peak;
  });
  return order.sort((a, b) => peaks[a]! - peaks[b]! || a - b);
}
