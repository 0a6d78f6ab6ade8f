import { compile, models, train, waves } from "tidelab";

const data = waves({ seed: 7 }); // 1200 noisy sine and square waves: data.train, data.val, data.test
const model = compile(models.recurrent({ cell: "lstm" }), { length: 200, classes: 2, seed: 7 });

for await (const event of train(model, data, { epochs: 4, lr: 1e-3 }, { threads: 2 })) {
  if (event.type === "epoch") console.log(event.record.epoch, event.record.trainLoss, event.record.valAccuracy);
  if (event.type === "done") console.log("test accuracy", event.outcome.test?.accuracy);
}
