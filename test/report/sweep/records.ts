/** Records of runs that never ran: with the accuracies and losses that a test wants, and all the rest in order. */

import { classificationReport } from "../../../src/metrics/classification-report.ts";
import { flopsOfModel } from "../../../src/model/flops.ts";
import { buildGraph } from "../../../src/model/graph.ts";
import { summarize } from "../../../src/model/summary.ts";
import { type EpochRecord, formatRecord, parseRecord, type RunRecord } from "../../../src/runs/record.ts";
import { parseModel, parseSpec } from "../../../src/spec/parse.ts";
import type { SpecInput } from "../../../src/spec/spec.ts";
import type { SweepResult } from "../../../src/sweep/result.ts";
import { selectionOf } from "../../../src/train/selection.ts";
import { cnn, recurrent } from "../../../src/zoo/index.ts";

const LENGTH = 20;
const TESTED = 60;

export interface RecordOptions {
  seed?: number;
  /** Right answers of 60. */
  correct?: number;
  /** Validation accuracies, an epoch each. */
  validation?: readonly number[];
  /** Validation losses; falling with the accuracies unless given. */
  losses?: readonly number[];
  /** Training losses and accuracies; a little better than those of the validation series unless given. */
  trainLosses?: readonly number[];
  trainAccuracies?: readonly number[];
  spec?: Partial<SpecInput>;
  status?: RunRecord["status"];
}

/** @throws TidelabError when it is no record that `run.json` could hold */
export function makeRecord(options: RecordOptions = {}): RunRecord {
  const { seed = 1, correct = 54, validation = [0.6, 0.9], losses, status = "finished" } = options;
  const { trainLosses, trainAccuracies } = options;
  const spec = parseSpec({
    name: "made",
    seed,
    data: { kind: "waves", samples: 400, length: LENGTH },
    model: recurrent({ hiddenSize: 4, numLayers: 1 }),
    ...options.spec,
    training: { epochs: validation.length + (status === "finished" ? 0 : 1), ...options.spec?.training },
  });
  const graph = buildGraph(spec.model, { length: LENGTH, channels: 1 }, 2);
  const history: EpochRecord[] = validation.map((valAccuracy, i) => ({
    epoch: i + 1,
    lr: spec.training.lr,
    trainLoss: trainLosses?.[i] ?? 1 - valAccuracy,
    valLoss: losses?.[i] ?? 1.1 - valAccuracy,
    trainAccuracy: trainAccuracies?.[i] ?? Math.min(1, valAccuracy + 0.02),
    valAccuracy,
    gradNorm: 0.5,
    trainSeconds: 1 + seed / 100,
    valSeconds: 0.1,
    weightsSha256: "0".repeat(64),
  }));
  const half = TESTED / 2;
  const right = Math.min(half, correct);
  const matrix = [
    [right, half - right],
    [TESTED - half - (correct - right), correct - right],
  ];
  const record: RunRecord = {
    version: 1,
    name: spec.name,
    status,
    startedAt: "2026-11-24T12:00:00.000Z",
    spec,
    seed,
    numerics: "portable",
    threads: 1,
    data: {
      train: 280,
      val: 60,
      test: TESTED,
      length: LENGTH,
      channels: 1,
      classNames: ["sine", "square"],
      scale: 1.5,
    },
    model: {
      parameterCount: graph.parameterCount,
      layers: summarize(graph).map(({ name, layer, outputShape, parameterCount }) => {
        return { name, layer, outputShape: [...outputShape], parameterCount };
      }),
    },
    steps: 9 * validation.length,
    history,
    selection: selectionOf(history, spec.training) ?? null,
    test: {
      loss: 0.3,
      accuracy: correct / TESTED,
      labels: ["sine", "square"],
      confusionMatrix: matrix,
      report: classificationReport(matrix, ["sine", "square"]),
    },
    divergence:
      status === "diverged" ? { epoch: validation.length + 1, step: 20, loss: "NaN", gradNorms: [1, 9] } : null,
    weightsSha256: seed.toString(16).padStart(64, "0"),
    environment: {
      tidelab: "0.1.0",
      runtime: "Node",
      platform: "linux x64",
      cpu: "",
      cores: 2,
      relaxedMultiplyAdd: "absent",
    },
  };
  return parseRecord(formatRecord(record), "run.json");
}

export const models = {
  lstm: recurrent({ cell: "lstm", hiddenSize: 4, numLayers: 1 }),
  gru: recurrent({ cell: "gru", hiddenSize: 4, numLayers: 1 }),
  cnn: cnn({ channels: [4], kernelSizes: [3] }),
} as const;

/** A sweep over models: by name of the model, the right answers of 60 that each seed gives, from seed 1 on. */
export function makeSweep(correct: Partial<Record<keyof typeof models, readonly number[]>>): SweepResult {
  const names = Object.keys(correct) as (keyof typeof models)[];
  const most = Math.max(...names.map((name) => correct[name]?.length ?? 0));
  return {
    name: "made",
    axes: [{ path: "model", values: names }],
    seeds: Array.from({ length: most }, (_, i) => i + 1),
    arms: names.map((name) => ({
      id: name,
      settings: { model: name },
      runs: (correct[name] ?? []).map((right, i) => {
        return makeRecord({ seed: i + 1, correct: right, spec: { model: models[name] } });
      }),
      failures: [],
      flops: flopsOfModel(parseModel(models[name]), { length: 20, channels: 1 }),
    })),
  };
}
