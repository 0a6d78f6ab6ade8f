/**
 * Operations of the matrix work of a training step, two for a multiply-add: what rates are stated in. Nominal ones, of the
 * textbook products: an algorithm that needs fewer shows as a higher rate. Elementwise work does not count.
 */

/** Backward has two products for each one forward: with respect to the input and to the weights. */
const PASSES = 3;

const GATES = { lstm: 4, gru: 3, rnn: 1 };

/**
 * @param {{ cell: keyof typeof GATES, hidden: number, layers: number, inputs: number, length: number, count: number }} net
 *   bidirectional, as the lab's
 */
export function recurrentEpochFlops({ cell, hidden, layers, inputs, length, count }) {
  let products = 0;
  for (let layer = 0; layer < layers; layer++) {
    const width = layer === 0 ? inputs : 2 * hidden;
    products += 2 * GATES[cell] * hidden * (width + hidden);
  }
  return PASSES * 2 * products * length * count;
}

/** @param {{ channels: readonly number[], kernels: readonly number[], inputs: number, length: number, count: number }} net */
export function convolutionEpochFlops({ channels, kernels, inputs, length, count }) {
  let products = 0;
  for (const [index, outputs] of channels.entries()) {
    products += (channels[index - 1] ?? inputs) * outputs * (kernels[index] ?? 0);
  }
  return PASSES * 2 * products * length * count;
}
