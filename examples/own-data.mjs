// Data of your own: three kinds of gesture in two channels (x and y of a pen), a CNN with a residual branch, and the
// weights as a safetensors file that Python reads.    node examples/own-data.mjs [weights.safetensors]
import { writeFile } from "node:fs/promises";
import {
  classificationReport,
  compile,
  confusionMatrix,
  evaluate,
  formatClassificationReport,
  stateDict,
  train,
  writeSafetensors,
} from "tidelab";

const classNames = ["circle", "line", "zigzag"];
const length = 64;

/** A small generator (Lehmer's), so that the example prints the same every time. */
let state = 7;
const random = () => {
  state = (state * 48271) % 2147483647;
  return state / 2147483647;
};

/**
 * A data set is plain arrays: values (N, T, C) row by row, one label a series.
 * @param {number} count
 * @returns {import("tidelab").TimeSeriesDataset}
 */
function gestures(count) {
  const values = new Float32Array(count * length * 2);
  const labels = Int32Array.from({ length: count }, (_, series) => series % classNames.length);
  for (const [series, label] of labels.entries()) {
    const speed = 0.8 + 0.4 * random();
    for (let step = 0; step < length; step++) {
      const angle = (2 * Math.PI * speed * step) / length;
      const along = (2 * step) / length - 1;
      const shapes = [
        [Math.cos(angle), Math.sin(angle)],
        [along, speed * along],
        [along, Math.asin(Math.sin(6 * angle))],
      ];
      const [x = 0, y = 0] = shapes[label] ?? [];
      const at = (series * length + step) * 2;
      values[at] = x + 4 * (random() - 0.5);
      values[at + 1] = y + 4 * (random() - 0.5);
    }
  }
  return { values, labels, count, length, channels: 2, classNames };
}

const [trainSet, valSet, testSet] = [gestures(180), gestures(60), gestures(60)];

const model = compile(
  {
    layers: [
      { layer: "conv1d", outChannels: 16, kernelSize: 7, padding: "same", bias: false },
      { layer: "batchNorm" },
      { layer: "relu" },
      {
        // x + layers(x): as in a ResNet. Both sides must have the same shape.
        layer: "residual",
        name: "block",
        layers: [
          { layer: "conv1d", outChannels: 16, kernelSize: 3, padding: "same", bias: false },
          { layer: "batchNorm" },
          { layer: "relu" },
          { layer: "conv1d", outChannels: 16, kernelSize: 3, padding: "same", bias: false },
          { layer: "batchNorm" },
        ],
      },
      { layer: "relu" },
      { layer: "globalAvgPool" },
      { layer: "linear", name: "classifier", outFeatures: classNames.length },
    ],
  },
  { length, channels: 2, classes: classNames.length, seed: 1 },
);

for await (const event of train(model, { train: trainSet, val: valSet }, { epochs: 8, batchSize: 16, lr: 3e-3 })) {
  if (event.type !== "epoch") continue;
  const { epoch, trainLoss, valAccuracy } = event.record;
  console.log(`epoch ${epoch}: loss ${trainLoss.toFixed(4)}, accuracy on new gestures ${valAccuracy.toFixed(3)}`);
}

const { predicted } = await evaluate(model, testSet);
const matrix = confusionMatrix(testSet.labels, predicted, classNames.length);
console.log(formatClassificationReport(classificationReport(matrix, classNames)));

const path = process.argv[2];
if (path) {
  await writeFile(path, writeSafetensors(stateDict(model)));
  console.log(`weights: ${path}`);
}
