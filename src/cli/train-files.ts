/**
 * A spec from files of time series and flags, for `tidelab train`: reads the files, chooses what the user left open, says what was
 * read and chosen and how to say it otherwise, and saves the spec if asked to.
 */

import { basename, dirname, extname } from "node:path";
import { METHODS, type MethodName } from "../classical/settings.ts";
import { canStratify } from "../data/files/default-spec.ts";
import { joinTables } from "../data/files/join-tables.ts";
import { planOf } from "../data/files/plan-training.ts";
import { groupFound } from "../data/files/reading-flags.ts";
import type { SeriesFiles } from "../data/kinds/kind.ts";
import { TidelabError } from "../errors/errors.ts";
import { seriesFilesIn } from "../node/series-files.ts";
import { type ClassicalSpec, isClassicalSpec, parseClassicalSpec } from "../runs/classical/spec.ts";
import { portableName } from "../runs/file-names.ts";
import type { FilesSpec } from "../spec/files.ts";
import { nearest } from "../spec/nearest.ts";
import { parseSpec } from "../spec/parse.ts";
import type { Spec, SpecInput, TrainingInput } from "../spec/spec.ts";
import { type PresetName, presets } from "../zoo/index.ts";
import { checkClassicalFlags, methodNamed } from "./classical-model.ts";
import { atDataFlag, dataOf, hintColumns, splitWithGroups, type TrainFlags } from "./data-flags.ts";
import { fromCurrentFolder, fromFolder } from "./data-paths.ts";
import { cyclesOf, numberOf } from "./lab-flags.ts";
import { checkNewFile, writeNewFile } from "./new-file.ts";
import { readDocument } from "./spec-file.ts";
import type { Terminal } from "./terminal/terminal.ts";
import { showChoices, showClassicalChoices, showDataFiles, showReading } from "./views/data-files.ts";

/** A spec of a net, or of a classifier without gradients. */
export type FoundSpec = Found &
  (
    | { readonly spec: Spec; readonly classical?: undefined }
    | { readonly classical: ClassicalSpec; readonly spec?: undefined }
  );

interface Found {
  /** Has the files in memory. */
  readonly files: SeriesFiles;
  relocate(error: unknown): unknown;
}

/**
 * @param file  a file of series, beside those of `--data`; undefined where only these are given
 * @throws TidelabError for files, flags or series that do not fit, at the flag to change
 */
export async function specOfData(file: string | undefined, flags: TrainFlags, terminal: Terminal): Promise<FoundSpec> {
  const paths = [file ?? [], flags.data ?? []].flat();
  const [first] = paths;
  if (first === undefined) throw new TidelabError("train.nothing", undefined, "<file>");
  if (flags.saveSpec !== undefined) await checkNewFile(flags.saveSpec);
  const base = flags.model !== undefined && isFile(flags.model) ? await readBase(flags.model, terminal) : undefined;
  const classifier = classifierOf(flags.model, base);
  if (classifier !== undefined) checkClassicalFlags(flags, classifier.method);
  const asked = base === undefined && classifier === undefined ? presetOf(flags.model) : undefined;
  const files = seriesFilesIn(".", { keep: true });
  try {
    const given = {
      name: flags.name ?? nameOf(first),
      ...(flags.seed !== undefined && { seed: numberOf(flags.seed) as number }),
      ...(flags.numerics !== undefined && { numerics: flags.numerics as "auto" }),
      data: dataOf(flags, file === undefined ? [] : [file]),
    };
    // Refuses what is wrong with the flags before any file is read.
    const said = splitWithGroups(flags);
    const draft = parseSpec({ ...given, ...(said && { split: said }), model: ANY_MODEL });
    const tables = await files.tables(draft.data as FilesSpec);
    showReading(tables, terminal);
    const joined = joinTables(tables, draft.data as FilesSpec);
    // A column that is merely found does not go before the split of a spec that the user gives.
    const group = base?.split === undefined ? groupFound(tables) : flags.group;
    const split = splitWithGroups(flags, group);
    showDataFiles(tables, joined, group, terminal);
    if (classifier !== undefined) {
      const stratify = canStratify(joined, draft.seed);
      const usual = joined.series.some(({ set }) => set === "test") ? undefined : { stratify };
      const { numerics: _, ...own } = given as { numerics?: string };
      const input = { ...base, ...own, split: withoutVal(split ?? base?.split ?? usual), classifier };
      const classical = parseClassicalSpec(input);
      showClassicalChoices(classical, { group, stratify: usual === undefined || stratify }, flags, terminal);
      if (flags.saveSpec !== undefined) await saveSpec(flags.saveSpec, input, terminal);
      return { classical, files, relocate: atDataFlag };
    }
    const training = trainingOf(flags);
    const plan = planOf(tables, joined, { ...given, split, training, model: asked } as never);
    const { choices } = plan;
    const input = base
      ? { ...base, ...given, ...(split && { split }), training: { ...base.training, ...training } }
      : plan.spec;
    const spec = parseSpec(input);
    if (base === undefined) showChoices(spec, { ...choices, group }, flags, terminal);
    if (flags.saveSpec !== undefined) await saveSpec(flags.saveSpec, input, terminal);
    return { spec, files, relocate: atDataFlag };
  } catch (error) {
    hintColumns(error, flags, terminal);
    throw atDataFlag(error);
  }
}

