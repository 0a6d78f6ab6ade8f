/** New series go through a run's transforms with what was learnt in training, whatever else is in the file. */
import { beforeAll, describe, expect, it } from "vitest";
import { loadData } from "../../src/data/load.ts";
import { TidelabError } from "../../src/errors/errors.ts";
import { classify } from "../../src/predict/classify.ts";
import { formatRecord, parseRecord } from "../../src/runs/record.ts";
import type { FinishedRun } from "../../src/runs/run-spec.ts";
import { seriesOf } from "../data/transforms/fixture.ts";
import { finish, tinySpec } from "../runs/tiny.ts";

const spec = tinySpec({
  data: { kind: "waves", samples: 80, length: 24, minLength: 12, scale: "none", phase: [0, 1], frequency: [1, 3] },
  transforms: [
    { transform: "truncate", length: 22, keep: "random" },
    { transform: "pad", length: 22, mode: "edge" },
    { transform: "normalise" },
    { transform: "windows", length: 12, stride: 5, answer: "votes" },
  ],
});

let run: FinishedRun;
let raw: Float32Array[];
beforeAll(async () => {
  run = await finish(spec);
  raw = seriesOf((await loadData({ ...spec, transforms: [] })).test);
});

/** One line a time step; series may differ in length. */
const longCsv = (series: readonly Float32Array[]) =>
  ["series,value", ...series.flatMap((values, i) => [...values].map((value) => `s${i},${value}`))].join("\n");

const classifyAll = async (series: readonly Float32Array[]) => {
  const record = parseRecord(formatRecord(run.record), "run.json");
  const found = await classify({ record, model: run.model }, [longCsv(series)], "new.csv", { threadsFor: () => 1 });
  return [...found.rows()];
};

describe("classify", () => {
  it("says of test series what the run said of them, by all their windows", async () => {
    expect(new Set(raw.map(({ length }) => length)).size).toBeGreaterThan(3);
    const found = await classifyAll(raw);
    expect(found.map(({ predicted }) => run.record.data.classNames.indexOf(predicted))).toEqual([
      ...run.evaluation.predicted,
    ]);
    expect(found.flatMap(({ probabilities = [] }) => [...probabilities])).toEqual([...run.evaluation.probabilities]);
    expect(found.map(({ length }) => length)).toEqual(raw.map(({ length }) => length));
  });

  it("says the same of a series alone as among others", async () => {
    const together = await classifyAll(raw);
    expect(await classifyAll(raw.slice(2, 3))).toEqual([{ ...together[2], series: "s0" }]);
  });

  it("names the series that does not fit a transform", async () => {
    const { transforms } = tinySpec({ transforms: [{ transform: "windows", length: 12 }] });
    const record = { ...run.record, spec: { ...spec, transforms } };
    const csv = longCsv([new Float32Array(20), new Float32Array(5)]);
    const found = classify({ record, model: run.model }, [csv], "new.csv", { threadsFor: () => 1 });
    const error = await found.catch((reason) => reason);
    expect(error).toBeInstanceOf(TidelabError);
    expect(error.message).toBe(
      "new.csv: s1: transforms[0].length: needs series of at least 12 steps, received one of 5. Pad first, or ask for less.",
    );
  });
});
