/**
 * The jobs of a suite: some for classifiers without gradients, and one sweep for all nets, with an arm for each data set and model. Reads the
 * series, since presets depend on their shape; trains nothing.
 */
import { join } from "node:path";
import { type EpochRule, type Protocol, splitRuleOf } from "../../benchmark/protocol.ts";
import type { Suite, SuiteDataset, SuiteModel } from "../../benchmark/suite.ts";
import { canonical } from "../../bytes/canonical.ts";
import { type ClassifierSettings, resolveSettings } from "../../classical/settings.ts";
import type { SeriesHashes } from "../../data/files/changed-files.ts";
import type { SeriesFiles } from "../../data/kinds/kind.ts";
import { loadData } from "../../data/load.ts";
import { TidelabError } from "../../errors/errors.ts";
import { portableName } from "../../runs/file-names.ts";
import { makeArms } from "../../sweep/arms.ts";
import { type CheckedArm, checkArm } from "../../sweep/check.ts";
import type { SweepDefinition } from "../../sweep/definition.ts";
import { type PresetName, presets } from "../../zoo/presets.ts";
import type { SweepPlan } from "../sweeps/jobs.ts";
import type { ClassicalJob } from "./classical-run.ts";

/** A row of the table: a model on a data set. */
export interface PlannedRow {
  readonly dataset: string;
  readonly model: string;
  readonly seeds: readonly number[];
  readonly publishedDatasets: readonly string[];
  readonly publishedModels: readonly string[];
  readonly protocol: Protocol;
  /** Of a model without gradients. */
  readonly jobs?: readonly ClassicalJob[];
  /** Of a net: its choice on the sweep's axis. */
  readonly arm?: string;
}

export interface BenchmarkPlan {
  readonly rows: readonly PlannedRow[];
  readonly nets: BenchmarkNets;
  /** Folder of the sweep. */
  readonly sweepFolder: string;
}

export interface BenchmarkNets {
  /** The sweep, but for its folder; undefined where there is no net to train. */
  readonly plan: Omit<SweepPlan, "folder"> | undefined;
  /** Choices that cannot be compiled for their data, with the reason in English. */
  readonly refused: readonly { readonly arm: string; readonly message: string }[];
}

/** Axis of the sweep: its choices are the rows. */
export const ROW_AXIS = "row";

/** @throws TidelabError what loading the series throws */
export async function planBenchmark(suite: Suite, folder: string, files: SeriesFiles): Promise<BenchmarkPlan> {
  const rows: PlannedRow[] = [];
  const options: Record<string, Record<string, unknown>> = {};
  // Two pairs of names may give the same text.
  const [folders, arms] = [new Set<string>(), new Set<string>()];
  for (const [dataset, source] of suite.datasets) {
    const shape = await shapeOf(source, suite.seeds[0] ?? 0, files);
    for (const [model, entry] of suite.models) {
      const split = splitRuleOf(source.split, hasTestFiles(source));
      const row = (epoch: EpochRule) => ({
        dataset,
        model,
        publishedDatasets: source.published ?? [dataset],
        publishedModels: entry.published,
        protocol: { split, epoch, isEnsemble: false, isChanged: isChanged(entry, model) },
      });
      if (entry.kind === "classical") {
        const seeds = seedsOf(suite.seeds, source, "seed" in entry.settings);
        const own = join(folder, "classical", unique(portableName(`${dataset}_${model}`), folders));
        const jobs = seeds.map((seed): ClassicalJob => {
          const { series } = shape;
          return { dataset, model, seed, source, settings: entry.settings, series, folder: join(own, `seed-${seed}`) };
        });
        rows.push({ ...row("none"), seeds, jobs });
        continue;
      }
      const arm = unique(`${dataset} ${model}`, arms);
      const net = netOf(entry, source, shape);
      options[arm] = { data: source.data, split: source.split, ...net };
      rows.push({ ...row(epochRuleOf(net.training, source)), seeds: suite.seeds, arm });
    }
  }
  return { rows, nets: await checkNets(suite, options, files), sweepFolder: join(folder, "nets") };
}

