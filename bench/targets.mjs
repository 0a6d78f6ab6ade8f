/** What issue 3 asks for, by name, and whether a number reaches it. */

/**
 * @typedef {object} Target
 * @property {string} what   as the summary has it
 * @property {number} [least]  met from here on up
 * @property {number} [most]   met up to here
 * @property {"×" | "%" | "s" | "MB" | "exponent"} unit
 */

/** @satisfies {Record<string, Target>} */
export const TARGETS = {
  "lstm-2": { what: "Lab epoch, LSTM, 2 threads: PyTorch's seconds over Tidelab's", least: 2, unit: "×" },
  "lstm-1": { what: "Lab epoch, LSTM, 1 thread: PyTorch's seconds over Tidelab's", least: 1.4, unit: "×" },
  "gru-2": { what: "Lab epoch, GRU, 2 threads: PyTorch's seconds over Tidelab's", least: 2, unit: "×" },
  "gru-1": { what: "Lab epoch, GRU, 1 thread: PyTorch's seconds over Tidelab's", least: 1.4, unit: "×" },
  tfjs: { what: "Lab epoch, LSTM: TensorFlow.js's seconds over Tidelab's, 1 thread", least: 60, unit: "×" },
  threads: { what: "Lab epoch, LSTM: seconds with 1 thread over seconds with 2", least: 1.85, unit: "×" },
  "cnn-2": { what: "CNN epoch, 2 threads: PyTorch's seconds over Tidelab's", least: 1.3, unit: "×" },
  "cnn-1": { what: "CNN epoch, 1 thread: PyTorch's seconds over Tidelab's", least: 1.3, unit: "×" },
  products: { what: "Matrix products of the lab's step: share of the fused peak", least: 75, unit: "%" },
  step: { what: "Whole step of the lab: share of the fused peak", least: 60, unit: "%" },
  "latency-1": { what: "Inference, batch 1, 1 thread: Tidelab's seconds over ONNX Runtime's", most: 1, unit: "×" },
  "throughput-1024": {
    what: "Inference, batch 1024, 2 threads: Tidelab's series a second over ONNX Runtime's",
    least: 0.9,
    unit: "×",
  },
  "start-up": { what: "From process start to the first finished batch", most: 0.6, unit: "s" },
  "mini-rocket": { what: "MiniRocket on GunPoint, from series in memory to test accuracy", most: 0.3, unit: "s" },
  "mini-rocket-files": { what: "MiniRocket on GunPoint, from its files to test accuracy", most: 0.3, unit: "s" },
  memory: { what: "Peak memory of the lab", most: 250, unit: "MB" },
  "linear-length": { what: "Epoch time grows with length: fitted exponent", most: 1.05, unit: "exponent" },
  "linear-series": {
    what: "Epoch time grows with the number of series: fitted exponent",
    most: 1.05,
    unit: "exponent",
  },
};

/**
 * @typedef {{ key: keyof typeof TARGETS, value: number }} Verdict  a figure measured for a target
 * @param {keyof typeof TARGETS} key
 * @param {number} value
 */
export function isMet(key, value) {
  /** @type {Target} */
  const { least = Number.NEGATIVE_INFINITY, most = Number.POSITIVE_INFINITY } = TARGETS[key];
  return value >= least && value <= most;
}

/** As the issue writes it: `≥ 2.0×`. @param {keyof typeof TARGETS} key */
export function formatTarget(key) {
  /** @type {Target} */
  const { least, most, unit } = TARGETS[key];
  return least === undefined ? `≤ ${formatAmount(most ?? Number.NaN, unit)}` : `≥ ${formatAmount(least, unit)}`;
}

/** Digits enough to see whether it is reached. @param {number} value @param {Target["unit"]} unit */
export function formatAmount(value, unit) {
  switch (unit) {
    case "×":
      return `${value < 10 ? value.toFixed(2) : value.toFixed(0)}×`;
    case "%":
      return `${value.toFixed(0)} %`;
    case "s":
      return `${value.toFixed(2)} s`;
    case "MB":
      return `${value.toFixed(0)} MB`;
    case "exponent":
      return value.toFixed(2);
  }
}
