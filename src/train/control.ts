/** What a listener holds of a training that runs: a place for changes, which the training looks at between its steps. */
import { parseEdit } from "../spec/parse.ts";
import type { EditValues } from "../spec/training.ts";
import type { TrainControl } from "./edits.ts";

/**
 * Steers a training from the loop that listens to it: between two steps it may change the learning rate, the weight decay and the bound of the gradients, and ask for
 * a checkpoint. What was changed is in the outcome's `edits` and, of a run, in the spec of its record (`training.edits`), which trains to the same bits again.
 * @example
 * ```ts
 * import { compile, createControl, models, train, waves } from "tidelab";
 *
 * const data = waves({ samples: 40, length: 20, seed: 7 });
 * const model = compile(models.recurrent({ hiddenSize: 4 }), { length: 20, classes: 2, seed: 7 });
 * const control = createControl();
 * for await (const event of train(model, data, { epochs: 2 }, { control })) {
 *   if (event.type === "step" && event.step === 1) control.edit({ lr: 0.01, clipGradNorm: 1 });
 *   if (event.type === "done") console.log(JSON.stringify(event.outcome.edits)); // [{"step":2,"set":{"lr":0.01,"clipGradNorm":1}}]
 * }
 * ```
 */
export function createControl(): TrainControl {
  let values: EditValues | undefined;
  let isCheckpointDue = false;
  return {
    edit(given) {
      values = { ...values, ...parseEdit(given) };
    },
    requestCheckpoint() {
      isCheckpointDue = true;
    },
    takeEdit() {
      const taken = values;
      values = undefined;
      return taken;
    },
    takeRequest() {
      const isDue = isCheckpointDue;
      isCheckpointDue = false;
      return isDue;
    },
  };
}
