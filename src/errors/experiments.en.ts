/** English errors of experiments and records: sweeps, forks; with those of the run store. Part of `files.en.ts`. */
import { gigabytes } from "./core.en.ts";
import { storeErrors } from "./store.en.ts";

export const experimentErrors = {
  ...storeErrors,

  // Lists
  "cli.count": (p: { received: string }) => `expected a whole number >= 1, received ${p.received}. Try 10.`,
  "cli.duration": (p: { received: string }) =>
    `expected a time like 90s, 10m or 2h, received ${p.received}. Give a number and s, m or h.`,

  // Forks
  "fork.nothing": () =>
    "expected something to change, received nothing. Add --set training.lr=0.01, or --continue to continue training with the same spec.",
  "fork.setting": (p: { received: string }) =>
    `expected a path of the spec, = and a value, received ${JSON.stringify(p.received)}. Write it like training.lr=0.01.`,

  // Sweeps
  "sweep.axisTwice": (p: { name: string }) =>
    `expected each axis once, received ${p.name} again. Put all its values into one axis.`,
  "sweep.splitAxis": (p: { key: "fold" | "resample" | "row"; seeds: string }) =>
    `expected arms that are tested on the same series, received an axis over split.${p.key}: its arms could not be compared seed by seed. Write "${p.key}": "seed" in the split and "seeds": [${p.seeds}] beside the axes: then each seed is one ${p.key === "fold" ? "fold" : "resample"}, the same in all arms.`,
  "sweep.twice": (p: { value: string; first: string }) =>
    `expected each once, received ${p.value}, which is the same as ${p.first}. Remove one of them: repeated arms and runs count twice.`,
  "sweep.sameArm": (p: { first: string }) =>
    `expected arms that differ, received the same settings as in arm ${p.first}. Remove one of them: repeated arms count twice in all comparisons.`,
  "sweep.range": (p: { min: number; max: number; scale: string }) =>
    `expected min below max${p.scale === "log" ? ", both > 0 on a log scale" : ""}, received ${p.min} and ${p.max}. Correct the range.`,
  "sweep.rangeInteger": (p: { min: number; max: number }) =>
    `expected whole numbers for min and max, as "integer" is true, received ${p.min} and ${p.max}. Round them, or leave "integer" out.`,
  "sweep.rangeInGrid": (p: { name: string }) =>
    `expected values on every axis of a grid, received a range of ${p.name}. List the values, or search with "search": { "kind": "random", "arms": 20 }.`,
  "sweep.onlyTpe": (p: { key: string; kind: string }) =>
    `expected ${p.key} only with "kind": "tpe", received it with "kind": "${p.kind}". Remove it, or search with "kind": "tpe".`,
  "sweep.tooManyArms": (p: { most: number; received: number }) =>
    `expected at most ${p.most} arms, received ${p.received}. Remove values, or search with "kind": "random".`,
  "sweep.tooManyRuns": (p: { most: number; arms: number; seeds: number }) =>
    `expected at most ${p.most} runs in all, received ${p.arms} arms × ${p.seeds} seeds = ${p.arms * p.seeds}. Use fewer values or fewer seeds; 3 to 10 seeds are usual.`,
  "sweep.jobs": (p: { received: number; most: number; each: number; available: number }) =>
    `${p.received} runs at a time do not fit into memory: each process needs up to ${gigabytes(p.each)} GB, and there are ${gigabytes(p.available)} GB. Use at most --jobs ${p.most}.`,
  "cli.jobs": (p: { received: string; cores: number }) =>
    `expected the number of runs at a time, a whole number >= 1, received ${p.received}. Leave it out to use all ${p.cores} cores.`,
  "sweep.invalid": (p: { count: number }) =>
    `expected a sweep that can be run, received one with ${p.count === 1 ? "the problem" : `the ${p.count} problems`} above. Nothing was run and nothing was written.`,
  "sweep.classifier": (p: { method: string }) =>
    `expected a base with a network (model), received one with a classifier without gradients${p.method === "" ? "" : ` (${p.method})`}. A sweep varies how a network is trained. Compare such classifiers, with each other and with networks, in a benchmark: tidelab benchmark <suite.json> (docs/benchmark.md).`,
  "sweep.otherRuns": (p: { count: number; first: string }) =>
    `expected a folder that is new or has this sweep's runs in it, received ${p.count} run(s) of other specs in their places (${p.first}). Choose another folder with --out, or another name; or move those runs away.`,
  "sweep.otherData": (p: { files: string }) =>
    `expected a run on the data as they are now, received one on others: ${p.files === "" ? "the files or their classes" : p.files} changed since (by SHA-256). Restore the data, choose another folder with --out, or move the runs away.`,
  "sweep.folderGone": () =>
    "the folder of the sweep was deleted or moved while the sweep was running, so no more runs are started. Put it back and run the sweep again: runs that are there are not repeated.",
  "sweep.file": () =>
    "expected the file that a sweep keeps in its folder, received something else. Remove it and run the sweep again: runs that are there are not repeated.",
  "sweep.newer": (p: { most: number; received: number }) =>
    `expected a sweep of version ${p.most} or older, received version ${p.received}. It was written by a newer Tidelab: update with npm install tidelab@latest.`,
  "sweep.baseFile": (p: { file: string }) =>
    `expected a base that is a spec, received the name of a file: ${p.file}. Read the file and put its spec in its place.`,
  "sweep.rounds": () =>
    'expected a search whose arms are known before the first run, received "kind": "tpe". Use "grid" or "random" here; tidelab sweep searches by results.',
  "sweep.none": () =>
    "expected the folder of a sweep with sweep.json in it, received a folder without. Check the path: sweeps are in sweeps/ unless you chose --out.",
};
