/**
 * Dropout masks are PyTorch's, whatever layer comes before: whole small trainings against fixtures/dropout_order.py. A mask
 * drawn in another order changes the losses by 1e-3 and more. Other numbers of threads: `threads.test.ts`.
 */
import "../../src/node/platform.ts";
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { TimeSeriesDataset } from "../../src/data/dataset.ts";
import { loadData } from "../../src/data/load.ts";
import { compile } from "../../src/model/model.ts";
import type { LayerInput } from "../../src/spec/layers.ts";
import { train } from "../../src/train/train.ts";

interface Fixture {
  data: { samples: number; length: number; noise: number };
  seed: number;
  training: { epochs: number; batchSize: number; lr: number };
  cases: {
    name: string;
    channels: number;
    layers: LayerInput[];
    train_loss: number[];
    val_loss: number[];
    spread: number;
  }[];
}

const file = new URL("../fixtures/dropout-order.json", import.meta.url);
const { cases, seed, training, data: settings } = JSON.parse(readFileSync(file, "utf8")) as Fixture;
const waves = await loadData({ data: { kind: "waves", ...settings }, split: { train: 0.7, val: 0.15 }, seed });
const length = (channels: number) => settings.length / channels;
/** Two channels: a series' values by twos. */
const shaped = (set: TimeSeriesDataset, channels: number) => ({ ...set, channels, length: length(channels) });

async function run({ channels, layers }: Fixture["cases"][number]) {
  const model = compile({ layers }, { length: length(channels), channels, classes: 2, seed });
  const data = { train: shaped(waves.train, channels), val: shaped(waves.val, channels) };
  for await (const event of train(model, data, training)) {
    if (event.type === "done") return event.outcome.history;
  }
  throw new Error("training ended without an outcome");
}

describe("dropout draws in the order in which PyTorch holds its input", () => {
  it.each(cases.map((entry) => [entry.name, entry] as const))("behind %s", async (_, entry) => {
    // PyTorch's own distance from itself, without oneDNN and on other vector units.
    expect(entry.spread).toBeLessThan(1e-6);
    const history = await run(entry);
    for (const [index, record] of history.entries()) {
      expect(Math.abs(record.trainLoss - entry.train_loss[index]!)).toBeLessThan(1e-6);
      expect(Math.abs(record.valLoss - entry.val_loss[index]!)).toBeLessThan(1e-6);
    }
  });
});
