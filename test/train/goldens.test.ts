/** Whole trainings against PyTorch's learning curves (test/fixtures/goldens, written by the notebook as a script). */
import type { Numerics } from "../../src/engine/numerics.ts";
import "../../src/node/platform.ts";
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { loadData } from "../../src/data/load.ts";
import { compile } from "../../src/model/model.ts";
import type { EpochRecord } from "../../src/train/records.ts";
import { train } from "../../src/train/train.ts";
import { recurrent } from "../../src/zoo/index.ts";

interface Golden {
  args: {
    cell: "lstm" | "gru" | "rnn";
    hidden: number;
    layers: number;
    unidirectional: boolean;
    dropout: number;
    samples: number;
    length: number;
    noise: number;
    batch: number;
    epochs: number;
    lr: number;
    weight_decay: number;
    clip_norm: number;
    seed: number;
  };
  history: Record<"train_loss" | "val_loss" | "train_acc" | "val_acc" | "grad_norm_mean", number[]>;
  test_loss: number;
  test_acc: number;
}

const folder = new URL("../fixtures/goldens/", import.meta.url);
/** The lab itself runs through the command (test/cli), all 20 epochs of it. */
const names = readdirSync(folder).filter((file) => file.endsWith(".json") && file !== "lab-seed7.json");

async function run({ args }: Golden, numerics: Numerics) {
  const { samples, length, noise, seed } = args;
  const data = await loadData({
    data: { kind: "waves", samples, length, noise },
    split: { train: 0.7, val: 0.15 },
    seed,
  });
  const model = compile(
    recurrent({
      cell: args.cell,
      hiddenSize: args.hidden,
      numLayers: args.layers,
      bidirectional: !args.unidirectional,
      dropout: args.dropout,
    }),
    { length, classes: 2, seed },
  );
  const training = {
    epochs: args.epochs,
    batchSize: args.batch,
    lr: args.lr,
    weightDecay: args.weight_decay,
    clipGradNorm: args.clip_norm,
  };
  const history: EpochRecord[] = [];
  for await (const event of train(model, data, training, { numerics })) {
    if (event.type === "epoch") history.push(event.record);
    if (event.type === "done") return { history, test: event.outcome.test! };
  }
  throw new Error("training ended without an outcome");
}

describe("learning curves of PyTorch", () => {
  it("has goldens", () => expect(names.length).toBeGreaterThan(10));
  for (const name of names) {
    const golden = JSON.parse(readFileSync(new URL(name, folder), "utf8")) as Golden;
    // The small ones run on both builds; the full-size ones cost too much to run twice.
    const builds: Numerics[] = name.startsWith("full-") ? ["fused"] : ["fused", "portable"];
    for (const numerics of builds) {
      it(`${name} (${numerics})`, async () => {
        const { history, test } = await run(golden, numerics);
        expect(history.length).toBe(golden.args.epochs);
        for (const [index, record] of history.entries()) {
          const { train_loss, val_loss, train_acc, val_acc, grad_norm_mean } = golden.history;
          expect(Math.abs(record.trainLoss - train_loss[index]!)).toBeLessThan(1e-5);
          expect(Math.abs(record.valLoss - val_loss[index]!)).toBeLessThan(1e-5);
          expect(record.trainAccuracy).toBeCloseTo(train_acc[index]!, 12);
          expect(record.valAccuracy).toBeCloseTo(val_acc[index]!, 12);
          expect(Math.abs(record.gradNorm / grad_norm_mean[index]! - 1)).toBeLessThan(1e-3);
        }
        expect(Math.abs(test.loss - golden.test_loss)).toBeLessThan(1e-5);
        expect(test.accuracy).toBeCloseTo(golden.test_acc, 12);
      });
    }
  }
});
