/**
 * The figures that the goldens hold and that a person looks at after a change of style: the lab's own, and the hard
 * ones (one epoch, a thousand, twenty classes, long names). Data come from formulas, so that no fixture is needed.
 */

import type { TimeSeriesDataset } from "../../src/data/dataset.ts";
import {
  type ArmInput,
  type ArmSeeds,
  type AttendedSeries,
  armCurvesFigure,
  armInputsFigure,
  armSeedsFigure,
  attentionFigure,
  confusionMatrixFigure,
  criticalDifferenceFigure,
  dataFigure,
  gradientNormsFigure,
  type IntervalRow,
  intervalsFigure,
  learningCurvesFigure,
  lrFindFigure,
  samplesFigure,
  stateGradientsFigure,
  tensorGradientsFigure,
} from "../../src/figures/index.ts";
import type { EpochRecord } from "../../src/runs/record.ts";
import { suggest } from "../../src/train/lr-find.ts";
import type { GradientLog, RangePoint, RangeTest, StateName } from "../../src/train/records.ts";

/** A small generator of noise, uniform in −1 to 1 (Lehmer's, after Park and Miller). */
function noise(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48271) % 2147483647;
    return (2 * state) / 2147483647 - 1;
  };
}

type Shape = (phase: number) => number;
const shapes: Shape[] = [
  (p) => Math.sin(p),
  (p) => Math.sign(Math.sin(p)),
  (p) => ((p / Math.PI) % 2) - 1,
  (p) => Math.asin(Math.sin(p)) / 1.5707963,
  (p) => Math.sin(3 * p),
  (p) => Math.sin(p) * Math.exp(-p / 3),
  (p) => Math.cos(p * p),
  (p) => 0.1 * p,
];

/** `perClass` noisy series of each class, in turn as the lab makes them. */
export function makeDataset(
  classNames: readonly string[],
  perClass: number,
  length: number,
  channels = 1,
): TimeSeriesDataset {
  const count = classNames.length * perClass;
  const random = noise(7);
  const values = new Float32Array(count * length * channels);
  const labels = Int32Array.from({ length: count }, (_, i) => i % classNames.length);
  for (let i = 0; i < count; i++) {
    for (let t = 0; t < length; t++) {
      const phase = (2 * Math.PI * t) / Math.max(length - 1, 1);
      for (let c = 0; c < channels; c++) {
        const shape = shapes[((labels[i] ?? 0) + c) % shapes.length] ?? Math.sin;
        values[(i * length + t) * channels + c] = 0.7 * shape(phase) + 0.2 * (random() + random()) + 0.05 * c;
      }
    }
  }
  return { values, labels, count, length, channels, classNames };
}

export function makeEpoch(epoch: number, losses: readonly number[], accuracies: readonly number[]): EpochRecord {
  const [trainLoss = 0, valLoss = 0] = losses;
  const [trainAccuracy = 0, valAccuracy = 0] = accuracies;
  const rest = { lr: 0.001, gradNorm: 1, trainSeconds: 1, valSeconds: 1, weightsSha256: "" };
  return { epoch, trainLoss, valLoss, trainAccuracy, valAccuracy, ...rest };
}

const labTrainLoss = [
  0.6958, 0.69306, 0.4631, 0.002472, 0.0001765, 0.0001112, 7.613e-5, 5.835e-5, 5.753e-5, 3.729e-5, 2.963e-5, 2.415e-5,
  3.538e-5, 3.266e-5, 2.438e-5, 2.153e-5, 1.288e-5, 2.5e-5, 8.139e-6, 1.207e-5,
];
const labValLoss = [
  0.6932, 0.6902, 0.008418, 4.76e-5, 2.129e-5, 1.325e-5, 8.189e-6, 5.776e-6, 4.205e-6, 3.185e-6, 2.458e-6, 2.098e-6,
  1.715e-6, 1.375e-6, 1.195e-6, 1.017e-6, 8.98e-7, 7.788e-7, 7.179e-7, 5.987e-7,
];
const labTrainAccuracy = [0.4976, 0.5107, 0.8202];
const labValAccuracy = [0.4889, 0.5111];

