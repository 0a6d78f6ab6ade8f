/** English errors of benchmarks: suites, published figures, records of classifiers without gradients. */

export const benchmarkErrors = {
  "benchmark.model": () =>
    'expected a model: { "classical": "mini-rocket" }, { "preset": "fcn" } or { "spec": "spec.json" }, received none of these keys. Give one of them.',
  "benchmark.preset": (p: { known: string; received: string }) =>
    `expected one of ${p.known}, received ${p.received}. Choose one, or give a spec instead.`,
  "benchmark.seedOfModel": () =>
    "expected no seed here: every model is fitted with the seeds of the suite. Leave it out, and give seeds beside models.",
  "benchmark.columns": (p: { missing: string }) =>
    `expected a CSV with the columns dataset, model, mean, sd, runs, source and protocol, received one without ${p.missing}. Add them; cells of sd and runs may be empty.`,
  "benchmark.number": (p: { column: string; most: number; received: string }) =>
    `expected a number from 0 to ${p.most} in the column ${p.column}, received ${p.received === "" ? "an empty cell" : p.received}. Correct it; accuracies are percentages.`,
  "benchmark.share": (p: { received: string; percent: string }) =>
    `expected an accuracy in percent in the column mean, received ${p.received}, which looks like a share of 1. Write ${p.percent}, and sd in percent too.`,
  "benchmark.record": () =>
    "expected the record of a classifier as a benchmark wrote it, received something else. Restore the file, or delete it: the same command fits the classifier again.",
  "benchmark.otherRecord": () =>
    "expected the record of these data, settings and seeds, received that of others: the suite was changed. Choose another folder with --out, or delete this one.",
  "benchmark.otherData": (p: { files: string }) =>
    `expected the record of a classifier on the data as they are now, received one on others: ${p.files === "" ? "the files or their classes" : p.files} changed since (by SHA-256). Restore the data, choose another folder with --out, or delete this one.`,
  "benchmark.suite": () =>
    "expected a suite in JSON, with datasets and models, received something else. See docs/benchmark.md.",
};
