/** `data.relabel` gives training series other classes, and nothing else: not the series, their hash, or what a model is judged by. */
import "../../src/node/platform.ts";
import { expect, it } from "vitest";
import { loadData } from "../../src/data/load.ts";
import { evaluate } from "../../src/inference/evaluate.ts";
import { createPredictor } from "../../src/inference/predictor.ts";
import { compile } from "../../src/model/model.ts";
import { verifyRun } from "../../src/runs/verify.ts";
import type { Spec } from "../../src/spec/spec.ts";
import { finish, tinySpec } from "../runs/tiny.ts";

const wavesOf = (more: object): Spec => tinySpec({ data: { kind: "waves", samples: 60, length: 12, ...more } });
const plain = await loadData(wavesOf({}));
const [first = 0, second = 0] = plain.indices.train;
const other = (index: number) => 1 - (plain.all.labels[index] ?? 0);

it("changes the labels of the training series that it names", async () => {
  const relabel = { [first]: other(first), [second]: other(second) };
  const data = await loadData(wavesOf({ relabel }));
  const changed = [...data.train.labels].flatMap((label, row) => (label === plain.train.labels[row] ? [] : [row]));
  expect(changed).toEqual([0, 1]);
  for (const set of ["val", "test", "all"] as const) expect(data[set]).toEqual(plain[set]);
  expect(data.train.values).toEqual(plain.train.values);
  expect(data.sha256).toBe(plain.sha256);
  for (const set of ["train", "val", "test"] as const) {
    expect([...plain.indices[set]].map((index) => plain.all.labels[index])).toEqual([...plain[set].labels]);
  }
});

it("goes over wrong labels that were drawn, whose draws stay", async () => {
  const noisy = await loadData(wavesOf({ labelNoise: 0.3 }));
  const row = [...noisy.train.labels].findIndex((label, at) => label !== plain.train.labels[at]);
  const index = plain.indices.train[row] ?? -1;
  const corrected = await loadData(
    wavesOf({ labelNoise: 0.3, relabel: { [index]: 1 - (noisy.train.labels[row] ?? 0) } }),
  );
  const differing = [...corrected.train.labels].flatMap((label, at) => (label === noisy.train.labels[at] ? [] : [at]));
  expect(differing).toEqual([row]);
});

it("is in the record, and verifies", async () => {
  const relabel = { [first]: other(first) };
  const [{ record }, without] = [await finish(wavesOf({ relabel })), await finish(wavesOf({}))];
  expect(record.spec.data).toMatchObject({ relabel });
  expect(record.weightsSha256).not.toBe(without.record.weightsSha256);
  const verification = verifyRun(record);
  let next = await verification.next();
  while (!next.done) next = await verification.next();
  expect(next.value.result).toBe("same");
});

it.each([
  [{ [plain.indices.val[0] ?? 0]: 1 }, "val"],
  [{ [plain.indices.test[0] ?? 0]: 1 }, "test"],
  [{ 60: 1 }, "series"],
  [{ "-1": 1 }, "series"],
  [{ "01": 1 }, "series"],
  [{ x: 1 }, "series"],
  [{ [first]: 2 }, "class"],
  [{ [first]: "sine" }, "class"],
  [{ [first]: 0.5 }, "class"],
])("refuses %j by name: %s", async (relabel, problem) => {
  const [key = ""] = Object.keys(relabel);
  await expect(loadData(wavesOf({ relabel }))).rejects.toMatchObject({
    code: "data.relabel",
    params: { problem },
    path: `data.relabel.${key}`,
  });
});

it("is found by the loss of each series, which evaluate gives", async () => {
  const { model } = await finish(wavesOf({}));
  const { loss, losses, logits } = await evaluate(model, plain.train);
  expect(losses.length).toBe(plain.train.count);
  for (const [row, label] of plain.train.labels.entries()) {
    const two = [...logits.subarray(2 * row, 2 * row + 2)];
    const expected = Math.log(two.reduce((sum, logit) => sum + Math.exp(logit), 0)) - (two[label] ?? 0);
    expect(losses[row]).toBeCloseTo(expected, 6);
  }
  expect(losses.reduce((sum, one) => sum + one, 0) / losses.length).toBeCloseTo(loss, 12);
});

it("and other weights are predicted with at once", async () => {
  const [{ model }, fresh] = [
    await finish(wavesOf({})),
    compile(wavesOf({}).model, { length: 12, classes: 2, seed: 3 }),
  ];
  const predictor = await createPredictor(model);
  const own = await predictor.predict(plain.test.values);
  predictor.setWeights(fresh);
  expect((await predictor.predict(plain.test.values)).logits).toEqual((await evaluate(fresh, plain.test)).logits);
  predictor.setWeights(model);
  expect((await predictor.predict(plain.test.values)).logits).toEqual(own.logits);
  const short = { parameters: new Float32Array(3), states: new Float32Array() };
  expect(() => predictor.setWeights(short)).toThrow("received another one (3 parameters)");
  predictor.close();
  expect(() => predictor.setWeights(model)).toThrow("a call after close()");
});