/** The lab's run with seed 7 in PyTorch: two epochs of nothing, then a fall over seven decades. */
export const labHistory: EpochRecord[] = labTrainLoss.map((loss, i) =>
  makeEpoch(i + 1, [loss, labValLoss[i] ?? 0], [labTrainAccuracy[i] ?? 1, labValAccuracy[i] ?? 1]),
);

/** An ordinary course: slow, noisy, overfitting towards its end. */
export function makeHistory(epochs: number): EpochRecord[] {
  const random = noise(11);
  return Array.from({ length: epochs }, (_, i) => {
    const done = i / Math.max(epochs - 1, 1);
    const train = 0.25 + 1.9 * Math.exp(-5 * done) + 0.03 * random();
    const val = 0.35 + 1.8 * Math.exp(-5 * done) + 0.35 * done * done + 0.06 * random();
    return makeEpoch(i + 1, [train, val], [1 - 0.4 * train, 1 - 0.4 * val]);
  });
}

function makeMatrix(size: number): number[][] {
  const random = noise(5);
  return Array.from({ length: size }, (_, i) =>
    Array.from({ length: size }, (_, j) => {
      const r = Math.abs(random());
      return i === j ? Math.round(20 + 30 * r) : Math.round(Math.max(0, 9 * r - 5) / Math.abs(i - j));
    }),
  );
}

/** Weights that sum to 1, with a peak at each of the given steps. */
function makeWeights(length: number, peaks: readonly number[], width: number): Float32Array {
  const raw = Array.from({ length }, (_, t) => {
    return 0.05 + peaks.reduce((sum, peak) => sum + Math.exp(-(((t - peak) / width) ** 2)), 0);
  });
  const total = raw.reduce((a, b) => a + b, 0);
  return Float32Array.from(raw, (w) => w / total);
}

function makeAttended(count: number, length: number, channels = 1): AttendedSeries[] {
  const { values, labels } = makeDataset(["sine", "square"], Math.ceil(count / 2), length, channels);
  return Array.from({ length: count }, (_, i) => ({
    values: values.slice(i * length * channels, (i + 1) * length * channels),
    channels,
    weights: makeWeights(length, [(0.2 + 0.12 * i) * length, 0.75 * length], (0.02 + 0.02 * i) * length),
    trueClass: labels[i] ?? 0,
    predictedClass: i === 2 ? 1 : (labels[i] ?? 0),
    probability: [0.99997, 0.973, 0.541, 1, 0.88][i % 5] ?? 1,
  }));
}

/** A sweep's runs: arms that learn faster and slower, each by three seeds; in one arm a run ends early. */
function makeArms(names: readonly string[]) {
  return names.map((name, arm) => ({
    name,
    histories: [0, 1, 2].map((run) => {
      const random = noise(31 * arm + 7 * run + 3);
      return Array.from({ length: arm === 2 && run === 1 ? 8 : 15 }, (_, i) => {
        const left = Math.exp(-(0.1 + 0.05 * arm) * i) + 0.05 * random();
        return makeEpoch(
          i + 1,
          [0.1 + 0.6 * left, 0.2 + 0.5 * left + 0.1 * random()],
          [Math.min(1, 1 - 0.5 * left), 0.95 - 0.42 * left],
        );
      });
    }),
  }));
}

function makeIntervals(names: readonly string[]): IntervalRow[] {
  return names.flatMap((first, i) =>
    names.slice(i + 1).map((second, j) => {
      const mean = 3 * i - 2 * j - 1;
      const reach = 1.5 + i + j;
      const isShown = i !== 2 && Math.abs(mean) > reach;
      return { first, second, mean, interval: i === 2 ? undefined : ([mean - reach, mean + reach] as const), isShown };
    }),
  );
}

const cells = ["LSTM", "GRU", "RNN", "CNN"];
const ranked = {
  methods: ["LSTM", "GRU", "RNN", "CNN", "bidirectional LSTM of three layers with attention over time"],
  averageRanks: [2.1, 1.9, 4.6, 2.4, 4],
  cliques: [
    [1, 0, 3],
    [3, 4],
    [4, 2],
  ],
};

