/** Wrong labels are found by their losses, decided on before the truth is shown, and corrected in the spec. */
import { evaluate, models, parseSpec } from "tidelab";
import { type FinishedRun, runSpec } from "tidelab/runs";
import { beforeAll, describe, expect, it } from "vitest";
import type { TrainingSeries } from "../src/engine/run-protocol.ts";
import { trainingSeriesOf } from "../src/engine/training-series.ts";
import { Decisions } from "../src/state/decisions.ts";

/** The recorded run of the design: 18 of 280 training labels are wrong. */
const spec = parseSpec({
  name: "wrong-labels",
  numerics: "portable",
  data: { kind: "waves", samples: 400, length: 60, noise: 0.3, labelNoise: 0.06 },
  model: models.recurrent({ cell: "gru", hiddenSize: 16, numLayers: 1, bidirectional: false, dropout: 0 }),
  training: { epochs: 12, batchSize: 16, lr: 0.01 },
});

async function train(of: typeof spec): Promise<FinishedRun> {
  const run = runSpec(of);
  let next = await run.next();
  while (!next.done) next = await run.next();
  return next.value;
}

describe("training series by their losses", () => {
  let run: FinishedRun;
  let series: TrainingSeries;
  beforeAll(async () => {
    run = await train(spec);
    series = trainingSeriesOf(spec, run.data, await evaluate(run.model, run.data.train, { numerics: "portable" }));
  });

  it("the largest losses are exactly the wrong labels", () => {
    const isWrong = Array.from(series.given, (given, at) => given !== series.truth?.[at]);
    expect(isWrong.filter(Boolean)).toHaveLength(18);
    expect(isWrong.slice(0, 18)).toEqual(new Array(18).fill(true));
    expect(series.count).toBe(280);
    expect([...series.losses]).toEqual([...series.losses].sort((a, b) => b - a));
    expect(series.losses).toHaveLength(280);
  });

  it("each is a training series, with its own values", () => {
    const { train, indices } = run.data;
    for (const at of [0, 7, 199]) {
      const row = indices.train.indexOf(series.index[at]!);
      expect(series.values.slice(at * 60, at * 60 + 60)).toEqual(train.values.slice(row * 60, row * 60 + 60));
      expect(series.given[at]).toBe(train.labels[row]);
    }
  });

  it("decisions become data.relabel, and a run with them has the true labels", async () => {
    const decisions = new Decisions(series);
    for (let at = 0; at < 18; at++) {
      decisions.at.value = at;
      decisions.decide(series.truth?.[at]);
    }
    const relabel = decisions.relabel();
    expect(Object.keys(relabel)).toHaveLength(18);
    const short = { ...spec.training, epochs: 1 };
    const corrected = await train(parseSpec({ ...spec, training: short, data: { ...spec.data, relabel } }));
    const { train: set, all, indices } = corrected.data;
    expect([...set.labels]).toEqual(Array.from(indices.train, (index) => all.labels[index]));
    expect(corrected.data.sha256).toBe(run.data.sha256);
  });
});

describe("decisions", () => {
  const series = {
    index: Int32Array.of(40, 7, 12),
    given: Int32Array.of(0, 1, 1),
  } as unknown as TrainingSeries;

  it("are made, made again, taken back in order", () => {
    const decisions = new Decisions(series);
    decisions.decide(1);
    decisions.next();
    decisions.decide(undefined);
    expect(decisions.counts.value).toEqual({ changed: 1, kept: 1 });
    expect(decisions.relabel({ "3": 0 })).toEqual({ "3": 0, "40": 1 });
    decisions.next();
    expect(decisions.at.value).toBe(2);
    decisions.at.value = 0;
    // Its own label is no change.
    decisions.decide(0);
    expect(decisions.counts.value).toEqual({ changed: 0, kept: 2 });
    expect(decisions.undo()).toEqual({ at: 0, label: undefined });
    expect(decisions.relabel()).toEqual({ "40": 1 });
    expect(decisions.undo()?.at).toBe(1);
    expect(decisions.at.value).toBe(1);
    decisions.undo();
    expect(decisions.undo()).toBeUndefined();
    expect(decisions.counts.value).toEqual({ changed: 0, kept: 0 });
  });
});
