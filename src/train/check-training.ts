/** What must fit between a training's options, its model and its data; schemas see each of them alone. */
import { TidelabError } from "../errors.ts";
import { flatten } from "../model/graph.ts";
import type { Model } from "../model/model.ts";
import type { TrainingSpec } from "../spec/spec.ts";

/**
 * @param count  training series
 * @returns the options as they are
 * @throws TidelabError with the path of the option, or of the layer, that does not fit
 */
export function checkTraining(spec: TrainingSpec, model: Model, count: number): TrainingSpec {
  const { classes } = model;
  const { classWeights, batchSize, schedule, epochs } = spec;
  if (classWeights && classWeights.length !== classes) {
    throw new TidelabError("model.classWeights", { classes, received: classWeights.length }, "training.classWeights");
  }
  if (spec.nesterov && spec.momentum === 0) throw new TidelabError("training.nesterov", {}, "training.nesterov");
  if (schedule?.kind === "cosine") {
    const all = schedule.per === "step" ? epochs * stepsPerEpoch(spec, count) : epochs;
    const params = { per: schedule.per, all, received: schedule.warmup };
    if (schedule.warmup >= all) throw new TidelabError("training.warmup", params, "training.schedule.warmup");
  }
  // One value a channel has no variance: PyTorch refuses it too.
  const lastBatch = count % batchSize || batchSize;
  for (const node of flatten(model.graph.nodes)) {
    if (node.spec.layer === "batchNorm" && (node.input.time ?? 1) * lastBatch < 2) {
      throw new TidelabError("training.batchNorm", { count, batchSize }, node.path);
    }
  }
  return spec;
}

/** Steps of the optimizer in an epoch; the last one may have fewer batches than the others. */
export function stepsPerEpoch({ batchSize, accumulate }: TrainingSpec, count: number): number {
  return Math.ceil(Math.ceil(count / batchSize) / accumulate);
}
