/** Float64 twins of the elementwise layers: ReLU, tanh, sigmoid, GELU in both forms, and dropout by a given mask. */
import { map, type Pass, type Tensor } from "./tensor.ts";

export const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

const SQRT_2_OVER_PI = Math.sqrt(2 / Math.PI);
const inner = (x: number): number => SQRT_2_OVER_PI * (x + 0.044715 * x ** 3);
const bell = (x: number): number => Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);

/** Each with its value and its slope at x. */
const functions = {
  relu: { value: (x: number) => Math.max(x, 0), slope: (x: number) => (x > 0 ? 1 : 0) },
  tanh: { value: Math.tanh, slope: (x: number) => 1 - Math.tanh(x) ** 2 },
  sigmoid: { value: sigmoid, slope: (x: number) => sigmoid(x) * (1 - sigmoid(x)) },
  gelu: {
    value: (x: number) => x * normalCdf(x),
    slope: (x: number) => normalCdf(x) + x * bell(x),
  },
  geluTanh: {
    value: (x: number) => (x / 2) * (1 + Math.tanh(inner(x))),
    slope: (x: number) => {
      const t = Math.tanh(inner(x));
      return (1 + t) / 2 + (x / 2) * (1 - t * t) * SQRT_2_OVER_PI * (1 + 3 * 0.044715 * x * x);
    },
  },
};

export type Activation = keyof typeof functions;

export function activation(kind: Activation, { x }: { x: Tensor }): Pass {
  const { value, slope } = functions[kind];
  return {
    outputs: { output: map((v) => value(v), x) },
    backward: (dOutput) => ({ x: map((d, v) => d * slope(v), dOutput, x) }),
  };
}

/** @param mask  a factor for each element of x: 0, or 1 / (1 - p) */
export function dropout({ x }: { x: Tensor }, mask: Tensor): Pass {
  const times = (a: Tensor) => map((v, m) => v * m, a, mask);
  return { outputs: { output: times(x) }, backward: (dOutput) => ({ x: times(dOutput) }) };
}

/**
 * The share of a standard normal below x, to some 1e-15 of itself in both tails.
 * A series near 0 (x + x³/3 + x⁵/15 + … times the bell), Laplace's continued fraction in the tails.
 * @see Abramowitz & Stegun, 26.2.11 and 26.2.14
 */
export function normalCdf(x: number): number {
  if (Math.abs(x) < 3) {
    let term = x;
    let sum = x;
    for (let n = 3; Math.abs(term) > 1e-18 * Math.abs(sum); n += 2) {
      term *= (x * x) / n;
      sum += term;
    }
    return 0.5 + sum * bell(x);
  }
  const z = Math.abs(x);
  let fraction = z;
  for (let n = 100; n > 0; n--) fraction = z + n / fraction;
  const tail = bell(z) / fraction;
  return x > 0 ? 1 - tail : tail;
}