/** Gradients that vanish towards the first step forward and the last step backward, and calm down in training. */
export function makeLog(records: number, clipGradNorm: number, levels: number, steps = 200, every = 10): GradientLog {
  const random = noise(3);
  const states: StateName[] = Array.from({ length: 2 * levels }, (_, index) => {
    return { layer: "lstm", level: Math.floor(index / 2), reverse: index % 2 === 1, steps };
  });
  const parameters = states.flatMap(({ level, reverse }) =>
    ["weight_ih", "weight_hh", "bias_ih", "bias_hh"].map(
      (name) => `lstm.${name}_l${level}${reverse ? "_reverse" : ""}`,
    ),
  );
  return {
    every,
    clipGradNorm,
    parameters,
    states,
    records: Array.from({ length: records }, (_, index) => {
      const norm = 0.02 + 3 * Math.exp(-(((index - 0.3 * records) / (0.1 * records)) ** 2)) * (1 + 0.3 * random());
      return {
        step: 1 + every * index,
        epoch: 1,
        lr: 0.001,
        norm,
        clippedNorm: clipGradNorm > 0 ? Math.min(norm, clipGradNorm) : norm,
        parameters: parameters.map((_, row) => norm * 10 ** -((row % 4) / 2)),
        updates: parameters.map((_, row) => (row === 1 ? null : 1e-3 * 10 ** -(index / records + (row % 3) / 3))),
        states: states.map(({ level, reverse }) =>
          Array.from({ length: Math.min(steps, 200) }, (_, t) => {
            const far = (reverse ? t : Math.min(steps, 200) - 1 - t) / Math.min(steps, 200);
            return norm * 0.01 * 10 ** (-(4 - level) * far) * (1 + 0.2 * random());
          }),
        ),
      };
    }),
  };
}

/** The loss of a range test: flat, a fall, and a rise past all bounds. */
function makeRangeTest(depth = 0.6): RangeTest {
  const random = noise(9);
  const points: RangePoint[] = Array.from({ length: 90 }, (_, index) => {
    const power = -7 + (8 * index) / 99;
    const smoothed = 0.7 - depth / (1 + Math.exp(-4 * (power + 2.5))) + Math.max(0, power + 1.4) ** 2;
    return { lr: 10 ** power, loss: smoothed * (1 + 0.06 * random()), smoothed };
  });
  return { points, end: "diverged", ...suggest(points) };
}

const chinese = ["正弦波", "方波"];
const longNames = [
  "walking upstairs with a heavy bag",
  "sitting",
  "lying on the left side, asleep",
  "cycling",
  "其他活动",
];
const eight = ["sine", "square", "sawtooth", "triangle", "third harmonic", "damped", "chirp", "ramp"];
const letters = Array.from({ length: 20 }, (_, i) => `class ${String.fromCharCode(65 + i)}`);

/** By the name of the golden, the SVG. */
/** A series of each class, whole, cut, in windows, and missing. */
function makeInputs(names: readonly string[], classes: number, channels = 1): ArmInput[] {
  const { values } = makeDataset(letters.slice(0, classes), 1, 60, channels);
  const series = (c: number) => values.subarray(c * 60 * channels, (c + 1) * 60 * channels);
  const cuts: ((one: Float32Array) => Float32Array[])[] = [
    (one) => [one],
    (one) => [one.subarray(0, 30 * channels)],
    (one) => [0, 15, 30].map((from) => one.subarray(from * channels, (from + 30) * channels)),
    (one) => Array.from({ length: 9 }, (_, i) => one.subarray(i * 5 * channels, (i * 5 + 20) * channels)),
    () => [],
  ];
  return names.map((name, i) => ({
    name,
    pieces: Array.from({ length: classes }, (_, c) => cuts[i % cuts.length]?.(series(c)) ?? []),
  }));
}

