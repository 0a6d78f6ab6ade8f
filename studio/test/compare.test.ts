/** Compare's list and its typed values; experiments as they are kept. */
import "fake-indexeddb/auto";
import { models, parseSpec } from "tidelab";
import { type RunRecord, runSpec } from "tidelab/runs";
import { beforeAll, describe, expect, it } from "vitest";
import { createExperiment, discardExperiment, experimentRows, refreshExperiments } from "../src/experiments/list.ts";
import { typedValues } from "../src/screens/compare/begin.tsx";
import { formatP, formatPoints } from "../src/screens/compare/formats.ts";
import { listRuns } from "../src/screens/compare/list-state.ts";
import { putExperiment } from "../src/store/experiments.ts";
import type { RunRow } from "../src/store/runs.ts";

const spec = parseSpec({
  name: "kept",
  data: { kind: "waves", samples: 60, length: 12 },
  model: models.recurrent({ hiddenSize: 3, numLayers: 1 }),
  training: { epochs: 1, batchSize: 8 },
});
let record: RunRecord;
beforeAll(async () => {
  const run = runSpec(spec);
  let next = await run.next();
  while (!next.done) next = await run.next();
  record = next.value.record;
});

const rowOf = (id: string, more: Partial<RunRow> = {}): RunRow => ({
  ...{ id, label: id, spec, status: "finished", startedAt: record.startedAt, numerics: "portable", threads: 1 },
  ...{ stepsPerEpoch: 6, classNames: [], counts: { train: 42, val: 9, test: 9 }, history: [], checkpoints: [], record },
  ...more,
});

describe("the list", () => {
  const ids = (filter: string) => {
    const part = { experiment: "e", arm: "a", seed: 7 };
    const { record: _, ...open } = rowOf("open");
    const rows = [rowOf("one"), rowOf("two"), rowOf("of-an-experiment", { part }), open];
    const notes = new Map([["two", { id: "two", text: "my baseline", tags: ["base"] }]]);
    const { runs, problems } = listRuns(rows, notes, filter, "name");
    return { ids: runs.map(({ id }) => id), problems };
  };

  it("has the runs that have ended; those of experiments once a filter is typed", () => {
    expect(ids("").ids).toEqual(["one", "two"]);
    expect(ids("status=finished").ids).toEqual(["of-an-experiment", "one", "two"]);
  });

  it("is filtered by notes and tags, which are the user's own", () => {
    expect(ids("tag=base").ids).toEqual(["two"]);
    expect(ids('note~"my base"').ids).toEqual(["two"]);
  });

  it("shows all runs beside what is wrong with a filter", () => {
    const { ids: shown, problems } = ids("status=finishd");
    expect(shown).toHaveLength(3);
    expect(problems[0]).toMatchObject({ code: "runs.filterChoice" });
  });
});

it.each([
  ["0.01, 0.003", [0.01, 0.003]],
  ["0.01，true、adam", [0.01, true, "adam"]],
  ['["a", [1, 2]]', ["a", [1, 2]]],
  ["", []],
])("values that are typed as %s", (text, values) => {
  expect(typedValues(text)).toEqual(values);
});

it("differences and p values are never rounded to what they are not", () => {
  expect([0.1234, -0.1, 0.0001].map(formatPoints)).toEqual(["+12.3", "−10.0", "0.0"]);
  expect([0.0496, 0.0499, 0.05, 0.0002].map(formatP)).toEqual(["0.0499", "0.0499", "0.050", "< 0.001"]);
});

describe("an experiment", () => {
  const { name: _, ...base } = spec;
  const input = { name: "rates", base, axes: [{ path: "training.lr", values: [0.1, 0.01] }], seeds: 1 };

  it("is kept with its seeds as a list, gets the next free name, and more seeds after those that it has", async () => {
    const first = await createExperiment(input);
    const second = await createExperiment(input);
    expect([first, second].map(({ row }) => row.value.name)).toEqual(["rates", "rates-2"]);
    await second.addSeeds(3);
    expect(second.plan.value.seeds).toEqual([7, 8, 9]);
    expect(second.plan.value.runs).toHaveLength(6);
    await refreshExperiments();
    expect(experimentRows.value?.find(({ id }) => id === second.row.value.id)?.sweep.seeds).toEqual([7, 8, 9]);
  });

  it("that cannot be run is refused before anything of it is kept", async () => {
    const before = experimentRows.value?.length;
    const wrong = { ...input, axes: [{ path: "training.lr", values: [-1] }] };
    await expect(createExperiment(wrong)).rejects.toMatchObject({ code: "spec.range" });
    expect(experimentRows.value?.length).toBe(before);
  });

  it("goes into the bin and comes back", async () => {
    const { row } = await createExperiment(input);
    await putExperiment(row.value);
    const undo = await discardExperiment(row.value);
    const isThere = () => experimentRows.value?.some(({ id }) => id === row.value.id);
    expect(isThere()).toBe(false);
    await undo();
    expect(isThere()).toBe(true);
  });
});
