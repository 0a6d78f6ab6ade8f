/** What must fit between a training's options, its model and its data; schemas see each of them alone. */
import type { TimeSeriesDataset } from "../data/dataset.ts";
import { joinErrors, TidelabError } from "../errors/errors.ts";
import { buildGraph, flatten } from "../model/graph.ts";
import { checkModelMemory } from "../model/memory.ts";
import type { Model } from "../model/model.ts";
import type { TrainingSpec } from "../spec/spec.ts";

/**
 * @param train  the training series
 * @returns the options as they are
 * @throws TidelabError with the path of the option, or of the layer, that does not fit, and all others in its `others`
 */
export function checkTraining(spec: TrainingSpec, model: Model, train: TimeSeriesDataset): TrainingSpec {
  const { count, length, lengths } = train;
  const { classes } = model;
  const { batchSize } = spec;
  checkModelMemory(model.spec, train, Math.min(batchSize, count));
  const problems = findProblems(spec, classes, count);
  // One value a channel has no variance: PyTorch refuses it too.
  const lastBatch = count % batchSize || batchSize;
  const shortest = lengths?.reduce((least, steps) => Math.min(least, steps), length) ?? length;
  const { nodes } = lengths
    ? buildGraph(model.spec, { length: shortest, channels: train.channels }, classes)
    : model.graph;
  for (const node of flatten(nodes)) {
    if (node.spec.layer === "batchNorm" && (node.input.time ?? 1) * (node.spec.sharedBy ?? 1) * lastBatch < 2) {
      problems.push(new TidelabError("training.batchNorm", { count, batchSize }, node.path) as TidelabError);
    }
  }
  const [first, ...others] = problems;
  if (first) throw joinErrors([first, ...others]);
  return spec;
}

/** Options with the class weights as numbers: what the engine takes. */
export interface WeightedTraining extends Omit<TrainingSpec, "classWeights"> {
  readonly classWeights: number[] | undefined;
}

/**
 * `balanced` as numbers: N / (K · series of the class), as scikit-learn's `compute_class_weight`.
 * @param train  the training series, or windows
 * @throws TidelabError `training.noSeries` for a class without training series
 */
export function withClassWeights(
  spec: TrainingSpec,
  { labels, count, classNames }: Pick<TimeSeriesDataset, "labels" | "count" | "classNames">,
): WeightedTraining {
  if (spec.classWeights !== "balanced") return { ...spec, classWeights: spec.classWeights };
  const counts = classNames.map(() => 0);
  for (const label of labels) counts[label]!++; // labels are indices into the names
  const empty = counts.indexOf(0);
  if (empty >= 0)
    throw new TidelabError("training.noSeries", { name: classNames[empty] ?? "" }, "training.classWeights");
  return { ...spec, classWeights: counts.map((own) => count / (counts.length * own)) };
}

/** Options that do not go with each other, the classes or the number of training series. */
export function findProblems(spec: TrainingSpec, classes: number, count: number): TidelabError[] {
  const { classWeights, schedule, epochs } = spec;
  const problems: TidelabError<
    "model.classWeights" | "training.nesterov" | "training.warmup" | "training.cycles" | "training.edits"
  >[] = [];
  if (classWeights && classWeights !== "balanced" && classWeights.length !== classes) {
    const params = { classes, received: classWeights.length };
    problems.push(new TidelabError("model.classWeights", params, "training.classWeights"));
  }
  if (spec.nesterov && spec.momentum === 0) {
    problems.push(new TidelabError("training.nesterov", {}, "training.nesterov"));
  }
  if (schedule?.kind === "cosine") {
    const all = schedule.per === "step" ? epochs * stepsPerEpoch(spec, count) : epochs;
    const params = { per: schedule.per, all, received: schedule.warmup };
    if (schedule.warmup >= all) problems.push(new TidelabError("training.warmup", params, "training.schedule.warmup"));
  }
  if (schedule?.kind === "cosineRestarts" && epochs % schedule.cycles !== 0) {
    const params = { epochs, received: schedule.cycles, nearest: nearestDivisor(epochs, schedule.cycles) };
    problems.push(new TidelabError("training.cycles", params, "training.schedule.cycles"));
  }
  problems.push(...findWrongEdits(spec, epochs * stepsPerEpoch(spec, count)));
  return problems as TidelabError[];
}

/** The divisor of a count that is nearest to a number, the smaller of two. */
function nearestDivisor(count: number, to: number): number {
  let nearest = 1;
  for (let divisor = 1; divisor * divisor <= count; divisor++) {
    if (count % divisor !== 0) continue;
    for (const one of [divisor, count / divisor]) {
      const [distance, least] = [Math.abs(one - to), Math.abs(nearest - to)];
      if (distance < least || (distance === least && one < nearest)) nearest = one;
    }
  }
  return nearest;
}

/** Edits that change nothing, are out of order or come after the last step. @param steps  of the whole training */
function findWrongEdits({ edits = [] }: TrainingSpec, steps: number): TidelabError<"training.edits">[] {
  return edits.flatMap(({ step, set }, index) => {
    const problem = Object.values(set).every((value) => value === undefined)
      ? "empty"
      : step <= (edits[index - 1]?.step ?? 0)
        ? "order"
        : step > steps
          ? "late"
          : undefined;
    const params = { problem, step, steps, before: edits[index - 1]?.step ?? 0 } as const;
    return problem ? [new TidelabError("training.edits", { ...params, problem }, `training.edits[${index}]`)] : [];
  });
}

/** Steps of the optimizer in an epoch; the last one may have fewer batches than the others. */
export function stepsPerEpoch({ batchSize, accumulate }: TrainingSpec, count: number): number {
  return Math.ceil(Math.ceil(count / batchSize) / accumulate);
}
