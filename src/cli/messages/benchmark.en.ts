/** English texts of `benchmark`. Part of `en.ts`. */
import type { EpochRule, SplitRule, Unlike } from "../../benchmark/protocol.ts";

export const benchmarkCommand = {
  benchmark: {
    about: "run models on data sets, beside published figures",
    file: "JSON file with datasets, models and seeds; see docs/benchmark.md",
    published: "CSV of published accuracies (default: the one that the suite names)",
    out: "folder of the benchmark (default: benchmarks/<name>); the same again goes on where it ended",
    verify: "fit every classifier without gradients again and compare its answers with the record",
    exitCodes:
      "A benchmark ends with its table, benchmark.md and benchmark.html in its folder. The exit code is 1 when a run failed or a record is not verified.",
    examples: `  tidelab benchmark examples/benchmark.json
  tidelab benchmark examples/benchmark.json --verify
  tidelab benchmark examples/benchmark.json --published examples/published.csv --out benchmarks/beside --json`,
  },
};

export const benchmarkTexts = {
  benchmarkFile: "a suite in JSON",
  publishedFile: "a CSV of published accuracies",
  benchmarkHeadline: (p: { name: string; datasets: number; models: number; seeds: number }) =>
    `Benchmark ${p.name}: ${p.datasets} data ${p.datasets === 1 ? "set" : "sets"}, ${p.models} ${p.models === 1 ? "model" : "models"}, ${p.seeds} ${p.seeds === 1 ? "seed" : "seeds"}`,
  benchmarkGoesOn: (p: { done: number; total: number }) =>
    `${p.done} of ${p.total} classifiers without gradients ${p.done === 1 ? "is" : "are"} there already.`,
  benchmarkFitting: (p: { done: number; total: number; model: string; dataset: string; seed: number; eta: string }) =>
    `${p.done}/${p.total} ${p.model} on ${p.dataset}, seed ${p.seed}${p.eta === "" ? "" : `, ${p.eta}`}`,
  benchmarkFitted: (p: { place: string; model: string; dataset: string; seed: number; accuracy: string }) =>
    `${p.place} ${p.model} on ${p.dataset}, seed ${p.seed}: test accuracy ${p.accuracy}`,
  benchmarkStopping: "Stopping: what has finished is kept. The same command continues the benchmark.",
  benchmarkStopped: (p: { left: number }) =>
    `Stopped with ${p.left} ${p.left === 1 ? "run" : "runs"} left. The same command continues the benchmark.`,
  benchmarkSaved: (p: { folder: string }) => `Saved to ${p.folder}: records, benchmark.md and benchmark.html.`,
  benchmarkVerified: (p: { count: number }) =>
    `${p.count} ${p.count === 1 ? "record is" : "records are"} verified: fitted again, with the same answers.`,
  benchmarkDiffers: (p: { folder: string; keys: string }) => `NOT verified: ${p.folder} differs in ${p.keys}.`,
  benchmarkNothingToVerify: "there is no record of a classifier without gradients to verify. Run the benchmark first.",
  benchmarkColumns: {
    dataset: "Data set",
    model: "Model",
    ours: "Test accuracy (%)",
    runs: "n",
    protocol: "Ours",
    published: "Published (%)",
    difference: "Difference",
    source: "Source and protocol",
  },
  benchmarkSplit: { archive: "archive's split", resamples: "resamples", other: "split of its own" } satisfies Record<
    SplitRule,
    string
  >,
  benchmarkEpoch: {
    none: "",
    last: "last epoch",
    trainLoss: "epoch of lowest training loss",
    validation: "epoch chosen on validation series",
    test: "epoch chosen on the test series",
  } satisfies Record<EpochRule, string>,
  benchmarkUnlike: {
    split: "not comparable: another split",
    epoch: "not comparable: the epoch was chosen otherwise",
    ensemble: "not comparable: may be an ensemble",
    changed: "not comparable: our model or its training is not as published",
    unknownSplit: "not comparable: its split is not stated",
    unknownEpoch: "not comparable: how the epoch was chosen is not stated",
  } satisfies Record<Unlike, string>,
  benchmarkReport: {
    genre: "Benchmark",
    intro:
      "Test accuracies in percent: means over the seeds, plus or minus the standard deviation of the sample, with how many runs they are. A published figure is subtracted only where its protocol is ours; the others are given with the reason why not. No test result has chosen an epoch or a setting.",
    label: "Table 1",
    table: "Accuracies beside published figures",
    sources: "Sources",
    failures: "Without result",
    seeds: (p: { seeds: string }) => `seeds ${p.seeds}`,
    failure: (p: { dataset: string; model: string; seed: number; message: string }) =>
      `${p.dataset}, ${p.model}, seed ${p.seed}: ${p.message}`,
    maker: (p: { version: string }) => `Made by Tidelab ${p.version}`,
  },
};
