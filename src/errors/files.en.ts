/** English errors of files and commands, which no browser bundle carries. See `en.ts` for all of them. */
import { benchmarkErrors } from "./benchmark.en.ts";
import { classicalErrors } from "./classical.en.ts";
import { expectedTypes } from "./core.en.ts";
import { dataFileErrors } from "./data-files.en.ts";
import { experimentErrors } from "./experiments.en.ts";
import { tableErrors } from "./tables.en.ts";

export const fileErrors = {
  ...benchmarkErrors,
  ...classicalErrors,
  ...experimentErrors,
  ...dataFileErrors,
  ...tableErrors,

  // Specs that are changed, and runs
  "spec.noPath": (p: { nearest: string | undefined; known: string }) =>
    `expected a path of the spec, received one that it does not have. ${p.nearest ? `Did you mean ${p.nearest}?` : `The keys there are ${p.known}.`}`,
  "spec.table": () =>
    "expected a spec in JSON, received data. To train on it: tidelab train <file>; with --save-spec that command writes a spec for the others.",
  "spec.record": (p: { folder: string }) =>
    `expected a spec, received the record of a run. To train it again with something changed: tidelab fork ${p.folder} --set <path>=<value>. Or save the value of its key spec as a file.`,
  "spec.sweep": (p: { file: string }) =>
    `expected a spec, received a sweep: it has a base and axes and no model. To run it: tidelab sweep ${p.file}.`,
  "sweep.spec": (p: { file: string }) =>
    `expected a sweep, received a spec: it has a model and no axes. To train it: tidelab train ${p.file}. Sweeps are in docs/experiments.md.`,
  "sweep.record": (p: { folder: string }) =>
    `expected a sweep, received the record of a run. To train that run again with something changed: tidelab fork ${p.folder} --set <path>=<value>. To vary it in a sweep, save the value of its key spec as a file and name that as the base.`,
  "sweep.table": () =>
    "expected a sweep in JSON, received data. A sweep has a base spec and axes (docs/experiments.md). tidelab train <file> --save-spec <base.json> writes a base for this data.",
  "training.diverged": (p: {
    epoch: number;
    step: number;
    loss: string;
    gradNorms: string;
    lr: number;
    tryLr: string;
  }) =>
    `training diverged in epoch ${p.epoch} at step ${p.step}: the loss or a gradient is not a finite number (loss ${p.loss}). ` +
    `Gradient norms of the steps before: ${p.gradNorms || "none, it was the first"}. ` +
    `The last good weights are kept. Try a lower learning rate (${p.tryLr} instead of ${p.lr}), or clip the gradients to norm 1.`,
  "fork.model": (p: { tensor: string }) =>
    `expected the model of the run whose weights this one begins with, received another: ${p.tensor} differs. Leave the model as it is, or begin from the start, without --continue.`,
  "verify.continued": (p: { run: string }) =>
    `expected a run that follows from its seed alone, received one that began with the weights of run ${p.run}, which its spec cannot reproduce. Verify that run instead.`,

  // Weights from outside
  "run.folder": (p: { received: string }) =>
    `expected the path of a folder as a string, received ${p.received}. For a URL, use fileURLToPath(url).`,
  "run.text": (p: { received: string }) =>
    `expected the text of run.json, received ${p.received}. Pass a string: await response.text(), or readFile(path, "utf8").`,
  "run.bytes": (p: { received: string }) =>
    `expected the bytes of model.safetensors as a Uint8Array, received ${p.received}. Pass new Uint8Array(await response.arrayBuffer()), or what readFile(path) gives.`,
  "weights.map": (p: { received: string }) =>
    `expected a Map of tensors by name, received ${p.received}. Pass readSafetensors(bytes).tensors, or new Map(Object.entries(…)).`,
  "weights.missing": (p: { tensors: string; received: string; isBias: boolean }) =>
    `expected every tensor of the model, received no ${p.tensors}. ` +
    (p.isBias
      ? "The layers were saved without bias: compile them with bias false."
      : `Not of the model: ${p.received || "none"}. Name the layers of the spec as those of the file.`),
  "weights.extra": (p: { tensors: string }) =>
    `expected only tensors of the model, received ${p.tensors}. Leave them out, or compile the model that they belong to.`,
  "weights.shape": (p: { expected: string; received: string; isTransposed: boolean }) =>
    `expected ${p.expected}, received ${p.received}. ` +
    (p.isTransposed
      ? "It is transposed, as Keras keeps it: transpose it first."
      : "Compile the model that the weights belong to."),

  // Files
  "file.missing": (p: { what: string }) => `no such file. Expected ${p.what}. Check the path.`,

  "file.exists": () =>
    "expected a new file, received one that already exists. Choose another name: nothing is overwritten.",
  "file.folder": (p: { what: string }) =>
    `expected ${p.what}, received a folder. Give a file in it; files of series also by a pattern in quotes, such as 'parts/*.csv'.`,
  "file.unreadable": (p: { reason: string }) =>
    `cannot read this file: ${p.reason}. Check the path and its permissions.`,
  "file.unwritable": (p: { reason: string }) => `cannot write this file: ${p.reason}. Choose another place.`,

  // JSON text
  "json.syntax": (p: { problem: JsonProblem; received: string }) => jsonProblems[p.problem](p.received),
  "json.duplicateKey": (p: { key: string; firstLine: number }) =>
    `expected each key once, received ${JSON.stringify(p.key)} again (first on line ${p.firstLine}). Remove one of the two.`,

  // Reports
  "report.noRuns": () =>
    "expected the folder of a run, or one with runs in it, received a folder without any run.json. Check the path, or train first: tidelab train <spec>.",
  "report.oneRun": (p: { folder: string }) =>
    `expected at least two runs to compare, received one (${p.folder}). Give more folders; the report of a single run is in its folder as report.html.`,
  "report.reachWithout": () =>
    "has no effect on classifiers without gradients, which have no epochs to reach an accuracy in. Leave it out.",
  "report.ending": (p: { received: string }) =>
    `the name of the output file must end in .html or .md${p.received === "" ? "" : `, not in ${p.received}`}. Try report.html.`,
  "report.reach": (p: { received: string }) =>
    `expected an accuracy above 0 and up to 1, received ${p.received}. Try 0.9, or 90%.`,

  // Folders that a process works in
  "folder.locked": (p: { pid: number; since: string }) =>
    `another tidelab process is working in this folder (process ${p.pid}, since ${p.since}). Wait until it ends, or choose another folder.`,
  "folder.lockedElsewhere": (p: { pid: number; host: string; since: string; file: string }) =>
    `process ${p.pid} on ${p.host} has been working in this folder since ${p.since}. That is another machine or container, so whether it still runs cannot be seen from here. Wait until it ends; if you know that it is gone, delete ${p.file}.`,

  // Runs
  "run.unknown": (p: { nearest: string | undefined }) =>
    `no run of that path, id or name. ${p.nearest ? `Did you mean ${p.nearest}?` : "Give a run's folder, its id or the beginning of it, or its name."} tidelab runs lists those of the store.`,
  "run.ambiguous": (p: { count: number; runs: string }) =>
    `${p.count} runs are called that: ${p.runs}. Give the folder or the id.`,
  "run.outputInterrupted": (p: { folder: string }) =>
    `expected a new folder or an empty one, received one with a run that was interrupted. Continue it with tidelab resume ${p.folder}, or choose another.`,
  "run.outputExists": (_p: { folder: string }) =>
    "expected a new folder or an empty one, received a path that is already in use. Choose another, or remove what is there: nothing is overwritten.",
  "run.outputUnwritable": (p: { reason: string }) =>
    `cannot write here: ${p.reason}. Choose another place, or fix its permissions.`,
  "run.diskFull": (p: { reason: string }) =>
    `no space left for the files of the run: ${p.reason}. Free some space or choose another disk.`,
  "run.missing": () => "expected the folder of a run, received a path where there is none. Check the path.",
  "run.unreadable": (p: { reason: string }) =>
    `cannot read this file: ${p.reason}. Fix its permissions or copy it again.`,
  "run.notFolder": () =>
    "expected the folder of a run, received a file. Give the folder that has run.json and model.safetensors in it.",
  "run.noRecord": () =>
    "expected the folder of a run with run.json in it, received a folder without. Check the path: runs are in runs/ unless you chose --out.",
  "run.noWeights": () =>
    "expected the trained weights beside run.json, received a folder without model.safetensors. The run is half-written or was half-copied: copy it again, or train again with the spec in run.json.",
  "run.newer": (p: { most: number; received: number }) =>
    `expected a run of version ${p.most} or older, received version ${p.received}. It was written by a newer Tidelab: update with npm install tidelab@latest.`,
  "run.classical": (p: { method: string }) =>
    `expected the run of a net, received that of a classifier without gradients (${p.method}): it has no epochs, no steps and no weights. predict, verify, runs, compare and report take it; to fit it otherwise, use tidelab train again.`,
  "run.net": () =>
    "expected the record of a classifier without gradients, received that of a net, or of nothing. Read the run of a net with readRun or loadRun.",
  "run.noClassifier": () =>
    "expected the fitted classifier beside run.json, received a folder without classifier.json. The run was half-copied: copy it again, or fit it again with tidelab train.",
  "run.classifierChanged": (p: { expected: string; received: string }) =>
    `expected the classifier that the run ended with (SHA-256 ${p.expected.slice(0, 12)}…), received another (${p.received.slice(0, 12)}…). The file was changed or replaced: restore it, or fit it again with tidelab train.`,
  "run.record": (p: { key: string; problem: RecordProblem; received: string; expected?: string }) =>
    `${recordProblems[p.problem](p)} The record was edited or damaged: restore it, or train again.`,
  "lrFind.range": (p: { from: number; to: number }) =>
    `expected two learning rates > 0, the first the smaller, received ${p.from} and ${p.to}. Try 1e-7 and 10.`,
  "lrFind.steps": (p: { least: number; received: number }) =>
    `expected a whole number of steps >= ${p.least}, received ${p.received}. Try 100.`,
  "run.gradients": (p: { key: string }) =>
    `expected the gradients that a run of this version recorded, received something else${p.key === "" ? "" : ` at ${p.key}`}. The file was changed, damaged or written by a newer Tidelab: restore it, or delete it to have no figures of gradients.`,
  "run.tensorMissing": (p: { tensor: string; shape: string }) =>
    `expected a tensor ${JSON.stringify(p.tensor)} of shape ${p.shape}, as the spec in run.json says, received none of that name. The weights belong to another model: restore those of this run.`,
  "run.tensorExtra": (p: { tensor: string; shape: string }) =>
    `expected only the tensors of the spec in run.json, received ${JSON.stringify(p.tensor)} of shape ${p.shape} as well. The weights belong to another model: restore those of this run.`,
  "run.tensorShape": (p: { tensor: string; expected: string; received: string }) =>
    `expected the tensor ${JSON.stringify(p.tensor)} of shape ${p.expected}, as the spec in run.json says, received ${p.received}. The weights belong to another model: restore those of this run.`,
  "run.weightsChanged": (p: { expected: string; received: string }) =>
    `expected the weights that the run ended with (SHA-256 ${p.expected.slice(0, 12)}…), received others (${p.received.slice(0, 12)}…). The file was changed or replaced: restore it, or train again.`,
  "run.snapshotChanged": (p: { epoch: number; expected: string; received: string }) =>
    `expected the weights that the run had after epoch ${p.epoch} (SHA-256 ${p.expected.slice(0, 12)}…), received others (${p.received.slice(0, 12)}…). The file was changed or replaced: restore it, or train again.`,
  "run.noSnapshots": (p: {
    problem: "schedule" | "early" | "file";
    schedule: string | undefined;
    cycle: number | undefined;
    done: number;
  }) =>
    p.problem === "schedule"
      ? `expected a run that was trained in cycles, with snapshots at their ends, received one with ${p.schedule === undefined ? "a constant learning rate" : `the schedule ${p.schedule}`}. Train again in cycles (--cycles 5, or training.schedule cosineRestarts in a spec), or leave snapshots out.`
      : p.problem === "early"
        ? `expected a run with a cycle that was completed, received one that ended after ${p.done} of the ${p.cycle} epochs of its first. Resume it if it was stopped, or leave snapshots out.`
        : "expected the snapshots beside run.json, received a folder without snapshots.safetensors. The run was half-copied: copy it again, or train again with the spec in run.json.",
  "run.fileChanged": (p: { expected: string | undefined; received: string }) =>
    p.expected === undefined
      ? "expected a run that recorded no gradients, as run.json says, received a file of some. Remove the file, or restore the folder."
      : `expected the file that run.json names (SHA-256 ${p.expected.slice(0, 12)}…), received another (${p.received.slice(0, 12)}…). The file was changed or replaced: restore it, or train again.`,
  "run.dataChanged": (p: { expected: string; received: string }) =>
    `expected the series that the run began with (SHA-256 ${p.expected}), received others (SHA-256 ${p.received}): the run cannot continue to the result that it would have had. Restore the data, or resume with the version of Tidelab that began it.`,
  "run.unfinished": (p: { folder: string }) =>
    `expected a run that has ended, received one that was interrupted before it did. Continue it with tidelab resume ${p.folder}.`,
  "run.ended": (p: { status: string }) =>
    `expected a run that was interrupted or stopped, received one that is ${p.status}: there is nothing to resume. If figures or reports are missing, tidelab figures draws them.`,
  "run.noCheckpoints": () =>
    "expected the folder of a run with checkpoints in it, received one without. Only runs that were interrupted or stopped have them; train again with the same spec.",

  // Checkpoints
  "checkpoint.none": (p: { count: number }) =>
    `expected a checkpoint to resume from, received ${p.count} that cannot be used. Train again.`,
  "checkpoint.damaged": () =>
    "expected a checkpoint whose content matches its own hash, received one that was cut off or changed.",
  "checkpoint.foreign": () => "expected a checkpoint of this run, received one of another run.",
  "checkpoint.start": () =>
    "expected what the run was started with (spec, numerics), received a file that was cut off or changed. Restore it, or train again.",

  // Links
  "link.cut": () =>
    "expected a link with its end, received one that was cut off or mistyped: its sum does not fit. Ask for it again, or copy all of it.",
  "link.newer": (p: { most: number; received: number }) =>
    `expected a link of version ${p.most}, received version ${p.received}. It was made by a newer Tidelab: update with npm install tidelab@latest.`,
  "link.long": (p: { most: number; received: number }) =>
    `expected a link of at most ${p.most} characters, received ${p.received}. Share the spec as a file.`,
  "link.content": () =>
    "expected a spec in the link, received something else. Ask for the link again, or share the spec as a file.",

  // The studio
  "studio.absent": () =>
    "expected the studio's files in the package, received none. Install the package again: npm install tidelab. In a clone of the repository: npm run build:studio.",
  "studio.port": (p: { port: number; reason: string }) =>
    `port ${p.port} cannot be used (${p.reason}): another program has it, or it needs rights. Choose another, or leave --port out for one that is free.`,
  "studio.portNumber": (p: { most: number; received: string }) =>
    `expected a port, a whole number up to ${p.most}, received ${p.received}. Leave --port out for one that is free.`,
  "studio.host": (p: { received: string }) =>
    `expected an address of this machine, received ${p.received}. Try 0.0.0.0 for all that it has, or leave --host out for this machine alone.`,

  // Verification
  "verify.report": () =>
    "expected a report that Tidelab wrote, with its record inside, received an HTML file without. Give the run's folder instead, or write the report again with tidelab figures.",
  "verify.kind": () =>
    "expected what was trained: the folder, name or id of a run, its report.html or report.md, the folder of a sweep or its report. Received another kind of file. To check a spec without training: tidelab check spec.",
  "verify.markdown": () =>
    "a Markdown report has no record inside, and there is no run.json beside it. Give the folder of the run or of the sweep instead.",
  "check.steps": (p: { most: number; received: string }) =>
    `expected a whole number of steps, 1 … ${p.most}, received ${p.received}.`,
  "verify.epochs": (p: { most: number; received: string }) =>
    `expected a whole number of epochs from 1 to ${p.most}, as the record has, received ${p.received}.`,

  // Command line
  "cli.unknownFlag": (p: { nearest: string | undefined; help: string }) =>
    `unknown flag. ${p.nearest ? `Did you mean ${p.nearest}?` : `See ${p.help}.`}`,
  "cli.unknownCommand": (p: { nearest: string | undefined; known: string }) =>
    `unknown command. ${p.nearest ? `Did you mean ${p.nearest}?` : `Expected one of ${p.known}.`}`,
  "cli.missingCommand": (p: { known: string; help: string }) =>
    `expected a command, received none. Give one of ${p.known}; see ${p.help}.`,
  "cli.missingArgument": (p: { example: string | undefined; help: string }) =>
    `missing. ${p.example ? `For example: ${p.example} ` : ""}(see ${p.help}).`,
  "cli.missingValue": (p: { help: string }) => `expected a value after it, received nothing. See ${p.help}.`,
  "cli.unexpectedValue": (p: { help: string }) => `takes no value. Leave out what follows =. See ${p.help}.`,
  "cli.emptyValue": () => "expected a value, received an empty text. Give one or leave the flag out.",
  "cli.excessArguments": (p: { received: string; help: string }) =>
    `too many arguments: did not expect ${p.received}. See ${p.help}.`,
  "cli.flagNeeds": (p: { needs: string }) => `has an effect only with ${p.needs}. Add that, or leave this out.`,
  "cli.splitValue": (p: { name: string; value: string }) =>
    `expected ${p.name} alone, received ${p.name}=${p.value}: only folds=5 and resample=3 take a number. Leave it out; shares can be given in a spec (docs/spec.md).`,
  "cli.lines": (p: { received: string }) =>
    `expected a whole number of lines, from 0 on, received ${p.received}. Count those above the table.`,
  "cli.flagsTogether": (p: { other: string; needs: string }) =>
    `makes no sense together with ${p.other}. Leave one of the two out; it belongs to ${p.needs}.`,
  "cli.threads": (p: { most: number; received: string }) =>
    `expected a whole number 1 … ${p.most}, or auto, received ${p.received}. The result does not depend on it: try auto.`,
  "cli.host": (p: { reason: string }) =>
    `the host could not provide the memory that this run needs (${p.reason}). Use fewer or shorter series, a smaller batch or a smaller model.`,
};

