/**
 * The flags of `tidelab lab` and the spec that they make. Flags are only carried over: what a value must be is the spec's
 * business, and an error of the spec is shown at the flag that the value came from.
 */
import { TidelabError } from "../errors/errors.ts";
import { nearest } from "../spec/nearest.ts";
import { parseSpec } from "../spec/parse.ts";
import type { Spec } from "../spec/spec.ts";
import { cnn, type Pooling, type RecurrentOptions, recurrent } from "../zoo/index.ts";
import type { CliMessages } from "./messages/en.ts";

export type FlagKey = keyof CliMessages["flags"];

export interface Flag {
  /** As commander names the option; also the key of its text. */
  readonly key: FlagKey;
  readonly flag: `--${string}`;
  /** The placeholder of its value in the help; none for a switch. */
  readonly value?: string;
  readonly group: keyof CliMessages["groups"];
  /** Where in the spec it goes, if it is one value there. */
  readonly path?: string;
  /** As shown; the value itself is the spec's. */
  readonly default?: string;
}

/** In the order of the help. `--threads`, `--device`, `--out` and `--no-figures` are no part of a spec. */
export const LAB_FLAGS: readonly Flag[] = [
  { key: "samples", flag: "--samples", value: "<n>", group: "data", path: "data.samples", default: "1200" },
  { key: "length", flag: "--length", value: "<n>", group: "data", path: "data.length", default: "200" },
  { key: "noise", flag: "--noise", value: "<x>", group: "data", path: "data.noise", default: "0.15" },
  { key: "model", flag: "--model", value: "<kind>", group: "model", default: "recurrent" },
  { key: "cell", flag: "--cell", value: "<kind>", group: "model", default: "lstm" },
  { key: "hidden", flag: "--hidden", value: "<n>", group: "model", path: "model.layers[0].hiddenSize", default: "64" },
  { key: "layers", flag: "--layers", value: "<n>", group: "model", path: "model.layers[0].numLayers", default: "2" },
  { key: "unidirectional", flag: "--unidirectional", group: "model", path: "model.layers[0].bidirectional" },
  { key: "dropout", flag: "--dropout", value: "<p>", group: "model", path: "model.layers[0].dropout", default: "0.3" },
  { key: "pooling", flag: "--pooling", value: "<kind>", group: "model", default: "attention" },
  { key: "epochs", flag: "--epochs", value: "<n>", group: "training", path: "training.epochs", default: "20" },
  { key: "batch", flag: "--batch", value: "<n>", group: "training", path: "training.batchSize", default: "32" },
  {
    key: "optimizer",
    flag: "--optimizer",
    value: "<kind>",
    group: "training",
    path: "training.optimizer",
    default: "adam",
  },
  { key: "lr", flag: "--lr", value: "<x>", group: "training", path: "training.lr", default: "0.001" },
  { key: "schedule", flag: "--schedule", value: "<kind>", group: "training" },
  { key: "warmup", flag: "--warmup", value: "<n>", group: "training", path: "training.schedule.warmup" },
  { key: "cycles", flag: "--cycles", value: "<n>", group: "training", path: "training.schedule.cycles" },
  { key: "weightDecay", flag: "--weight-decay", value: "<x>", group: "training", path: "training.weightDecay" },
  {
    key: "clipNorm",
    flag: "--clip-norm",
    value: "<x>",
    group: "training",
    path: "training.clipGradNorm",
    default: "0",
  },
  {
    key: "clipValue",
    flag: "--clip-value",
    value: "<x>",
    group: "training",
    path: "training.clipGradValue",
    default: "0",
  },
  {
    key: "accumulate",
    flag: "--accumulate",
    value: "<n>",
    group: "training",
    path: "training.accumulate",
    default: "1",
  },
  { key: "patience", flag: "--patience", value: "<n>", group: "training", path: "training.earlyStopping.patience" },
  { key: "restoreBest", flag: "--restore-best", group: "training", path: "training.restoreBest" },
  {
    key: "gradientsEvery",
    flag: "--gradients-every",
    value: "<n>",
    group: "training",
    path: "training.record.gradientsEvery",
    default: "20",
  },
  { key: "seed", flag: "--seed", value: "<n>", group: "training", path: "seed", default: "7" },
  { key: "name", flag: "--name", value: "<text>", group: "run", path: "name", default: "lab" },
  { key: "out", flag: "--out", value: "<folder>", group: "run" },
  { key: "threads", flag: "--threads", value: "<n>", group: "run" },
  { key: "device", flag: "--device", value: "<kind>", group: "run" },
  { key: "numerics", flag: "--numerics", value: "<kind>", group: "run", path: "numerics", default: "auto" },
  { key: "figures", flag: "--no-figures", group: "run" },
];

