import { loadClassifier } from "tidelab";

const classifier = await loadClassifier(process.argv[2] ?? "runs/mine");
const steps = classifier.trainedLengths.longest;
const series = [
  { id: "wave", values: Float32Array.from({ length: steps }, (_, t) => Math.sin(t / 4)) }, // in the units of the training data
  { id: "short", values: [0.3, 0.1] },
];
for (const answer of await classifier.classify(series)) {
  console.log(
    answer.refused ? answer.refused.message : `${answer.id}: ${answer.predicted}, ${answer.probabilities.join(" ")}`,
  );
}
classifier.close();
