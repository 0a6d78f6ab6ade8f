/**
 * A run from its spec to its record: data, model, training, test. It writes nothing and runs anywhere; `folder.ts` saves
 * what it leaves.
 */

import { seriesCount } from "../data/dataset.ts";
import { dataKindOf } from "../data/kinds/index.ts";
import type { DataFile, LoadOptions, SeriesEstimate, SeriesFiles } from "../data/kinds/kind.ts";
import { type LoadedData, loadData } from "../data/load.ts";
import { estimateData } from "../data/memory.ts";
import type { Device, Numerics, ProcessorReason } from "../engine/device.ts";
import { checkThreadCount, countShards, dropWorkers, startWorkers } from "../engine/devices.ts";
import { joinErrors, TidelabError } from "../errors/errors.ts";
import type { Evaluation } from "../inference/answers.ts";
import { checkSpecMemory } from "../model/memory.ts";
import { compile, type Model, stateDict } from "../model/model.ts";
import { findNotices, type Notice } from "../model/notices.ts";
import { type LayerSummary, summarize } from "../model/summary.ts";
import { weightsSha256 } from "../model/weights-hash.ts";
import { checkParsed } from "../spec/parse.ts";
import type { Spec } from "../spec/spec.ts";
import { findProblems } from "../train/check-training.ts";
import type { TrainControl } from "../train/edits.ts";
import type { GradientLog, Snapshot, TrainEvent, TrainingState, TrainOutcome } from "../train/records.ts";
import { train } from "../train/train.ts";
import { describeEnvironment } from "./environment.ts";
import { type InputExamples, inputExamples } from "./input-examples.ts";
import { formatRecord, parseRecord, preparationSha256, type RunRecord } from "./record.ts";
import { sourceRecord } from "./source-record.ts";
import { testRecord } from "./test-record.ts";

/** How a run runs; what it computes is in its spec. */
export interface RunOptions {
  threads?: number;
  /** Where it is computed: on the processor unless given. `tidelab/webgpu` has another; the results do not depend on it. */
  device?: Device | undefined;
  /** Ends the run after the current batch. */
  signal?: AbortSignal;
  /** Epochs from one `checkpoint` event to the next; 0, the default, for none. */
  checkpointEvery?: number;
  /** Changes it while it trains; what was changed is in the record's spec. */
  control?: TrainControl | undefined;
  /** Resumes another run of the same spec. */
  resume?: TrainingState;
  /** The build of the kernels, in place of what the spec says. */
  numerics?: Numerics;
  /** Weights of another run of the same model to begin with; fresh ones unless given. */
  initial?: InitialWeights;
  /** Hash of the series that the run must have: those of the run that it resumes. */
  dataSha256?: string;
  /** Reads the files that the spec names. */
  files?: SeriesFiles | undefined;
  /** Files that a record of the run names: others in their places are refused. */
  expectedFiles?: readonly DataFile[] | undefined;
  /** When the run began, in ISO 8601; now unless given. */
  startedAt?: string;
  /** Milliseconds, for the seconds in the history; `performance.now` unless given. A host that pauses between steps leaves out its pauses. */
  now?: () => number;
}

/** Where the first weights come from, when they are not drawn from the seed. */
export interface InitialWeights {
  /** Id of the run, as the store knows it. */
  readonly run: string;
  readonly weightsSha256: string;
  /** Not needed by a run that is resumed: its state has the weights. */
  readonly model?: Model;
}

/** What is kept of it: enough to know that the seed alone does not give this run. */
export function originOf({ run, weightsSha256 }: InitialWeights): Omit<InitialWeights, "model"> {
  return { run, weightsSha256 };
}

/** Before training: what will run. */
export interface PreparedEvent {
  readonly type: "prepared";
  readonly numerics: Numerics;
  readonly threads: number;
  /** The GPU that it runs on; undefined where that is the processor. */
  readonly device: string | undefined;
  /** Why that is the processor, where the choice was left to Tidelab. */
  readonly deviceReason: ProcessorReason | undefined;
  readonly spec: Spec;
  readonly data: LoadedData;
  readonly model: Model;
  readonly layers: readonly LayerSummary[];
  /** What is valid in the spec but hardly intended. */
  readonly notices: readonly Notice[];
}

