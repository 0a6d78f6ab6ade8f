/**
 * A sweep's result from runs that were made one by one: runs whose specs differ in nothing but seed and name are one arm,
 * and what differs between arms are the axes. Anything may have been varied, so nothing is known of what was planned.
 */

import { flopsOfModel } from "../model/flops.ts";
import type { RunRecord } from "../runs/record.ts";
import { leavesOf, parsePath, valueAt } from "../spec/paths.ts";
import { failureOf, type SweepArm, type SweepResult } from "./result.ts";

/**
 * The result of a sweep, of runs that were made one by one.
 * @param runs  in the order that the arms should have; of two runs of one arm and seed the first counts, and the others are counted
 * @example
 * ```ts
 * import { loadRun } from "tidelab/node";
 * import { groupRuns } from "tidelab/sweep";
 *
 * const { arms, axes } = groupRuns("mine", [(await loadRun("runs/mine")).record, (await loadRun("runs/other")).record]);
 * console.log(arms.length, axes.map(({ path }) => path)); // 2 [ 'training.lr', 'training.record.gradientsEvery' ]
 * ```
 */
export function groupRuns(name: string, runs: readonly RunRecord[]): SweepResult {
  const groups = new Map<string, RunRecord[]>();
  const repeated = { count: 0, differing: 0 };
  for (const run of runs) {
    const key = JSON.stringify(settingsOf(run));
    const group = groups.get(key) ?? [];
    const counted = group.find(({ seed }) => seed === run.seed);
    if (counted === undefined) groups.set(key, [...group, run]);
    else {
      repeated.count += 1;
      if (counted.weightsSha256 !== run.weightsSha256) repeated.differing += 1;
    }
  }
  const specs = [...groups.values()].flatMap(([first]) => (first ? [settingsOf(first)] : []));
  const paths = differingPaths(specs);
  const arms = [...groups.values()].map((group, index) => makeArm(group, paths, specs[index], index));
  const axes = paths.map((path) => {
    const values = new Map(arms.map(({ settings }) => [JSON.stringify(settings[path]), settings[path]]));
    return { path, values: [...values.values()] };
  });
  const seeds = [...new Set(runs.map(({ seed }) => seed))].sort((a, b) => a - b);
  return { name, axes, arms, seeds, ...(repeated.count > 0 && { repeated }) };
}

type Settings = Record<string, unknown>;

function settingsOf({ spec }: RunRecord): Settings {
  const { $schema: _, name: __, seed: ___, ...settings } = spec;
  return settings;
}

function makeArm(group: readonly RunRecord[], paths: readonly string[], spec: unknown, index: number): SweepArm {
  const bySeed = [...group].sort((a, b) => a.seed - b.seed);
  const finished = bySeed.filter(({ status }) => status === "finished");
  const [first] = finished;
  return {
    id: `arm-${index + 1}`,
    settings: Object.fromEntries(paths.map((path) => [path, valueAt(spec, parsePath(path) ?? [])])),
    runs: finished,
    flops: first && flopsOfModel(first.spec.model, first.data),
    failures: bySeed.flatMap((run) => {
      const failure = failureOf(run, "stopped");
      return failure === undefined ? [] : [{ seed: run.seed, ...failure }];
    }),
  };
}

/** Paths of single settings that not all specs agree on. Models of other layers differ as a whole, not key by key. */
function differingPaths(specs: readonly Settings[]): string[] {
  const kinds = new Set(specs.map(({ model }) => JSON.stringify(layerKinds(model))));
  const leaves = specs.map(settingsByPath);
  const paths = [...new Set(leaves.flatMap((entries) => [...entries.keys()]))];
  const differing = paths.filter((path) => new Set(leaves.map((entries) => entries.get(path))).size > 1);
  if (kinds.size <= 1) return differing;
  return ["model", ...differing.filter((path) => !path.startsWith("model."))];
}

function layerKinds(model: unknown): unknown {
  const layers = (model as { layers?: { layer?: string }[] } | undefined)?.layers ?? [];
  return layers.map(({ layer }) => layer);
}

/** Everything that is no object or list, as JSON, by its path: `training.lr`, `model.layers[0].hiddenSize`. */
function settingsByPath(spec: Settings): Map<string, string> {
  const single = [...leavesOf(spec)].filter(([, value]) => value === null || typeof value !== "object");
  return new Map(single.flatMap(([path, value]) => (value === undefined ? [] : [[path, JSON.stringify(value)]])));
}
