// What each command prints with `--json`, as Valibot schemas: `write-schema.mjs` makes schema/outputs.schema.json of them, one
// definition a command. No command reads them: test/project/outputs.test.ts holds them against what commands print.
import * as v from "valibot";
import { object, record, share, whole } from "../dist/spec/values.js";

const string = v.string();
const strings = v.array(string);
/** JSON has no NaN and no infinities: they are null. */
const loss = v.nullable(v.number());
const describe = (schema, description) => v.pipe(schema, v.description(description));

const problem = { code: v.nullable(string), path: v.nullable(string), message: string };
const error = object({ error: object({ ...problem, problems: v.optional(v.array(object(problem))) }) });

/**
 * @param {any} recordSchema  of the run of a net
 * @param {any} classicalRecordSchema  of the run of a classifier without gradients
 */
export function outputSchemas(recordSchema, classicalRecordSchema) {
  const { spec, data, model, history, selection, divergence, environment, numerics, initial } = recordSchema.entries;
  const test = recordSchema.entries.test.wrapped;
  const epoch = history.item;
  const settings = describe(record(), "Axis to value.");

  const training = describe(
    object({ ...recordSchema.entries, folder: describe(string, "Where the run is saved.") }),
    "The record of the run, as in run.json, and its folder.",
  );
  const fitting = describe(
    object({ ...classicalRecordSchema.entries, folder: describe(string, "Where the run is saved.") }),
    "The record of a classifier without gradients, as in run.json, and its folder.",
  );
  const anySpec = v.union([spec, classicalRecordSchema.entries.spec]);
  const number = v.nullable(v.number());
  const storedEntries = {
    id: string,
    name: string,
    status: v.picklist(["finished", "stopped", "diverged"]),
    startedAt: string,
    folder: string,
    seed: whole,
    numerics: string,
    parameters: whole,
    epochs: describe(whole, "Epochs that were completed."),
    bestEpoch: v.nullable(whole),
    bestValLoss: number,
    bestValAccuracy: number,
    trainLoss: number,
    valLoss: number,
    trainAccuracy: number,
    valAccuracy: number,
    testLoss: number,
    testAccuracy: number,
    seconds: v.number(),
    weightsSha256: string,
    spec: anySpec,
    parent: describe(v.nullable(string), "Id of the run that this one was forked from."),
    changes: describe(v.nullable(record()), "What the fork changed: path in the spec to value."),
    deletedAt: describe(v.nullable(string), "When the run was moved to the trash."),
    tags: strings,
    notes: v.array(object({ at: string, text: string })),
  };
  const run = describe(object(storedEntries), "A run as the store lists it.");
  const verdict = {
    path: string,
    verified: v.boolean(),
    weightsSha256: string,
    result: v.picklist(["same", "different", "stopped"]),
    epochs: describe(whole, "Epochs that were trained again and compared."),
    of: describe(whole, "Epochs of the record."),
    epoch: describe(v.optional(whole), "The first epoch that differs."),
    differences: v.array(
      object({
        path: describe(string, "In the record: history[2].trainLoss."),
        recorded: v.optional(v.unknown()),
        found: v.optional(v.unknown()),
      }),
    ),
    report: v.optional(object({ result: v.picklist(["same", "different", "otherVersion"]), line: v.optional(whole) })),
    files: v.optional(
      v.array(
        object({
          file: string,
          result: v.picklist(["same", "different", "missing", "otherRun", "unfinished", "edited", "unreadable"]),
        }),
      ),
    ),
    recorded: environment,
    here: v.optional(environment),
  };
  const optional = Object.fromEntries(
    Object.entries(verdict).map(([key, schema]) => [key, schema.type === "optional" ? schema : v.optional(schema)]),
  );
  const { path, result, differences, files, recorded, here } = verdict;
  const refitted = {
    path,
    verified: v.boolean(),
    classifierSha256: describe(string, "Of the file with the fitted classifier."),
    result,
    differences,
    files,
    recorded,
    here,
  };
  const verification = v.union([
    object(verdict),
    describe(object(refitted), "Of a classifier without gradients."),
    object({
      verified: v.boolean(),
      runs: v.array(
        v.union([
          object({ ...optional, name: string, verified: v.boolean() }),
          object({ ...refitted, name: string, verified: v.boolean() }),
        ]),
      ),
    }),
    describe(
      object({
        verified: v.boolean(),
        submissions: v.array(
          v.union([
            object({ file: string, verified: v.literal(false), error: object({ code: string, message: string }) }),
            object({
              ...{ file: string, verified: v.boolean(), name: string, number: string },
              assignment: describe(string, "Its id."),
              manifest: object({ changed: strings, missing: strings, extra: strings }),
              report: v.picklist(["same", "edited", "otherRuns", "none"]),
              missing: v.array(record()),
              nowhere: describe(v.array(record()), "Places that answers point at and that no submitted run has."),
              strangers: describe(strings, "Runs that are none of the assignment."),
              broken: v.array(object({ run: string, path: string, expected: string, received: v.optional(string) })),
              expected: describe(
                v.optional(v.array(object({ run: string, weights: v.picklist(["same", "other", "otherNumerics"]) }))),
                "Against the weights of the teacher's own run, where the assignment has them.",
              ),
              runs: v.array(
                object({
                  name: string,
                  result: v.picklist(["same", "different", "otherNumerics", "unreadable", "stopped"]),
                  epochs: describe(whole, "Epochs that are equal to the bit."),
                  of: whole,
                  epoch: describe(v.optional(whole), "The first that differs."),
                  differences: v.array(record()),
                  sameWeights: v.boolean(),
                  error: v.optional(object({ code: string, message: string })),
                }),
              ),
            }),
          ]),
        ),
        hints: describe(v.array(record()), "Reasons to look, not verdicts."),
      }),
      "Of submissions (.tidelab).",
    ),
  ]);
  const build = object({ version: string, kernels: string, numerics: v.picklist(["fused", "portable"]) });
  const alarmSide = object({ host: string, build, value: string });
  const queuedSweep = describe(
    object({
      name: string,
      state: v.picklist(["open", "paused", "cancelled", "done"]),
      owner: describe(string, "Host and folder of the command that collects the results."),
      priority: v.number(),
      jobs: object({ waiting: whole, running: whole, saved: whole, failed: describe(whole, "Parked with an error.") }),
      running: v.array(object({ arm: string, seed: whole, host: string, epoch: v.nullable(whole) })),
      parked: v.array(
        object({
          arm: string,
          seed: whole,
          failure: object({ message: string, code: v.optional(string), reason: v.optional(string) }),
        }),
      ),
      alarms: describe(
        v.array(object({ sweep: string, arm: string, seed: whole, what: string, first: alarmSide, second: alarmSide })),
        "Two runs of one job that gave other bits.",
      ),
      perMinute: describe(v.number(), "Runs that were saved in the last ten minutes, per minute."),
    }),
    "A sweep in the queue.",
  );
  const steered = (jobs) => v.union([object({ name: string, action: string, jobs: describe(whole, jobs) }), error]);
  const sweepResult = object({
    name: string,
    folder: string,
    ended: v.picklist(["done", "stopped", "maxRuns", "budget"]),
    left: describe(whole, "Runs that are still to be run."),
    report: describe(strings, "Files of the report."),
    axes: v.array(object({ path: string, values: v.array(v.unknown()), sets: v.optional(strings) })),
    seeds: v.array(whole),
    arms: v.array(
      object({
        id: string,
        settings,
        runs: v.array(
          object({
            id: string,
            folder: string,
            seed: whole,
            parameters: whole,
            lastEpoch: v.optional(epoch),
            bestEpoch: v.optional(epoch),
            testedEpoch: v.optional(whole),
            test: v.nullable(object({ loss: v.number(), accuracy: share })),
            weightsSha256: string,
          }),
        ),
        failures: v.array(
          object({
            seed: whole,
            reason: v.picklist(["diverged", "pruned", "stopped", "invalid", "failed"]),
            message: string,
            epoch: v.optional(whole),
            step: v.optional(whole),
            exit: v.optional(object({ code: v.nullable(v.number()), signal: v.nullable(string), said: string })),
          }),
        ),
        missing: describe(v.array(whole), "Seeds that are still to be run."),
      }),
    ),
  });
  const count = object({ added: whole, known: whole });
  const refused = (where) => v.array(object({ ...where, code: string, message: string }));
  const line = v.union([
    object({
      tidelab: v.literal("run"),
      version: whole,
      folder: string,
      deletedAt: v.nullable(string),
      about: object({
        parent: v.nullable(string),
        changes: v.nullable(record()),
        notes: v.array(object({ at: string, text: string })),
        tags: strings,
      }),
      artifacts: v.array(object({ path: string, bytes: whole, sha256: string })),
      record: v.union([recordSchema, classicalRecordSchema]),
    }),
    object({
      tidelab: v.literal("sweep"),
      version: whole,
      folder: string,
      name: string,
      definition: record(),
      arms: v.array(object({ id: string, settings })),
      runs: v.array(
        object({
          arm: string,
          seed: whole,
          run: v.nullable(string),
          failure: v.nullable(string),
          reason: v.nullable(v.picklist(["diverged", "pruned", "stopped", "invalid", "failed"])),
        }),
      ),
    }),
  ]);
  const figure = object({
    dataset: string,
    model: string,
    mean: describe(v.number(), "Percent."),
    sd: describe(number, "Percent."),
    runs: v.nullable(whole),
    source: string,
    protocol: string,
    unlike: describe(
      v.nullable(v.picklist(["split", "epoch", "ensemble", "changed", "unknownSplit", "unknownEpoch"])),
      "Why it may not be compared with ours.",
    ),
    difference: describe(number, "Ours less the published mean, in percentage points, where they may be compared."),
  });
  const benchmarkResult = object({
    name: string,
    folder: string,
    seeds: v.array(whole),
    rows: v.array(
      object({
        dataset: string,
        model: string,
        protocol: object({
          split: v.picklist(["archive", "resamples", "other"]),
          epoch: v.picklist(["trainLoss", "validation", "last", "test", "none"]),
        }),
        planned: describe(whole, "Runs that there are to be."),
        runs: v.array(object({ seed: whole, accuracy: share, folder: string })),
        failures: v.array(object({ seed: whole, message: string })),
        mean: describe(number, "Percent."),
        sd: describe(number, "Percent, of a sample."),
        published: v.array(figure),
      }),
    ),
    left: describe(whole, "Runs that are still to be run."),
    report: describe(strings, "Files of the table."),
  });
  const benchmarkVerification = object({
    name: string,
    folder: string,
    verified: describe(strings, "Folders of the records."),
    different: v.array(object({ folder: string, keys: describe(strings, "Of the record, that differ.") })),
  });
  // Parts first, then a definition a command.
  const parts = {
    spec,
    data,
    model,
    history,
    selection,
    divergence,
    environment,
    test,
    epoch,
    run,
    training,
    sweepResult,
    benchmarkResult,
    benchmarkVerification,
    error,
  };
  const commands = {
    lab: v.lazy(() => training),
    train: v.union([v.lazy(() => training), fitting]),
    resume: v.lazy(() => training),
    fork: v.lazy(() => training),
    "lr-find": object({
      points: v.array(object({ lr: v.number(), loss, smoothed: loss })),
      end: v.picklist(["finished", "diverged", "stopped"]),
      steepest: number,
      minimumTenth: number,
      suggestion: number,
      folder: string,
      files: strings,
    }),
    verify: verification,
    "data-info": object({
      files: v.array(
        object({
          set: v.picklist(["train", "val", "test"]),
          name: string,
          bytes: whole,
          sha256: string,
          series: whole,
          reading: describe(record(), "How the file was read: what the flags say, and what was found."),
          sampling: v.optional(record()),
          skipped: describe(
            v.optional(object({ count: whole, first: v.array(object({ path: string, code: string })) })),
            "Series that could not be read and were left out (--on-error skip).",
          ),
        }),
      ),
      channelNames: v.nullable(strings),
      series: whole,
      sets: object({ train: whole, val: whole, test: whole }),
      lengths: object({ shortest: whole, median: whole, longest: whole }),
      channels: v.array(
        object({
          mean: v.number(),
          deviation: v.number(),
          min: v.number(),
          max: v.number(),
          missing: whole,
          constant: describe(whole, "Series in which the channel does not change."),
          outliers: describe(whole, "Series with a value more than eight deviations from the mean."),
        }),
      ),
      classes: v.array(object({ name: string, train: whole, val: whole, test: whole })),
      unlabelled: describe(whole, "Series without a class."),
      imbalance: describe(v.number(), "Series of the largest class for one of the smallest."),
      missing: whole,
      duplicates: object({ within: whole, across: whole }),
      suggestions: object({
        normalise: v.picklist(["series", "channel"]),
        window: v.nullable(whole),
        classWeights: v.boolean(),
      }),
      fault: describe(
        v.nullable(object({ code: string, path: v.nullable(string), message: string })),
        "Why no model can be trained on the series as they are: no classes, or only one. null where one can.",
      ),
    }),
    "data-check": object({
      apart: describe(v.boolean(), "Whether no leak was found."),
      sets: object({ train: whole, val: whole, test: whole }),
      leaks: v.array(
        object({
          kind: v.picklist(["identical", "near", "overlap", "group", "id"]),
          sets: strings,
          count: whole,
          first: describe(strings, "Two places in files, or a group or a name."),
        }),
      ),
      skipped: describe(strings, "What was not looked for because there is too much of it."),
    }),
    "data-plot": object({ output: string }),
    "data-convert": object({
      output: string,
      format: v.picklist(["csv-wide", "csv-long", "ts", "jsonl", "npy", "npz"]),
      series: whole,
      losses: strings,
    }),
    "check-spec": object({
      valid: v.literal(true),
      notices: v.array(object({ code: string, path: string, params: record(), text: string })),
      parameterCount: whole,
      memory: object({
        bytes: describe(whole, "In all, estimated."),
        engine: describe(whole, "Of them, of the main thread's WebAssembly memory."),
      }),
    }),
    "check-padding": object({
      series: whole,
      shortest: whole,
      longest: whole,
      steps: describe(whole, "Steps of padding that were added."),
      batch: whole,
      differences: v.array(object({ name: string, difference: loss })),
      passed: v.boolean(),
      cut: describe(v.boolean(), "Whether series of one length were cut to several."),
    }),
    evaluate: object({
      folder: string,
      split: v.picklist(["train", "val", "test"]),
      ...test.entries,
      loss,
      numerics,
      dataSha256: describe(
        v.optional(object({ recorded: string, found: string })),
        "Where the series are others than those of the record: their hash there, and now.",
      ),
      sameAsRecord: describe(v.optional(v.boolean()), "Of the test series: whether the record says the same."),
      lossCompared: v.optional(v.boolean()),
    }),
    predict: object({
      folder: describe(string, "Of the run, or of the first of several."),
      folders: describe(v.optional(strings), "Of all runs, where probabilities of several are averaged."),
      snapshots: describe(
        v.optional(whole),
        "With --snapshots: how many snapshots were averaged, of all runs together.",
      ),
      input: string,
      output: v.optional(string),
      classNames: strings,
      accuracy: describe(v.optional(share), "By the labels of the file."),
      series: v.array(
        object({
          series: string,
          length: whole,
          label: v.optional(string),
          predicted: string,
          probabilities: describe(
            v.optional(v.record(string, share)),
            "Class to probability; absent of a classifier without gradients, which has none.",
          ),
        }),
      ),
    }),
    figures: object({ folder: string, files: strings }),
    devices: object({
      devices: v.array(
        object({
          device: v.picklist(["cpu", "gpu"]),
          name: v.optional(string),
          numerics: describe(v.array(v.picklist(["fused", "portable"])), "Builds whose bits it gives."),
          threads: v.optional(whole),
          software: describe(v.optional(v.boolean()), "Whether it is a GPU imitated in software."),
          problem: describe(v.optional(string), "Why it cannot be used."),
        }),
      ),
    }),
    studio: object({
      url: describe(string, "With the token, and the spec where one was given."),
      port: whole,
      token: describe(v.nullable(string), "Needed by every browser; null where only this machine can ask."),
    }),
    report: object({ files: strings, runs: whole, arms: v.array(object({ id: string, settings })) }),
    compare: object({
      runs: v.array(object({ ...storedEntries, initial })),
      differences: v.array(
        object({ path: string, values: describe(v.array(v.unknown()), "One a run; null for none.") }),
      ),
    }),
    sweep: v.union([sweepResult, error]),
    "sweep-status": v.union([
      queuedSweep,
      describe(v.array(queuedSweep), "Without a name: all that are in the queue."),
      error,
    ]),
    "sweep-pause": steered("Jobs that wait."),
    "sweep-resume": steered("Jobs that may be taken again."),
    "sweep-cancel": steered("Jobs that were taken out."),
    "sweep-retry": steered("Jobs that are tried again."),
    "sweep-workers": v.union([
      v.array(
        object({
          id: string,
          host: string,
          pid: whole,
          build,
          tags: strings,
          slots: describe(whole, "Runs at a time."),
          state: v.picklist(["working", "draining", "gone", "lost"]),
          done: describe(whole, "Runs that it has saved."),
          running: whole,
          silent: describe(v.number(), "Seconds since it was last heard of."),
        }),
      ),
      error,
    ]),
    worker: v.union([
      object({ saved: describe(whole, "Runs that it saved.") }),
      describe(object({ store: string, tags: strings }), "With --setup."),
      error,
    ]),
    exercise: v.union([sweepResult, error, describe(v.array(v.union([sweepResult, error])), "Of the task all.")]),
    benchmark: v.union([benchmarkResult, describe(benchmarkVerification, "With --verify."), error]),
    runs: v.array(run),
    "runs-note": v.lazy(() => run),
    "runs-tag": v.lazy(() => run),
    "runs-untag": v.lazy(() => run),
    "runs-rm": v.array(object({ id: string, from: string, to: v.optional(string) })),
    "runs-restore": v.array(object({ id: string, folder: string })),
    "runs-pull": v.union([object({ id: string, folder: string, files: strings }), error]),
    "runs-gc": v.union([object({ files: whole, bytes: whole, dryRun: v.boolean() }), error]),
    "runs-export": v.union([
      describe(v.array(line), "Without --output."),
      describe(object({ path: string, lines: whole }), "With --output."),
    ]),
    "runs-import": object({ runs: count, sweeps: count, skipped: refused({ line: whole }) }),
    "runs-rebuild": object({
      added: describe(strings, "Folders of the runs."),
      sweeps: describe(strings, "Folders of the sweeps."),
      refused: refused({ folder: string }),
      withoutAbout: describe(strings, "Folders of runs whose notes, tags and parent could not be read."),
    }),
  };
  return { parts, commands: Object.fromEntries(Object.entries(commands).map(orError)) };

  /** Whatever a command prints, it may fail before. */
  function orError([name, schema]) {
    const kinds = schema.type === "union" ? schema.options : [schema];
    return [name, kinds.includes(error) ? schema : v.union([...kinds, error])];
  }
}
