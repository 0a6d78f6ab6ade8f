/** The lens says what the package says: of a trained run to the bit, and of a checkpoint what a run of that many epochs says. */
import { evaluate, models, parseSpec, type Spec } from "tidelab";
import { createClassifier } from "tidelab/inference";
import { type FinishedRun, runSpec, type TrainingState } from "tidelab/runs";
import { beforeAll, describe, expect, it } from "vitest";
import { LensModel } from "../src/lens/lens-model.ts";

const specOf = (epochs: number): Spec =>
  parseSpec({
    data: { kind: "waves", samples: 60, length: 16, noise: 0.2 },
    transforms: [{ transform: "normalise" }],
    model: models.recurrent({ hiddenSize: 4 }),
    training: { epochs, lr: 0.01 },
  });

async function runOf(spec: Spec): Promise<{ run: FinishedRun; states: TrainingState[] }> {
  const states: TrainingState[] = [];
  const events = runSpec(spec, { checkpointEvery: 1 });
  for (;;) {
    const next = await events.next();
    if (next.done) return { run: next.value, states };
    if (next.value.type === "checkpoint") states.push(next.value.state);
  }
}

const weightsOf = ({ parameters, states }: { parameters: Float32Array; states: Float32Array }) =>
  Float32Array.of(...parameters, ...states);
const DRAWN = Float32Array.from({ length: 16 }, (_, step) => (step < 8 ? 0.8 : -0.8));

describe("the lens", () => {
  let long: Awaited<ReturnType<typeof runOf>>;
  let lens: LensModel;
  beforeAll(async () => {
    long = await runOf(specOf(3));
    lens = await LensModel.open(specOf(3), long.run.record.numerics);
  });

  it("answers as the classifier of the run does, to the bit, through its scale and transforms", async () => {
    lens.setWeights(weightsOf(long.run.model));
    const verdict = await lens.classify(DRAWN);
    const classifier = await createClassifier(long.run);
    const [answer] = await classifier.classify([{ values: DRAWN }]);
    classifier.close();
    if (answer === undefined || answer.refused) throw new Error("the classifier refused the series");
    expect([...verdict.probabilities]).toEqual([...answer.probabilities]);
    expect(verdict.predicted).toBe(answer.classIndex);
    expect([...verdict.attention!]).toEqual([...[...answer.attention.values()][0]!]);
  });

  it("with the weights of epoch 2 of 3 it has the logits of a run of 2 epochs", async () => {
    const { run } = await runOf(specOf(2));
    const epoch2 = long.states.find(({ history }) => history.length === 2)!;
    lens.setWeights(weightsOf(epoch2));
    const verdict = await lens.classify(DRAWN);
    const other = await LensModel.open(specOf(2), run.record.numerics);
    other.setWeights(weightsOf(run.model));
    expect([...verdict.logits]).toEqual([...(await other.classify(DRAWN)).logits]);
    other.close();
    lens.setWeights(weightsOf(long.states[0]!));
    expect([...(await lens.classify(DRAWN)).logits]).not.toEqual([...verdict.logits]);
  });

  it("shows validation series with the verdicts that the run's evaluation has", async () => {
    lens.setWeights(weightsOf(long.run.model));
    const cards = await lens.validation([0, 3]);
    const { val } = long.run.data;
    expect(cards.map(({ row, label }) => [row, label])).toEqual([0, 3].map((row) => [row, val.labels[row]]));
    expect([...cards[1]!.values]).toEqual([...val.values.subarray(3 * 16, 4 * 16)]);
    const { logits } = await evaluate(long.run.model, val, { numerics: long.run.record.numerics });
    for (const { row, verdict } of cards) {
      expect([...verdict.logits]).toEqual([...logits.subarray(2 * row, 2 * row + 2)]);
    }
    // Normalised values cannot be put on a pad in the units of the data.
    expect(cards[1]!.raw).toBeUndefined();
  });

  it("knows a series that is unlike all others", async () => {
    expect((await lens.classify(DRAWN.map((value, step) => value * (step % 2 ? 9 : -9)))).isUnlike).toBe(true);
    expect((await lens.classify(lens.facts.first)).isUnlike).toBe(false);
  });

  it("inside: the verdict of all steps is the last prefix's, gates are within 0 and 1, and h = o · tanh(c)", async () => {
    lens.setWeights(weightsOf(long.run.model));
    const { verdict, prefixes, cells, values } = await lens.explain(DRAWN);
    expect(prefixes!.lengths).toEqual(Array.from({ length: 16 }, (_, index) => index + 1));
    expect([...prefixes!.probabilities.subarray(30)]).toEqual([...verdict.probabilities]);
    expect(values).toHaveLength(16);
    // Two layers in two directions.
    expect(cells.map(({ level, reverse }) => [level, reverse])).toEqual([
      [0, false],
      [0, true],
      [1, false],
      [1, true],
    ]);
    for (const { values: own, gradient, steps, units } of cells) {
      expect([steps, units]).toEqual([16, 4]);
      expect(gradient).toHaveLength(16);
      expect(own.f!.every((gate) => gate > 0 && gate < 1)).toBe(true);
      for (const [at, h] of own.h!.entries()) expect(h).toBeCloseTo(own.o![at]! * Math.tanh(own.c![at]!), 6);
    }
    // With other weights it sees others.
    lens.setWeights(weightsOf(long.states[0]!));
    expect([...(await lens.explain(DRAWN)).cells[0]!.values.h!]).not.toEqual([...cells[0]!.values.h!]);
  });
});
