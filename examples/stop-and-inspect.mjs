// Look into a model before training, stop training when it is good enough, and name the weights by their hash: the same
// seed and the same build of the kernels give the same hash, on one thread or two.    node examples/stop-and-inspect.mjs
import { compile, models, summarize, train, waves, weightsSha256 } from "tidelab";

const data = waves({ samples: 240, length: 60 });
const options = { length: 60, classes: 2 };
const architecture = models.recurrent({ cell: "gru", hiddenSize: 16, numLayers: 1 });

for (const { name, layer, shape, parameterCount } of summarize(compile(architecture, options).graph)) {
  console.log(name.padEnd(14), layer.padEnd(10), shape.padStart(10), String(parameterCount).padStart(6));
}

for (const threads of [1, 2]) {
  const model = compile(architecture, options);
  const stop = new AbortController();
  for await (const event of train(model, data, { epochs: 100, lr: 1e-2 }, { threads, signal: stop.signal })) {
    // The signal ends training after the current batch; the model keeps the weights it has then.
    if (event.type === "epoch" && event.record.valAccuracy >= 0.95) stop.abort();
    if (event.type === "done") console.log(event.outcome.status, "after epoch", event.outcome.history.length);
  }
  console.log(`threads ${threads}: ${weightsSha256(model)}`);
}
