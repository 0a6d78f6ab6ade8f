/** Workers that are started before they are needed: handed out, not started twice, and ended when nobody came for them. */
import { afterEach, beforeEach, expect, it } from "vitest";
import { createWorker, dropWorkers, startWorkers } from "../../src/engine/wasm/workers.ts";
import { compile, createPredictor, evaluate, models, train, waves } from "../../src/index.ts";
import { registerWorkers, type WorkerLike } from "../../src/platform.ts";
import { runSpec } from "../../src/runs/run-spec.ts";
import { tinySpec } from "../runs/tiny.ts";

let started: (WorkerLike & { isEnded: boolean })[] = [];

beforeEach(() => {
  started = [];
  registerWorkers(() => {
    const worker = {
      isEnded: false,
      post() {},
      onMessage() {},
      onFailure() {},
      terminate() {
        worker.isEnded = true;
      },
    };
    started.push(worker);
    return worker;
  });
});
afterEach(dropWorkers);

it("are handed out in their order, and more are started when none is left", () => {
  startWorkers(2);
  startWorkers(2); // there are two
  expect(started).toHaveLength(2);
  expect([createWorker(), createWorker()]).toEqual(started);
  createWorker();
  expect(started).toHaveLength(3);
});

it("are ended when they are dropped, those handed out not", () => {
  startWorkers(2);
  createWorker();
  dropWorkers();
  expect(started.map(({ isEnded }) => isEnded)).toEqual([false, true]);
});

it("are ended when a run fails before it needs them, no more of them than its batches have work for", async () => {
  const spec = tinySpec({ data: { kind: "waves", samples: 2, length: 12 } }); // too few to be split
  await expect(runSpec(spec, { threads: 64 }).next()).rejects.toThrow("expected at least one series to train on");
  expect(started.length).toBe(Math.ceil(spec.training.batchSize / 8) - 1);
  expect(started.every(({ isEnded }) => isEnded)).toBe(true);
});

it("are not more than 256: a larger number is refused before anything is started", async () => {
  const model = compile(models.cnn(), { length: 12, classes: 2 });
  const data = waves({ samples: 20, length: 12 });
  const refused = "threads: expected at most 256 threads, received 257.";
  await expect(train(model, data, {}, { threads: 257 }).next()).rejects.toThrow(refused);
  await expect(evaluate(model, data.test, { threads: 257 })).rejects.toThrow(refused);
  await expect(createPredictor(model, { threads: 257 })).rejects.toThrow(refused);
  await expect(runSpec(tinySpec({}), { threads: 257 }).next()).rejects.toThrow(refused);
  await expect(runSpec(tinySpec({}), { threads: 0.5 }).next()).rejects.toThrow("threads: expected a whole number >= 1");
  expect(started).toEqual([]);
});
