import { createClassifier, readRun } from "tidelab/inference";

const [record, weights] = await Promise.all([fetch("/runs/mine/run.json"), fetch("/runs/mine/model.safetensors")]);
const run = readRun(await record.text(), new Uint8Array(await weights.arrayBuffer()));
const classifier = await createClassifier(run);
const steps = classifier.trainedLengths.longest;
const series = [{ id: "wave", values: Float32Array.from({ length: steps }, (_, t) => Math.sin(t / 4)) }];
for (const answer of await classifier.classify(series)) {
  console.log(
    answer.refused ? answer.refused.message : `${answer.id}: ${answer.predicted}, ${answer.probabilities.join(" ")}`,
  );
}
classifier.close();