/** The method that `--model` names, or the classifier of the spec that it names; undefined for a net. */
function classifierOf(
  model: string | undefined,
  base: object | undefined,
): ({ readonly method: MethodName } & Record<string, unknown>) | undefined {
  if (base !== undefined) {
    // A method that is none is refused with the rest of the spec.
    return isClassicalSpec(base) ? (base as { classifier: { method: MethodName } }).classifier : undefined;
  }
  const method = model === undefined ? undefined : methodNamed(model);
  return method && { method };
}

/** A split that holds nothing back. */
function withoutVal(split: object | undefined): object {
  return { ...split, val: "train" };
}

/** In place of the model, which is chosen after the files are read: the flags are checked before. */
const ANY_MODEL = { layers: [{ layer: "last" }] };

/** Flags that a spec has instead. @throws TidelabError `train.specHas` */
export function checkOnlySpec(flags: TrainFlags): void {
  const { name: _, numerics: __, out: ___, threads: ____, figures: _____, device: ______, ...others } = flags;
  const [first] = Object.entries(others).flatMap(([key, value]) => (value === undefined ? [] : [key]));
  if (first === undefined) return;
  const flag = `--${first.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
  throw new TidelabError("train.specHas", undefined, flag);
}

async function readBase(file: string, terminal: Terminal): Promise<SpecInput> {
  const { value } = await readDocument(file, terminal.messages.specFile, "spec");
  return fromCurrentFolder(value, dirname(file)) as SpecInput;
}

function isFile(model: string): boolean {
  return extname(model).toLowerCase() === ".json" || /[\\/]/.test(model);
}

function presetOf(name: string | undefined): PresetName | undefined {
  if (name === undefined) return undefined;
  const names = Object.keys(presets) as PresetName[];
  const found = names.find((known) => known === name);
  if (found !== undefined) return found;
  const known = [...names, ...METHODS];
  const close = name.toLowerCase() === "rocket" ? "mini-rocket" : nearest(name, known);
  const params = { received: name, nearest: close, known: known.join(", ") };
  throw new TidelabError("train.model", params, "--model");
}

/** `GunPoint` of `data/GunPoint_TRAIN.tsv`. */
function nameOf(path: string): string {
  const name = basename(path)
    .replace(/\.gz$/i, "")
    .replace(/\.[^.]*$/, "")
    .replace(/_TRAIN$/i, "")
    .replaceAll("*", "");
  const clean = name.replaceAll(/[^\p{L}\p{N}._-]+/gu, "-").replace(/^[^\p{L}\p{N}]+/u, "");
  return portableName(clean.slice(0, 80) || "run");
}

/** Texts that are no numbers are passed on, for the schema to refuse. */
function trainingOf({ epochs, batch, lr, patience, cycles }: TrainFlags): TrainingInput {
  const values = {
    epochs: numberOf(epochs),
    batchSize: numberOf(batch),
    lr: numberOf(lr),
    earlyStopping: patience === undefined ? undefined : { patience: numberOf(patience) },
    schedule: cycles === undefined ? undefined : cyclesOf(cycles),
  };
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as TrainingInput;
}

async function saveSpec(path: string, spec: object, terminal: Terminal): Promise<void> {
  const saved = fromFolder(spec, dirname(path));
  await writeNewFile(
    path,
    `${JSON.stringify({ ...("model" in spec && { $schema: "tidelab/spec.schema.json" }), ...(saved as object) }, undefined, 2)}\n`,
  );
  terminal.info(terminal.messages.specSaved({ path }));
}
