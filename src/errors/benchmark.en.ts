/** English errors of benchmarks: suites, published figures, records of classifiers without gradients. */

export const benchmarkErrors = {
  "benchmark.model": () =>
    'expected a model: { "classical": "mini-rocket" }, { "preset": "fcn" } or { "spec": "spec.json" }, received none of these keys. Give one of them.',
  "benchmark.preset": (p: { known: string; received: string }) =>
    `expected one of ${p.known}, received ${p.received}. Choose one, or give a spec instead.`,
  "benchmark.paired": (p: { wanted: number; each: string; received: number }) =>
    `expected ${p.wanted} ${p.wanted === 1 ? "entry" : "entries"}, one for each of ${p.each}, received ${p.received}. Give as many, or leave the list out.`,
  "benchmark.cells": (p: { expected: number; received: number }) =>
    `expected ${p.expected} cells, as in the header, received ${p.received}. Numbers have a decimal point, and text with commas is in quotes.`,
  "benchmark.repeated": (p: { column: string }) =>
    `expected each column once, received ${p.column} twice. Leave one of the two out.`,
  "benchmark.runs": (p: { received: string }) =>
    `expected a whole number from 1 on in the column runs, received ${p.received}. Correct it, or leave the cell empty.`,
  "benchmark.delimiter": () =>
    "expected commas between the cells, received semicolons or tabs. Save the table with commas, and with decimal points in its numbers.",
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