/** What happens in a run, in order: `prepared`, then the events of training. */
export type RunEvent = PreparedEvent | TrainEvent;

/** What a run leaves. */
export interface FinishedRun {
  readonly record: RunRecord;
  readonly model: Model;
  readonly data: LoadedData;
  /** Of the test series. */
  readonly evaluation: Evaluation;
  /** A series of each class before and after the transforms; undefined for a spec without transforms. */
  readonly inputs: InputExamples | undefined;
  /** What was recorded of the gradients; undefined where nothing is. */
  readonly gradients: GradientLog | undefined;
  /** Weights at the end of each cycle of the learning rate; none without the schedule `cosineRestarts`. */
  readonly snapshots: readonly Snapshot[];
}

/**
 * Runs a spec, as `parseSpec` gives it.
 * @throws TidelabError `spec.raw` for a spec that was not parsed; for data, shapes or options that do not fit, or series that are not those of `dataSha256`;
 *   `memory.estimate` before anything else
 * @example
 * ```ts
 * import { models, parseSpec, runSpec } from "tidelab/node";
 *
 * const spec = parseSpec({ data: { kind: "waves", samples: 40, length: 20 }, model: models.cnn({ channels: [4] }), training: { epochs: 2 } });
 * const run = runSpec(spec);
 * let next = await run.next();
 * for (; !next.done; next = await run.next()) {
 *   // Here an event: `prepared`, `step`, `epoch` …
 * }
 * console.log(next.value.record.history.length, next.value.record.status); // 2 finished
 * ```
 */
export async function* runSpec(spec: Spec, options: RunOptions = {}): AsyncGenerator<RunEvent, FinishedRun> {
  const { threads = 1 } = options;
  checkParsed(spec, ["name", "seed", "numerics", "data", "split", "transforms", "model", "training"]);
  checkThreadCount(threads);
  checkSpecMemory(spec);
  // They load while this thread makes the data.
  startWorkers(Math.min(threads, countShards(spec.training.batchSize)) - 1);
  try {
    return yield* runWith(spec, options);
  } finally {
    dropWorkers();
  }
}

async function* runWith(spec: Spec, options: RunOptions): AsyncGenerator<RunEvent, FinishedRun> {
  const { startedAt = new Date().toISOString(), initial, dataSha256, files, expectedFiles, ...trainOptions } = options;
  const loading = { files, expected: expectedFiles };
  const { data, model } = await prepare(spec, loading);
  if (dataSha256 !== undefined && dataSha256 !== data.sha256) {
    throw new TidelabError("run.dataChanged", { expected: dataSha256, received: data.sha256 }, "data");
  }
  const { length, channels, classNames } = data.train;
  if (initial?.model) begin(model, initial.model);
  const layers = summarize(model.graph);
  let outcome: TrainOutcome | undefined;
  let isLost = false;
  for await (const event of train(model, data, spec.training, { numerics: spec.numerics, ...trainOptions })) {
    if (event.type === "start") {
      const { numerics, threads } = event;
      const notices = findNotices({ model, training: spec.training, data, stratify: isStratified(spec.split) });
      const device = options.device?.describe?.();
      const deviceReason = options.device?.whyProcessor?.();
      yield { type: "prepared", numerics, threads, device, deviceReason, spec, data, model, layers, notices };
    }
    yield event;
    if (event.type === "done") outcome = event.outcome;
    if (event.type === "deviceLost") isLost = true;
  }
  if (outcome?.test === undefined) throw new Error("training ended without a test");
  const {
    status,
    steps,
    history,
    selection,
    gradients,
    test: evaluation,
    divergence,
    snapshots,
    numerics,
    threads,
  } = outcome;
  const prepared = {
    length,
    channels,
    classNames: [...classNames],
    scale: data.scale,
    ...transformRecord(data),
  };
  const built: RunRecord = {
    version: 1,
    name: spec.name,
    status,
    startedAt,
    ...(initial && { initial: originOf(initial) }),
    spec: outcome.edits.length > 0 ? { ...spec, training: { ...spec.training, edits: [...outcome.edits] } } : spec,
    seed: spec.seed,
    numerics,
    threads,
    data: {
      train: seriesCount(data.train),
      val: seriesCount(data.val),
      test: seriesCount(data.test),
      ...prepared,
      sha256: data.sha256,
      preparationSha256: preparationSha256(prepared),
      ...(data.source && { source: sourceRecord(data.source) }),
    },
    model: {
      parameterCount: model.graph.parameterCount,
      layers: layers.map(({ name, layer, outputShape, parameterCount }) => {
        return { name, layer, outputShape: [...outputShape], parameterCount };
      }),
    },
    steps,
    history: [...history],
    selection: selection ?? null,
    test: Number.isFinite(evaluation.loss) ? testRecord(evaluation, data.test) : null,
    divergence: divergence
      ? { ...divergence, loss: String(divergence.loss), gradNorms: [...divergence.gradNorms] }
      : null,
    weightsSha256: weightsSha256(model),
    environment: await describeEnvironment(options.device, isLost),
  };
  // As reading the file gives it, to the order of its keys: a report that is made now is the one that verifying makes.
  const record = parseRecord(formatRecord(built), "run.json");
  return { record, model, data, evaluation, inputs: inputExamples(spec, data), gradients, snapshots };
}

