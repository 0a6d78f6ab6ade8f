/**
 * x^y from +, -, * and / alone: within 2e-13 of the truth, and the same bits everywhere, which `Math.pow` does not promise.
 * Not rounded correctly as `correctly-rounded.ts` is; what draws by rejection needs no more.
 */
import { log } from "./correctly-rounded.ts";

const LN2_HIGH = 0.6931471805598903; // 42 bits, so that its product with an exponent is exact
const LN2_LOW = 5.497923018708371e-14;
const bits = new DataView(new ArrayBuffer(8));

/**
 * @param x  0 … 1e300
 * @param y  > 0; the result must not be above 1e300
 * @returns  0 where the result would be below 1e-300
 */
export function power(x: number, y: number): number {
  return x === 0 ? 0 : exp(y * log(x));
}

function exp(x: number): number {
  const twos = Math.round(x / (LN2_HIGH + LN2_LOW));
  if (twos < -1000) return 0;
  const r = x - twos * LN2_HIGH - twos * LN2_LOW; // |r| <= ln 2 / 2
  let series = 1;
  for (let n = 14; n > 0; n--) series = 1 + (r / n) * series;
  bits.setFloat64(0, 0);
  bits.setUint32(0, (twos + 1023) << 20);
  return series * bits.getFloat64(0);
}
