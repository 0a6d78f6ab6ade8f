/** Pointing without a page: addresses of places, answers with places, observations written again from a record. */
import type { RunRecord } from "tidelab/runs";
import { type Assignment, type Place, parseAssignment, type Question } from "tidelab/teaching";
import { beforeEach, describe, expect, it } from "vitest";
import { observationText } from "../src/screens/teach/check-places.tsx";
import { labSpec } from "../src/state/lab.ts";
import { addressOf, kindOf } from "../src/state/pointing.ts";
import { Task } from "../src/state/task.ts";

const STEP: Place = { kind: "step", run: "lab", step: 7 };
const CELL: Place = { kind: "cell", run: "lab", truth: 1, predicted: 0 };

describe("a place", () => {
  it.each<[Place, string]>([
    [STEP, "train/id?at=7"],
    [{ kind: "epoch", run: "lab", epoch: 3 }, "train/id?at=30"],
    [CELL, "run/id?cell=1%2C0"],
    [{ kind: "series", run: "lab", series: 12 }, "explain/id?src=test%3A11"],
  ])("%j is opened at %s", (place, address) => {
    const [path, query] = addressOf(place, "id", 10);
    expect(`${path.join("/")}?${query}`).toBe(address);
  });
});

describe("an answer", () => {
  const assignment: Assignment = parseAssignment({
    ...{ tidelab: "assignment", version: 1, id: "lab4", title: "Lab 4", work: { kind: "spec", spec: labSpec() } },
    questions: ["text", "step", "cell"].map((kind) => ({ kind, id: kind, text: "?" }) as never),
  });
  const [words, step, cell] = assignment.questions as [Question, Question, Question];
  let task: Task;
  beforeEach(async () => {
    task = await Task.open("lab4", assignment, true);
  });
  const answer = (id: string) => task.row.value.answers[id];

  it("that is pointed at is the number of the place, until another is typed", () => {
    task.point(step, STEP, "step 7");
    expect(answer("step")).toMatchObject({ value: 7, places: [STEP] });
    task.point(step, { ...STEP, step: 8 }, "step 8");
    expect(answer("step")).toMatchObject({ value: 8, places: [{ step: 8 }] });
    task.answer(step, 9);
    expect(answer("step")).toMatchObject({ value: 9 });
    expect(answer("step")?.places).toBeUndefined();
    task.point(cell, CELL, "true b, predicted a");
    expect(answer("cell")).toMatchObject({ value: "true b, predicted a", places: [CELL] });
    task.unpoint(cell, CELL);
    expect(answer("cell")).toBeUndefined();
  });

  it("in words keeps its evidence, each place once", () => {
    task.answer(words, "It falls.");
    for (const place of [STEP, CELL, STEP]) task.point(words, place, "");
    task.answer(words, "It falls late.");
    expect(answer("text")).toMatchObject({ value: "It falls late.", places: [CELL, STEP] });
    task.unpoint(words, CELL);
    expect(answer("text")).toMatchObject({ value: "It falls late.", places: [STEP] });
    // Evidence for no words is no answer.
    task.answer(words, "");
    expect(answer("text")).toMatchObject({ value: "" });
  });

  it("points at what its question asks for", () => {
    expect([words, step, cell].map(kindOf)).toEqual(["any", "step", "cell"]);
    expect(kindOf({ kind: "choice" } as Question)).toBeUndefined();
  });
});

describe("a pinned observation", () => {
  const history = [1, 2].map((epoch) => ({ epoch, trainLoss: Math.LN2, valLoss: 0.69, valAccuracy: 0.5 }));
  const record = {
    ...{ history, spec: { training: { batchSize: 10, accumulate: 1 } } },
    data: { train: 50, val: 10, classNames: ["a", "b"] },
  } as unknown as RunRecord;

  it("is written from the record, and not from what somebody says", () => {
    expect(observationText(record, "notBetter", 10)).toMatch(/^Epochs 1–2: no better than guessing/);
    expect(observationText(record, "notBetter", 5)).toMatch(/^Step 5: what was pinned there does not follow/);
    expect(observationText(record, "<b>", 5)).not.toContain("<b>");
  });
});
