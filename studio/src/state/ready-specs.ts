/** Specs that are ready beside the lab: five waves, for phones and to break; wrong labels, to be found. Each trains in seconds. */
import { models, type SpecInput } from "tidelab";

/** The exercises' setting and LSTM: a series costs a fiftieth of one of the lab. */
export const FIVE_WAVES: SpecInput = {
  name: "five-waves",
  data: {
    ...{ kind: "waves", samples: 1000, length: 60, noise: 0.25, frequency: [1, 3], phase: [0, 1] },
    kinds: ["sine", "square", "triangle", "sawtooth", "chirp"],
  },
  split: { train: 0.3, val: 0.2 },
  model: models.recurrent({ cell: "lstm", hiddenSize: 16, numLayers: 1, classes: 5 }),
  training: { epochs: 30, batchSize: 16, lr: 0.01, clipGradNorm: 1 },
};

/** Nothing is clipped, and it lasts: there is time to raise the rate, and to see what that does. */
export const TO_BREAK: SpecInput = {
  ...FIVE_WAVES,
  name: "to-break",
  training: { epochs: 300, batchSize: 16, lr: 0.01 },
};

export const WRONG_LABELS: SpecInput = {
  name: "wrong-labels",
  seed: 7,
  data: { kind: "waves", samples: 400, length: 60, noise: 0.3, labelNoise: 0.06 },
  model: models.recurrent({ cell: "gru", hiddenSize: 16, numLayers: 1 }),
  training: { epochs: 12 },
};