/** Those that `train` has as well, where they go before what the spec says. */
export const RUN_FLAGS: readonly Flag[] = LAB_FLAGS.filter(({ group }) => group === "run").map(
  ({ default: _, ...flag }) => flag,
);

/** What was typed: texts, and switches. Absent flags are absent. */
export type FlagValues = Partial<Record<Exclude<FlagKey, Switch>, string>> & Partial<Record<Switch, boolean>>;
/** `figures` is true unless `--no-figures` is given. */
type Switch = "unidirectional" | "restoreBest" | "figures";

const KINDS = ["recurrent", "cnn"];
const CELLS = ["lstm", "gru", "rnn"];
/** Those that need nothing more to be said, but `--cycles`; the others are a spec's. */
const SCHEDULES = ["cosine", "cosineRestarts", "oneCycle", "reduceOnPlateau"];
const RESTARTS = "cosineRestarts";
const SCHEDULE_RESTARTS = `--schedule ${RESTARTS}`;
const POOLINGS = ["attention", "last", "final", "mean", "max"];
const RECURRENT_ONLY = ["cell", "hidden", "layers", "unidirectional", "dropout", "pooling"] as const;

/**
 * The spec of the lab with these flags.
 * @throws TidelabError with the flag as its path
 */
export function labSpec(flags: FlagValues): Spec {
  const kind = choose(flags.model, KINDS, "--model") ?? "recurrent";
  const input = {
    name: flags.name ?? "lab",
    seed: numberOf(flags.seed),
    numerics: flags.numerics,
    data: {
      kind: "waves",
      samples: numberOf(flags.samples),
      length: numberOf(flags.length),
      noise: numberOf(flags.noise),
    },
    model: kind === "cnn" ? cnnModel(flags) : recurrentModel(flags),
    training: {
      epochs: numberOf(flags.epochs),
      batchSize: numberOf(flags.batch),
      optimizer: flags.optimizer,
      lr: numberOf(flags.lr),
      schedule: scheduleOf(flags),
      accumulate: numberOf(flags.accumulate),
      earlyStopping: flags.patience === undefined ? undefined : { patience: numberOf(flags.patience) },
      restoreBest: flags.restoreBest,
      record: { gradientsEvery: numberOf(flags.gradientsEvery) },
      weightDecay: numberOf(flags.weightDecay),
      clipGradNorm: numberOf(flags.clipNorm),
      clipGradValue: numberOf(flags.clipValue),
    },
  };
  try {
    return parseSpec(input);
  } catch (error) {
    throw atLabFlag(error);
  }
}