/** Makes data and model. @throws TidelabError with everything that is wrong with either of them, or with the training's options */
async function prepare(spec: Spec, loading: LoadOptions): Promise<{ data: LoadedData; model: Model }> {
  const problems: TidelabError[] = [];
  const attempt = async <Made>(work: () => Made | Promise<Made>): Promise<Made | undefined> => {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof TidelabError)) throw error;
      problems.push(error);
      return undefined;
    }
  };
  const data = await attempt(() => loadData(spec, loading));
  // Where there are no data, the model is checked against what the spec says of them.
  const known = dataKindOf(spec.data).estimate(spec.data);
  const estimate = known ?? (data && shapeOf(data));
  if (estimate === undefined) throw joinErrors(problems as [TidelabError, ...TidelabError[]]); // the data were refused
  if (data && !known) checkSpecMemory(spec, data.all);
  const { length, channels } = data?.train ?? estimateData(estimate, spec.transforms);
  const classes = data?.train.classNames.length ?? estimate.classes;
  const model = await attempt(() => compile(spec.model, { length, channels, classes, seed: spec.seed }));
  if (data && model) return { data, model };
  const count = data?.train.count ?? Math.floor(estimate.count * ("kind" in spec.split ? 1 : spec.split.train));
  problems.push(...findProblems(spec.training, classes, count));
  throw joinErrors(problems as [TidelabError, ...TidelabError[]]); // one of the two was refused
}

function shapeOf({ all: { count, length, channels, classNames } }: LoadedData): SeriesEstimate {
  return { count, shortest: length, length, channels, classes: classNames.length };
}

/** Whether each set has the classes of the whole, as far as the split sees to it. */
function isStratified(split: Spec["split"]): boolean {
  return "kind" in split ? split.kind === "resample" || split.kind === "folds" : split.stratify === true;
}

/** Copies weights and statistics. @throws TidelabError `fork.model` when the other model has other parameters */
function begin(model: Model, from: Model): void {
  const shapes = (of: Model) => [...stateDict(of)].map(([name, { shape }]) => `${name}[${shape.join(", ")}]`);
  const [wanted, given] = [shapes(model), shapes(from)];
  const different = wanted.find((tensor, index) => tensor !== given[index]) ?? given[wanted.length];
  if (different !== undefined) throw new TidelabError("fork.model", { tensor: different }, "model");
  model.parameters.set(from.parameters);
  model.states.set(from.states);
}

/** What the transforms learnt, and how many windows they cut; nothing for a spec without transforms. */
function transformRecord({ train, val, test, fitted }: LoadedData): Pick<RunRecord["data"], "fitted" | "windows"> {
  const learnt = fitted.map((one) => one && { offset: [...one.offset], divisor: [...one.divisor] });
  return {
    ...(fitted.length > 0 && { fitted: learnt }),
    ...(train.windows && { windows: { train: train.count, val: val.count, test: test.count } }),
  };
}