const someSeeds: ArmSeeds[] = [
  { name: "LSTM", runs: [0.71, 0.72, 0.182, 0.72, 0.69] },
  { name: "GRU", runs: [0.75, 0.75, 0.75, 0.76, 0.74] },
  { name: longNames[0] ?? "", runs: [0.2, 0.19, 0.6, 0.61] },
  { name: "CNN", runs: [0.81] },
  { name: "none", runs: [] },
].map(({ name, runs }) => ({
  name,
  runs: runs.map((accuracy, i) => ({ seed: i + 7, accuracy, isCollapsed: accuracy < 0.25 })),
}));

const twenty = Array.from({ length: 20 }, (_, i) => `class ${i + 1}`);

/** The same with series of 20 steps and more. */
function unequal(dataset: TimeSeriesDataset): TimeSeriesDataset {
  const lengths = Int32Array.from({ length: dataset.count }, (_, i) => dataset.length - ((i * 7) % 20));
  return { ...dataset, lengths };
}

export const cases: Readonly<Record<string, () => string>> = {
  "samples-lab": () => samplesFigure({ dataset: makeDataset(["sine", "square"], 4, 200) }),
  "samples-lab-zh": () => samplesFigure({ dataset: makeDataset(chinese, 4, 200), lang: "zh-CN" }),
  "samples-8-classes": () => samplesFigure({ dataset: makeDataset(eight, 3, 96) }),
  "samples-3-channels": () => samplesFigure({ dataset: makeDataset(longNames.slice(0, 3), 2, 150, 3), perClass: 2 }),
  "samples-long": () => samplesFigure({ dataset: makeDataset(["sine", "square"], 1, 20_000), perClass: 1 }),
  "data-lab": () => dataFigure({ dataset: makeDataset(["sine", "square"], 20, 100) }),
  "data-zh": () => dataFigure({ dataset: makeDataset(chinese, 20, 100, 3), lang: "zh-CN" }),
  "data-20-classes": () => dataFigure({ dataset: unequal(makeDataset(twenty, 6, 40)) }),
  "data-one-class-one-step": () => dataFigure({ dataset: makeDataset(["only"], 3, 1) }),
  "learning-curves-lab": () => learningCurvesFigure({ history: labHistory }),
  "learning-curves-lab-zh": () => learningCurvesFigure({ history: labHistory, lang: "zh-CN" }),
  "learning-curves-1": () => learningCurvesFigure({ history: makeHistory(1) }),
  "learning-curves-2": () => learningCurvesFigure({ history: makeHistory(2) }),
  "learning-curves-20": () => learningCurvesFigure({ history: makeHistory(20) }),
  "learning-curves-1000": () => learningCurvesFigure({ history: makeHistory(1000) }),
  "learning-curves-diverged": () => {
    const end = [Number.NaN, Number.POSITIVE_INFINITY] as const;
    const bad = [
      makeEpoch(10, end, [0.3, 0.31]),
      makeEpoch(11, end, [0.3, 0.3]),
      makeEpoch(12, [2.9, 2.7], [0.3, 0.3]),
    ];
    return learningCurvesFigure({ history: [...makeHistory(9), ...bad, makeEpoch(13, end, [0.3, Number.NaN])] });
  },
  "learning-curves-none": () => learningCurvesFigure({ history: [] }),
  "confusion-lab": () => {
    return confusionMatrixFigure({
      classNames: ["sine", "square"],
      confusionMatrix: [
        [86, 0],
        [2, 92],
      ],
    });
  },
  "confusion-lab-zh": () => {
    return confusionMatrixFigure({
      classNames: chinese,
      confusionMatrix: [
        [86, 0],
        [2, 92],
      ],
      lang: "zh-CN",
    });
  },
  "confusion-long-names": () => confusionMatrixFigure({ classNames: longNames, confusionMatrix: makeMatrix(5) }),
  "confusion-20": () => confusionMatrixFigure({ classNames: letters, confusionMatrix: makeMatrix(20) }),
  "attention-lab": () => attentionFigure({ series: makeAttended(4, 200), classNames: ["sine", "square"] }),
  "attention-lab-zh": () => attentionFigure({ series: makeAttended(4, 200), classNames: chinese, lang: "zh-CN" }),
  "gradient-norms": () => gradientNormsFigure({ log: makeLog(54, 1, 2) }),
  "gradient-norms-zh": () => gradientNormsFigure({ log: makeLog(54, 1, 2), lang: "zh-CN" }),
  "gradient-norms-unclipped": () => gradientNormsFigure({ log: makeLog(100, 0, 1) }),
  "gradient-norms-1": () => gradientNormsFigure({ log: makeLog(1, 0, 1) }),
  "gradient-norms-none": () => gradientNormsFigure({ log: makeLog(0, 0, 0) }),
  "tensor-gradients": () => tensorGradientsFigure({ log: makeLog(54, 1, 2) }),
  "tensor-gradients-zh": () => tensorGradientsFigure({ log: makeLog(54, 1, 2), lang: "zh-CN" }),
  "state-gradients": () => stateGradientsFigure({ log: makeLog(54, 1, 2) }),
  "state-gradients-zh": () => stateGradientsFigure({ log: makeLog(54, 1, 2), lang: "zh-CN" }),
  "state-gradients-short": () => stateGradientsFigure({ log: makeLog(3, 0, 1, 12, 1) }),
  "state-gradients-long": () => stateGradientsFigure({ log: makeLog(100, 0, 1, 10_000, 64) }),
  "lr-find": () => lrFindFigure({ test: makeRangeTest() }),
  "lr-find-zh": () => lrFindFigure({ test: makeRangeTest(), lang: "zh-CN" }),
  "lr-find-nothing": () => lrFindFigure({ test: makeRangeTest(0) }),
  "attention-1": () => attentionFigure({ series: makeAttended(1, 24), classNames: ["sine", "square"] }),
  "attention-3-channels": () => attentionFigure({ series: makeAttended(5, 300, 3), classNames: longNames }),
  "arm-curves": () => armCurvesFigure({ arms: makeArms(cells) }),
  "arm-curves-zh": () => armCurvesFigure({ arms: makeArms(cells.slice(0, 2)), lang: "zh-CN" }),
  "arm-curves-9": () => {
    return armCurvesFigure({ arms: makeArms([...longNames.slice(0, 4), ...letters.slice(0, 5)]) });
  },
  "arm-curves-log": () => armCurvesFigure({ arms: [{ name: "LSTM", histories: [labHistory] }] }),
  "arm-curves-none": () => armCurvesFigure({ arms: [{ name: "LSTM", histories: [[], []] }] }),
  "arm-inputs": () => {
    return armInputsFigure({ arms: makeInputs(cells, 3), classNames: letters.slice(0, 3), channels: 1 });
  },
  "arm-inputs-zh": () => {
    const classNames = chinese.slice(0, 2);
    return armInputsFigure({ arms: makeInputs(longNames.slice(0, 5), 2, 3), classNames, channels: 3, lang: "zh-CN" });
  },
  "arm-seeds": () => armSeedsFigure({ arms: someSeeds, chance: 0.21 }),
  "arm-seeds-zh": () => armSeedsFigure({ arms: someSeeds.slice(1, 3), lang: "zh-CN" }),
  "arm-seeds-none": () => armSeedsFigure({ arms: [] }),
  intervals: () => intervalsFigure({ rows: makeIntervals(cells) }),
  "intervals-zh": () => intervalsFigure({ rows: makeIntervals(cells.slice(0, 3)), lang: "zh-CN" }),
  "intervals-long-names": () => intervalsFigure({ rows: makeIntervals(longNames.slice(0, 3)) }),
  "intervals-one-for-all": () => intervalsFigure({ rows: makeIntervals(cells).slice(0, 3) }),
  "intervals-all-equal": () => {
    return intervalsFigure({ rows: [{ first: "LSTM", second: "GRU", mean: 0, interval: [0, 0], isShown: false }] });
  },
  "critical-difference": () => criticalDifferenceFigure(ranked),
  "critical-difference-zh": () => criticalDifferenceFigure({ ...ranked, lang: "zh-CN" }),
  "critical-difference-none": () => criticalDifferenceFigure({ ...ranked, cliques: [] }),
};
