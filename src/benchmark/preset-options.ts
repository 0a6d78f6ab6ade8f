/**
 * Schemas of the options that a suite gives a preset: of JSON, where no type keeps a misspelt key or a list of another length from
 * being passed over. What the options do is said where each preset is (`src/zoo/`).
 */
import * as v from "valibot";
import { joinErrors, TidelabError } from "../errors/errors.ts";
import { parseAll } from "../spec/parse.ts";
import { count, object, shareBelow1 } from "../spec/values.ts";
import type { CnnOptions } from "../zoo/cnn.ts";
import type { ConvTranOptions } from "../zoo/conv-tran.ts";
import type { FcnOptions } from "../zoo/fcn.ts";
import type { InceptionTimeOptions } from "../zoo/inception-time.ts";
import type { LiteOptions } from "../zoo/lite.ts";
import type { MlpOptions } from "../zoo/mlp.ts";
import type { PresetName } from "../zoo/presets.ts";
import type { RecurrentOptions } from "../zoo/recurrent.ts";
import type { RecurrentFcnOptions } from "../zoo/recurrent-fcn.ts";
import type { ResnetOptions } from "../zoo/resnet.ts";
import type { TcnOptions } from "../zoo/tcn.ts";
import type { TransformerOptions } from "../zoo/transformer.ts";

const number = v.optional(count);
const dropout = v.optional(shareBelow1);
const flag = v.optional(v.boolean());
const counts = v.optional(v.pipe(v.array(count), v.minLength(1)));

/** What depends on the data, or is the preset itself: a suite does not say it. */
type Given = "cell" | "classes" | "inChannels" | "length";

/** A schema for every option that the function of a preset has, and for no other: the type check says where they drift apart. */
const optionsOf = <Options>(entries: { readonly [Key in Exclude<keyof Options, Given>]-?: v.GenericSchema }) =>
  object(entries);

const recurrent = optionsOf<RecurrentOptions>({
  hiddenSize: number,
  numLayers: number,
  bidirectional: flag,
  dropout,
  pooling: v.optional(v.picklist(["attention", "last", "final", "mean", "max"])),
});
const recurrentFcn = optionsOf<RecurrentFcnOptions>({
  hiddenSize: number,
  dropout,
  dimensionShuffle: flag,
  channels: counts,
  kernelSizes: counts,
  squeezeExcite: flag,
});

const OPTIONS = {
  lstm: recurrent,
  gru: recurrent,
  rnn: recurrent,
  cnn: optionsOf<CnnOptions>({ channels: counts, kernelSizes: counts }),
  mlp: optionsOf<MlpOptions>({
    hiddenSizes: counts,
    dropouts: v.optional(v.pipe(v.array(shareBelow1), v.minLength(1))),
  }),
  fcn: optionsOf<FcnOptions>({ channels: counts, kernelSizes: counts }),
  resnet: optionsOf<ResnetOptions>({ channels: counts, kernelSizes: counts }),
  "inception-time": optionsOf<InceptionTimeOptions>({
    depth: number,
    filters: number,
    kernelSizes: counts,
    bottleneck: number,
    residualEvery: number,
  }),
  "lstm-fcn": recurrentFcn,
  "gru-fcn": recurrentFcn,
  "alstm-fcn": recurrentFcn,
  lite: optionsOf<LiteOptions>({ filters: number, kernelSize: v.optional(v.pipe(count, v.minValue(4))) }),
  tcn: optionsOf<TcnOptions>({ channels: counts, kernelSize: number, dropout }),
  transformer: optionsOf<TransformerOptions>({
    modelSize: number,
    heads: number,
    depth: number,
    feedForward: number,
    dropout,
  }),
  "conv-tran": optionsOf<ConvTranOptions>({
    modelSize: number,
    heads: number,
    feedForward: number,
    kernelSize: number,
    dropout,
  }),
} satisfies Record<PresetName, v.GenericSchema>;

type Lists = Readonly<Record<string, unknown>>;

/**
 * Lists that are read side by side: an entry too many would be passed over, and one too few be a default that nobody chose. Gives the list,
 * how many entries it must have, and what they belong to.
 */
type Pairing = (options: Lists) => readonly [list: string, wanted: number, each: string];

const kernels: Pairing = ({ channels }) => ["kernelSizes", lengthOf(channels, 3), "channels"];

const PAIRED: Partial<Record<PresetName, Pairing>> = {
  cnn: kernels,
  fcn: kernels,
  "lstm-fcn": kernels,
  "gru-fcn": kernels,
  "alstm-fcn": kernels,
  mlp: ({ hiddenSizes }) => ["dropouts", lengthOf(hiddenSizes, 3) + 1, "hiddenSizes + 1"],
};

function lengthOf(list: unknown, otherwise: number): number {
  return Array.isArray(list) ? list.length : otherwise;
}

/**
 * Checks the options of a preset.
 * @param at  where they are in the suite
 * @throws TidelabError `spec.…` for what its schema refuses, `benchmark.paired` for lists whose lengths do not belong together
 */
export function checkPresetOptions(preset: PresetName, options: Lists, at: readonly string[]): void {
  const { errors } = parseAll(OPTIONS[preset] as v.GenericSchema, options, at);
  if (errors) throw joinErrors(errors as [TidelabError, ...TidelabError[]]);
  const [list, wanted, each] = PAIRED[preset]?.(options) ?? ["", 0, ""];
  const received = lengthOf(options[list], wanted);
  if (received === wanted) return;
  throw new TidelabError("benchmark.paired", { wanted, each, received }, [...at, list].join("."));
}