/** The sweep of the nets that their data allow. One that cannot be compiled has failed, and does not keep the others from being run. */
async function checkNets(
  { name, seeds }: Suite,
  options: Readonly<Record<string, Record<string, unknown>>>,
  files: SeriesFiles,
): Promise<BenchmarkNets> {
  const good: Record<string, Record<string, unknown>> = {};
  const checked: CheckedArm[] = [];
  const refused: { arm: string; message: string }[] = [];
  for (const [arm, spec] of Object.entries(options)) {
    const found = await checkArm({ base: spec }, { id: arm, settings: {}, changes: {} }, seeds[0] ?? 0, files);
    if (found instanceof TidelabError) {
      refused.push({ arm, message: found.message });
      continue;
    }
    good[arm] = spec;
    checked.push(found);
  }
  const [base] = Object.values(good);
  if (base === undefined) return { plan: undefined, refused };
  const definition: SweepDefinition = {
    name,
    base,
    axes: [{ name: ROW_AXIS, options: good }],
    search: { kind: "grid", arms: checked.length, seed: 0 },
    seeds: [...seeds],
  };
  // Every choice sets all of a spec that is not the same for all, so that an arm's spec is that of its choice alone.
  const arms = makeArms(definition).map((arm, i) => ({ ...checked[i]!, ...arm }));
  return { plan: { definition, arms, seeds }, refused };
}

interface LoadedShape {
  readonly length: number;
  readonly channels: number;
  readonly classes: number;
  /** Series to train on. */
  readonly trained: number;
  /** Of series from files. */
  readonly series: SeriesHashes | undefined;
}

async function shapeOf(
  { data, split, transforms }: SuiteDataset,
  seed: number,
  files: SeriesFiles,
): Promise<LoadedShape> {
  const { train, sha256, source } = await loadData({ data, split, transforms, seed }, { files });
  const { length, channels, classNames, count: trained } = train;
  return { length, channels, classes: classNames.length, trained, series: source && { sha256, files: source.files } };
}

/** The part of a net's spec that is not data. */
function netOf(
  model: Exclude<SuiteModel, { kind: "classical" }>,
  { transforms }: SuiteDataset,
  { trained, series: _, ...shape }: LoadedShape,
): Record<string, unknown> {
  if (model.kind === "spec") {
    const { model: layers, training, transforms: own } = model.spec;
    return { model: layers, training: training ?? {}, transforms: own ?? transforms };
  }
  const preset = presets[model.preset as PresetName];
  return {
    model: preset.model(shape, model.options),
    // As published: the epoch of the lowest loss, not the last one.
    training: { ...preset.training(trained), restoreBest: true, ...model.training },
    transforms,
  };
}

function hasTestFiles({ data }: SuiteDataset): boolean {
  return data.kind === "files" && data.test !== undefined;
}

/**
 * The seeds that give different runs of a method on a data set: one where none of it is drawn, and of folds that the seeds go through each
 * once. A fold that is tested again would count as another run, and make the spread look smaller.
 * @param draws  whether the method draws anything
 */
export function seedsOf(
  seeds: readonly number[],
  { data, split, transforms }: SuiteDataset,
  draws: boolean,
): readonly number[] {
  if (draws || data.kind !== "files" || transforms.length > 0) return seeds;
  if ("kind" in split && split.kind === "folds" && split.fold === "seed" && split.val === "train") {
    const folds = split.folds * split.repeats;
    return seeds.filter((seed, at) => seeds.findIndex((other) => other % folds === seed % folds) === at);
  }
  return isFixedSplit(split, hasTestFiles({ data, split, transforms })) ? seeds.slice(0, 1) : seeds;
}

function isFixedSplit(split: SuiteDataset["split"], hasTest: boolean): boolean {
  if (Object.values(split).includes("seed")) return false;
  if (!("kind" in split)) return hasTest && split.val === "train";
  return split.kind === "time" || (split.kind !== "groups" && split.val === "train");
}

/**
 * Which epoch of a net is tested. The loss over validation series that are the training series is a training loss.
 * @param input  the training of its spec, as it will be parsed
 */
function epochRuleOf(input: unknown, { split }: SuiteDataset): EpochRule {
  const { restoreBest = false, monitor = "valLoss" } = (input ?? {}) as { restoreBest?: boolean; monitor?: string };
  if (!restoreBest) return "last";
  return monitor === "trainLoss" || split.val === "train" ? "trainLoss" : "validation";
}

/**
 * Whether a model is another one than was published: a preset or a method with settings of the suite's own, or a spec that nobody has said to
 * be a published model.
 */
function isChanged(model: SuiteModel, name: string): boolean {
  if (model.kind === "preset") return Object.keys(model.options).length + Object.keys(model.training).length > 0;
  if (model.kind === "spec") return model.published.length === 1 && model.published[0] === name;
  const { method } = model.settings;
  return canonical(model.settings) !== canonical(resolveSettings({ method } as ClassifierSettings));
}

/** A name that no other has yet, and which is taken from now on. */
function unique(name: string, taken: Set<string>): string {
  let own = name;
  for (let number = 2; taken.has(own.toLowerCase()); number++) own = `${name}-${number}`;
  taken.add(own.toLowerCase());
  return own;
}
