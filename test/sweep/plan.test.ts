/** A planned sweep has the runs that the command line plans, and makes the same result of their records as its folder gives. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { saveResult } from "../../src/node/runs/folder.ts";
import { readSweepResult, runFolder, writeSweepFile } from "../../src/node/sweeps/folder.ts";
import { jobsOf, planArms } from "../../src/node/sweeps/jobs.ts";
import { sweepConclusions, sweepReportMarkdown } from "../../src/report/index.ts";
import type { RunRecord } from "../../src/runs/record.ts";
import { runSpec } from "../../src/runs/run-spec.ts";
import { axesOf, makeArms, seedsOf } from "../../src/sweep/arms.ts";
import { exerciseNames, exerciseSweep, planSweep, sweepResult } from "../../src/sweep/index.ts";
import { parsed, tinySweep } from "./tiny-sweep.ts";

it("has the runs of the command line, in its order", async () => {
  const definition = await parsed();
  const arms = makeArms(definition);
  const plan = { definition, arms: [], seeds: seedsOf(definition), folder: "nowhere" };
  const jobs = jobsOf(await planArms(arms, plan), plan);
  const { runs } = await planSweep(tinySweep());
  expect(runs).toEqual(jobs.map(({ arm, seed, spec }) => ({ arm, seed, spec })));
});

it("gives the result that a folder of the same runs gives, with the same report", async () => {
  const definition = await parsed();
  const plan = await planSweep(tinySweep());
  const folder = await mkdtemp(join(tmpdir(), "tidelab-plan-"));
  try {
    const ended: { arm: string; seed: number; record: RunRecord }[] = [];
    const arms = makeArms(definition);
    const about = { name: plan.name, seeds: [...plan.seeds], axes: axesOf(definition, arms), failures: [] };
    const known = arms.map(({ id, settings }) => ({ id, settings }));
    await writeSweepFile(folder, { ...about, arms: known, definition: definition as never });
    for (const { arm, seed, spec } of plan.runs.slice(0, 4)) {
      const run = runSpec(spec);
      let next = await run.next();
      while (!next.done) next = await run.next();
      const { record } = await saveResult(runFolder(folder, arm, seed), next.value);
      ended.unshift({ arm, seed, record });
    }
    const result = sweepResult(plan, ended);
    const inFolder = await readSweepResult(folder);
    expect(JSON.parse(JSON.stringify(result))).toEqual(JSON.parse(JSON.stringify(inFolder)));
    // What the report concludes are its own sentences and numbers.
    const { text } = sweepReportMarkdown({ result }, "en", "figures");
    const { findings, arms: measured, isComplete } = sweepConclusions({ result }, "en");
    expect(isComplete).toBe(false);
    expect(findings.length).toBeGreaterThan(0);
    for (const sentence of findings) expect(text).toContain(sentence.slice(1));
    expect(measured.map(({ testAccuracy }) => testAccuracy.length)).toEqual([2, 1, 1]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

it("keeps why a run is no result, and takes no run that it did not plan", async () => {
  const plan = await planSweep(tinySweep());
  const failure = { reason: "failed", message: "the page was closed" } as const;
  const { arms } = sweepResult(plan, [
    { arm: "lr-0.1", seed: 7, failure },
    { arm: "lr-9", seed: 7, failure },
  ]);
  expect(arms.map(({ failures }) => failures)).toEqual([[{ seed: 7, ...failure }], [], []]);
});

it.each(exerciseNames)("the exercise %s can be planned, and says what its options set", async (name) => {
  const { axes, runs, arms, seeds } = await planSweep(await exerciseSweep(name, { quick: true }));
  expect(runs).toHaveLength(arms.length * seeds.length);
  for (const { path, sets } of axes) expect(path.includes(".") ? undefined : sets?.length).toBe(sets?.length);
  expect(new Set(runs.map(({ spec }) => JSON.stringify(spec))).size).toBe(runs.length);
});

it("refuses a base in a file and a search by results", async () => {
  await expect(planSweep(tinySweep({ base: "base.json" }))).rejects.toMatchObject({ code: "sweep.baseFile" });
  const search = { kind: "tpe" as const, arms: 2 };
  await expect(planSweep(tinySweep({ search }))).rejects.toMatchObject({ code: "sweep.rounds" });
});