function scheduleOf(flags: FlagValues): unknown {
  const kind = choose(flags.schedule, SCHEDULES, "--schedule");
  if (flags.cycles !== undefined) {
    if (kind !== undefined && kind !== RESTARTS) {
      throw new TidelabError(
        "cli.flagsTogether",
        { other: `--schedule ${kind}`, needs: SCHEDULE_RESTARTS },
        "--cycles",
      );
    }
    if (flags.warmup === undefined) return cyclesOf(flags.cycles);
    throw new TidelabError("cli.flagsTogether", { other: "--cycles", needs: "--schedule cosine" }, "--warmup");
  }
  if (kind === RESTARTS) throw new TidelabError("cli.flagNeeds", { needs: "--cycles 5" }, SCHEDULE_RESTARTS);
  if (flags.warmup === undefined) return kind === undefined ? undefined : { kind };
  if (kind === "cosine") return { kind, warmup: numberOf(flags.warmup) };
  if (kind === undefined) throw new TidelabError("cli.flagNeeds", { needs: "--schedule cosine" }, "--warmup");
  const other = `--schedule ${kind}`;
  throw new TidelabError("cli.flagsTogether", { other, needs: "--schedule cosine" }, "--warmup");
}

/** The schedule that `--cycles` asks for. */
export function cyclesOf(typed: string): unknown {
  return { kind: RESTARTS, cycles: numberOf(typed) };
}

function cnnModel(flags: FlagValues): unknown {
  for (const key of RECURRENT_ONLY) {
    if (flags[key] === undefined) continue;
    const flag = LAB_FLAGS.find((known) => known.key === key)?.flag;
    throw new TidelabError("cli.flagsTogether", { other: "--model cnn", needs: "--model recurrent" }, flag);
  }
  return cnn();
}

function recurrentModel(flags: FlagValues): unknown {
  // Texts that are no numbers are passed on, for the schema to refuse: this is why the cast is needed.
  const options = {
    cell: choose(flags.cell, CELLS, "--cell"),
    pooling: choose(flags.pooling, POOLINGS, "--pooling") as Pooling | undefined,
    hiddenSize: numberOf(flags.hidden),
    numLayers: numberOf(flags.layers),
    bidirectional: flags.unidirectional !== true,
  } as RecurrentOptions;
  const { layers } = recurrent(options);
  const dropout = numberOf(flags.dropout);
  // Given with one layer it has no effect, but must be a dropout all the same.
  return {
    layers: layers.map((layer, index) => (index === 0 && dropout !== undefined ? { ...layer, dropout } : layer)),
  };
}

const NUMBER = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?$/i;

/** What was typed, as a number if it is one. */
export function numberOf(text: string | undefined): number | string | undefined {
  return text !== undefined && NUMBER.test(text) ? Number(text) : text;
}

/** @throws TidelabError `spec.choice`: the same text as for choices within a spec */
export function choose(value: string | undefined, values: readonly string[], flag: string): string | undefined {
  if (value === undefined || values.includes(value)) return value;
  const params = { values: values.join(", "), received: JSON.stringify(value), nearest: nearest(value, values) };
  throw new TidelabError("spec.choice", params, flag);
}

/** An error of the lab's spec or its run, at the flag that caused it; other errors stay as they are. */
export function atLabFlag(error: unknown): unknown {
  if (!(error instanceof TidelabError)) return error;
  return error.moved((one) => {
    const { path } = one;
    return (path !== undefined && LAB_FLAGS.find((known) => known.path === path)?.flag) || flagOfCode(one);
  });
}

/** Errors that arise only from several values together: which of them to change. */
function flagOfCode(error: TidelabError): string | undefined {
  switch (error.code) {
    case "data.emptySplit":
    case "data.wavesSamples":
      return "--samples";
    case "data.wavesScale":
      return error.params && "largest" in error.params && error.params.largest === 0 ? "--length" : "--noise";
    case "shape.tooShort":
      return "--length";
    case "training.batchNorm":
      return "--batch";
    case "numerics.unavailable":
      return "--numerics";
    default:
      return undefined;
  }
}

/** The default of the value at a path, a flag or a place in a spec (`lab.json:3:9: training.lr`). */
export function defaultAt(path: string): string | undefined {
  const key = path.split(": ").at(-1);
  // The lab's model is no default of a spec, nor is its name.
  const isSpecs = ({ group, key: name }: Flag) => group !== "model" && name !== "name";
  const found = LAB_FLAGS.find((known) => known.flag === key || (known.path === key && isSpecs(known)));
  return found?.default;
}
