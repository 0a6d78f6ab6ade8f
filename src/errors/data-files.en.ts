/** English errors of series from files and of their splits. See `en.ts` for all errors. */

const SETS = { train: "training", val: "validation", test: "test" };

export const dataFileErrors = {
  // Which files
  "data.noFile": (p: { pattern: string }) =>
    `expected a file of time series, found none that matches ${p.pattern}. Check the path; it is relative to the file of the spec.`,
  "data.fileGone": (p: { sha256: string; places: string }) =>
    `expected the file that the run was trained on, found none in ${p.places}. If it was moved, say where it is: --data <folder>. SHA-256 of the file: ${p.sha256}.`,
  "data.fileChanged": (p: { expected: string; received: string }) =>
    `expected the file that the run was trained on, received another one. SHA-256: recorded ${p.expected}, found ${p.received}. Restore the file; if the original is elsewhere, say where: --data <folder>.`,

  // Series of several files
  "data.sameFile": (p: { first: string; sets: readonly ["train" | "val" | "test", "train" | "val" | "test"] }) =>
    `expected each file once, received one with the same content as ${p.first}${p.sets[0] === p.sets[1] ? "" : ` (${SETS[p.sets[0]]} series), as ${SETS[p.sets[1]]} series`}: the model would be tested on series that it was trained on. Leave one of the two out.`,
  "data.fileChannels": (p: { expected: number; received: number; first: string }) =>
    `expected series of ${p.expected} ${p.expected === 1 ? "channel" : "channels"}, as in ${p.first}, received ${p.received}. Name the columns of the channels, or leave this file out.`,
  "data.channelNames": (p: { expected: string; received: string; first: string }) =>
    `expected the channels ${p.expected} in this order, as in ${p.first}, received ${p.received}. Name the columns of the channels in one order for all files.`,
  "data.stepNames": (p: { number: number; expected: string; received: string; first: string }) =>
    `expected ${p.expected} as column ${p.number} of the values, as in ${p.first}, received ${p.received}. Write the columns of all files in one order and with the same names.`,
  "data.noLabel": (p: { id: string }) =>
    `expected a class for each series, received series ${p.id} without one. Name the column of the classes (--label; data.reading.columns.label in a spec); where they are in the names of files or folders, say so (--label-from file, folder or grandparent); of a text file of the UCR archive, give --format ucr.`,
  "data.oneClass": (p: { name: string; count: number }) =>
    `expected training series of at least two classes, received ${p.count} series of ${p.name === "" ? "none" : `one, ${p.name}`}. Check which column has the classes (--label).`,
  "data.unknownClass": (p: { name: string; known: string }) =>
    `expected only the classes ${p.known}, received series of ${p.name}. Add it to the list, or leave the list out.`,
  "data.untrainedClass": (p: { name: string; set: "val" | "test"; count: number; known: string }) =>
    `expected only classes of the training series (${p.known}), received ${p.count} ${SETS[p.set]} series of ${p.name}, which no model could learn. Check the spelling, or leave these series out.`,
  "data.emptyClass": (p: { name: string }) =>
    `expected training series of every class of the list, received none of ${p.name}. Leave it out of the list.`,
  "data.missingValues": (p: { count: number; series: number; total: number }) =>
    `expected a value at every step, received ${p.count} missing ${p.count === 1 ? "value" : "values"} in ${p.series} of ${p.total} series; the first is here. Say what to do with them: --missing linear (interpolate), previous (repeat the last one), a number, or mask (interpolate, with a channel that marks them); in a spec, data.missing.`,
  "predict.missingValues": (p: { count: number; series: number; total: number }) =>
    `expected a value at every step, received ${p.count} missing ${p.count === 1 ? "value" : "values"} in ${p.series} of ${p.total} series; the first is here. Correct the file, or choose --fill linear, previous or zero.`,
  "predict.label": (p: { received: string; known: string; nearest: string | undefined }) =>
    `expected one of the classes of the run (${p.known}), received ${p.received}. ${p.nearest ? `Did you mean ${p.nearest}?` : "Correct it, or leave the classes out: they are not needed to predict."}`,
  "predict.noColumn": (p: { name: string; known: string; flag: "--id" | "--channels" }) =>
    `expected a column ${p.name}, as in the training files, received only ${p.known}. ${p.flag === "--id" ? "If another column names the series, say which: --id <column>." : "If the values are in other columns, say which, in the order of training: --channels <columns>."}`,
  "predict.channelNames": (p: { expected: string; received: string; first: string }) =>
    `expected the channels ${p.expected}, as in ${p.first}, received ${p.received}. Name the columns in the order of these channels: --channels <columns>.`,
  "predict.fillMask": () =>
    "has no effect here: the run was trained with missing values marked in channels of their own, and fills them itself. Leave it out.",
  "data.allMissing": () =>
    "expected some value to fill the missing ones from, received a channel without any. Choose missing mask or value, or leave the series out.",

  // Training on files
  "train.nothing": () =>
    "expected a file of time series or a spec, received neither. Try: tidelab train walking.csv, or tidelab train --data <file> --test <file>.",
  "train.specHas": () =>
    "has no effect beside a spec, which says this itself. Change the spec; or, to train its model on other data, give --data <file> --model <spec.json>.",
  "train.model": (p: { received: string; nearest: string | undefined; known: string }) =>
    `expected the name of a preset or a spec in JSON, received ${p.received}. ${p.nearest ? `Did you mean ${p.nearest}?` : `Presets: ${p.known}.`}`,
  "classical.flag": (p: { method: string }) =>
    `has no effect on ${p.method}, which is fitted without gradients: in one step, on one thread of the processor, and with one answer a series. Leave it out.`,
  "classical.anyLength": (p: { method: string }) =>
    `has no effect on ${p.method}: fitted to series of one length, it takes no others; fitted to several lengths, it takes any. Leave it out.`,
  "classical.together": (p: { method: string }) =>
    `expected runs of nets, whose probabilities can be averaged, received ${p.method}, which answers with classes alone. Give this run by itself.`,
  "spec.classical": () =>
    "expected a spec with a model that is trained by gradients, received one with a classifier, which is fitted in one step. Use tidelab train for it; benchmarks compare it with nets (docs/benchmark.md).",

  // Looking at data
  "data.nothing": () =>
    "expected files of time series, or a spec that names some, received none. Try: tidelab data info walking.csv.",
  "data.madeSeries": () =>
    "expected a spec with series from files, received one whose series are generated. Give the spec of a run on files.",
  "data.checkIndices": () => "cannot be checked from here: the files of indices say which series are on which side.",
  "data.plotEnding": (p: { received: string }) => `expected a file that ends in .svg or .png, received ${p.received}.`,
  "data.noFolder": () =>
    "expected the folder in which the files of the run are, found no folder there. Check the path.",
  "convert.ending": (p: { received: string }) =>
    `expected a file that ends in .csv, .ts, .jsonl, .npy or .npz, received ${p.received}. Choose such a name, or say the format: --to csv-wide, csv-long, ts, jsonl, npy or npz.`,
  "convert.endMissing": (p: { series: string }) =>
    `expected series that end with a value, since NaN at the end is read as padding in NumPy's files, received series ${p.series} that ends with a missing one. Fill it (--missing linear), or use --to csv-long, ts or jsonl.`,
  "convert.large": (p: { bytes: number; most: number }) =>
    `expected at most ${p.most} bytes in an .npz file, received ${p.bytes}. Use --to npy, or several files.`,
  "convert.channels": (p: { channels: number }) =>
    `a CSV with a series a row has one channel, the series have ${p.channels}. Use --to csv-long, ts or jsonl.`,
  "convert.lengths": (p: { shortest: number; longest: number }) =>
    `a CSV with a series a row has series of one length, these have ${p.shortest} to ${p.longest} steps. Use --to csv-long, ts or jsonl.`,
  "convert.label": (p: { label: string }) =>
    `a .ts file cannot hold the class name ${JSON.stringify(p.label)}: names have no blanks, commas or colons there, and ? is none. Use --to csv-long or jsonl.`,
  "convert.csvText": (p: { text: string }) =>
    `a CSV cannot hold the class or group ${JSON.stringify(p.text)}: it would be read without its blanks, or as none. Use --to jsonl, or give it another name.`,

  // Splits
  "split.valWithoutTest": () =>
    "expected test files beside validation files, received none. Name them as data.test, or let the split take all sets from the training files.",
  "split.noValidation": (p: { count: number; size: number }) =>
    `expected a share of the training series that validates and leaves some to train on, received ${p.size} of ${p.count}. Use another share, or val "train" to validate on the training series.`,
  "split.noGroups": () =>
    "expected groups for this split, received series without any. Name the column of the groups (--group; data.reading.columns.group in a spec), or say where names of files have them (--group-from file, folder or grandparent).",
  "split.groups": (p: { groups: number; train: number; val: number; test: number }) =>
    `expected at least one group in each set, received ${p.train} to train on, ${p.val} to validate on and ${p.test} to test on, of ${p.groups} in all. Use other shares, more groups, or a split that does not look at them (stratified).`,
  "split.groupApart": (p: { group: string; first: "train" | "val" | "test"; second: "train" | "val" | "test" }) =>
    `expected every group on one side of the split, received group ${p.group} in the ${SETS[p.first]} and in the ${SETS[p.second]} series. Put its series into one of them; to test on groups that were seen in training, choose another split (--split stratified).`,
  "split.folds": (p: { folds: number; count: number; of: "series" | "class" | "groups" }) =>
    `expected at least ${p.folds} ${{ series: "series", class: "series of each class", groups: "groups" }[p.of]}, one a fold, received ${p.count}. Use fewer folds.`,
  "split.fold": (p: { most: number; received: number }) =>
    `expected a fold from 0 to ${p.most} (folds × repeats - 1), received ${p.received}.`,
  "split.foldsOfFiles": () =>
    "expected only training files for folds, received test or validation files too. Name all files as data.train.",
  "split.groupRepeats": () =>
    "expected one repeat, since folds of groups are not drawn, received more. Leave repeats out.",
  "split.resampleFiles": () =>
    "expected training files and test files to draw again from, and no validation files. Name them as data.train and data.test.",
  "split.resampleClasses": (p: { name: string }) =>
    `expected the same classes in training and test files, as the published resamples have, received ${p.name} in one of them only. Use another split.`,
  "split.indexRow": (p: { rows: number; received: number }) =>
    `expected a row from 0 to ${p.rows - 1}, received ${p.received}. The file has ${p.rows} rows of indices.`,
  "split.index": (p: { index: number | string; count: number; problem: "twice" | "range" | "text" }) =>
    `expected each index from 0 to ${p.count - 1} at most once, or a row of -1 in both files, received ${p.index}${p.problem === "twice" ? " again" : ""}. Is the file for this data set?`,
};