/** What can be wrong with an entry of `run.json`. */
const recordProblems = {
  missing: (p: RecordEntry) => `expected ${p.key === "" ? "a record" : p.key}, received nothing.`,
  unknown: (p: RecordEntry) => `expected only known keys, received ${p.key} (${p.received}).`,
  type: (p: RecordEntry) =>
    `expected ${expectedTypes[p.expected as keyof typeof expectedTypes] ?? p.expected}${p.key === "" ? "" : ` as ${p.key}`}, received ${p.received}.`,
  value: (p: RecordEntry) =>
    `expected another value of ${p.key}, received ${p.received}, which its schema does not allow.`,
  contradiction: (p: RecordEntry) => `expected ${p.key} to fit the rest of the record, received ${p.received}.`,
};
interface RecordEntry {
  key: string;
  received: string;
  expected?: string;
}
export type RecordProblem = keyof typeof recordProblems;

/** What can be wrong with a text that should be JSON; `received` is the token there. */
const jsonProblems = {
  empty: () => "expected JSON, received an empty text. Write at least {}.",
  end: () => 'expected more, but the text ends here. Close what is open: ", ] or }.',
  comment: () => "expected JSON, received a comment. JSON has none: remove it.",
  trailingComma: (received: string) =>
    `expected another entry after the comma, received ${received}. Remove the comma before it.`,
  key: (received: string) => `expected a key in double quotes, received ${received}. Write it as "key".`,
  value: (received: string) =>
    `expected a value ("text", a number, true, false, null, [ or {), received ${received}. Add the value.`,
  colon: (received: string) => `expected a colon between key and value, received ${received}. Add the colon.`,
  comma: (received: string) =>
    `expected a comma or the bracket that closes what is open, received ${received}. Add what is missing before it.`,
  trailing: (received: string) => `expected the end of the text, received ${received}. Remove what follows the value.`,
  string: () => "expected a closing double quote on the same line. Add it; write a line break inside text as \\n.",
  escape: () =>
    `expected one of \\" \\\\ \\/ \\b \\f \\n \\r \\t \\uXXXX after a backslash in this text. Write a backslash as \\\\.`,
  control: () => "expected no control characters in this text. Write a tab as \\t.",
  number: (received: string) => `expected a complete number, received ${received}. Write it like 1, 0.5 or 1e-3.`,
  symbol: (received: string) =>
    `expected JSON, received ${received}. Put text and keys in double quotes; write numbers like 0.5; the only bare words are true, false and null.`,
};
export type JsonProblem = keyof typeof jsonProblems;
