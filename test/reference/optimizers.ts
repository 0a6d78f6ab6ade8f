/** Float64 twins of Adam, AdamW and SGD on one tensor, and of clipping over all of them. Parameters and gradients change in place. */

/** What an optimizer remembers of one tensor between steps; `step` counts those taken. */
export interface Memory {
  step: number;
  first: Float64Array;
  second: Float64Array;
}

export const freshMemory = (size: number): Memory => ({
  step: 0,
  first: new Float64Array(size),
  second: new Float64Array(size),
});

export interface AdamOptions {
  lr: number;
  beta1: number;
  beta2: number;
  eps: number;
  weightDecay: number;
}

/** Adam, Kingma & Ba 2015. Weight decay is added to the gradient (Adam), or shrinks the parameter by itself (`decoupled`: AdamW). */
export function adam(
  parameter: Float64Array,
  gradient: Float64Array,
  memory: Memory,
  o: AdamOptions,
  decoupled: boolean,
) {
  const { first, second } = memory;
  const step = ++memory.step;
  for (const i of parameter.keys()) {
    let p = parameter[i]!; // all four arrays have the parameter's length
    let g = gradient[i]!;
    if (decoupled) p *= 1 - o.lr * o.weightDecay;
    else g += o.weightDecay * p;
    const m = o.beta1 * first[i]! + (1 - o.beta1) * g;
    const v = o.beta2 * second[i]! + (1 - o.beta2) * g * g;
    first[i] = m;
    second[i] = v;
    const meanEstimate = m / (1 - o.beta1 ** step);
    const squareEstimate = v / (1 - o.beta2 ** step);
    parameter[i] = p - (o.lr * meanEstimate) / (Math.sqrt(squareEstimate) + o.eps);
  }
}

export interface SgdOptions {
  lr: number;
  momentum: number;
  nesterov: boolean;
  weightDecay: number;
}

/** SGD in PyTorch's form without dampening: the learning rate multiplies the velocity and is no part of it. */
export function sgd(parameter: Float64Array, gradient: Float64Array, memory: Memory, o: SgdOptions) {
  const velocity = memory.first;
  memory.step++;
  for (const i of parameter.keys()) {
    const g = gradient[i]! + o.weightDecay * parameter[i]!; // arrays of one length
    velocity[i] = o.momentum * velocity[i]! + g;
    const direction = o.nesterov ? g + o.momentum * velocity[i]! : velocity[i]!;
    parameter[i]! -= o.lr * direction;
  }
}

/** Scales all gradients so that their common norm is at most `limit`. @returns the norm before */
export function clipByNorm(gradients: readonly Float64Array[], limit: number): number {
  let squares = 0;
  for (const gradient of gradients) for (const g of gradient) squares += g * g;
  const norm = Math.sqrt(squares);
  const factor = Math.min(1, limit / (norm + 1e-6)); // PyTorch's 1e-6
  for (const gradient of gradients) for (const [i, g] of gradient.entries()) gradient[i] = g * factor;
  return norm;
}

/** Every element into -limit … limit. */
export function clipByValue(gradients: readonly Float64Array[], limit: number) {
  for (const gradient of gradients) {
    for (const [i, g] of gradient.entries()) gradient[i] = Math.min(Math.max(g, -limit), limit);
  }
}
