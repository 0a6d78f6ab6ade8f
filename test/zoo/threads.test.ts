/** Every preset learns, and to the same bits on any number of threads. Runs the built package: worker threads load JavaScript. */
import { expect, it } from "vitest";
import { compile, train, waves, weightsSha256 } from "../../dist/node/index.js";
import { type PresetName, presets } from "../../dist/zoo/index.js";
import { small, twoChannels } from "./small.ts";

const length = 24;
const waved = waves({ samples: 60, length, seed: 3 });
const data = { train: twoChannels(waved.train), val: twoChannels(waved.val) };

it.each(Object.keys(presets) as PresetName[])("%s", async (name) => {
  const shape = { length, channels: 2, classes: 2 };
  const hashes: string[] = [];
  for (const threads of [1, 3]) {
    const model = compile(presets[name].model(shape, small(name)), { ...shape, seed: 4 });
    const losses: number[] = [];
    for await (const event of train(model, data, { epochs: 8, batchSize: 20, lr: 0.02 }, { threads })) {
      if (event.type === "epoch") losses.push(event.record.trainLoss);
    }
    expect(Math.min(...losses.slice(1))).toBeLessThan(losses[0]!);
    hashes.push(weightsSha256(model));
  }
  expect(hashes[0]).toBe(hashes[1]);
});
