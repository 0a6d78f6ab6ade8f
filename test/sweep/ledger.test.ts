/** The ledger of a sweep when much ends at once. */
import { mkdtemp, readdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import "../../src/node/platform.ts";
import { runInFolder } from "../../src/node/runs/whole-run.ts";
import { readSweepFile, runFolder } from "../../src/node/sweeps/folder.ts";
import { Ledger } from "../../src/node/sweeps/ledger.ts";
import { runSweep } from "../../src/node/sweeps/runner.ts";
import { makeArms, seedsOf } from "../../src/sweep/arms.ts";
import { checkSweep } from "../../src/sweep/check.ts";
import { tinySpec } from "../runs/tiny.ts";
import { parsed } from "./tiny-sweep.ts";

it("keeps all failures that come at the same moment, in the order of arms and seeds", async () => {
  const definition = await parsed({ seeds: 12 });
  const folder = await mkdtemp(join(tmpdir(), "tidelab-ledger-"));
  const { arms } = await checkSweep(definition, makeArms(definition), 7);
  const seeds = seedsOf(definition);
  const { ledger } = await Ledger.open({ definition, arms, seeds, folder }, undefined, () => {});
  const names = arms.flatMap(({ id: arm }) => seeds.map((seed) => ({ arm, seed })));
  const failure = { reason: "failed", message: "killed" } as const;
  await Promise.all(names.toReversed().map((name) => ledger.addFailure(name, failure)));
  expect((await readSweepFile(folder))?.failures).toEqual(names.map((name) => ({ ...name, ...failure })));
  expect(await readdir(folder)).toEqual(["sweep.json"]);
  expect(await ledger.countEnded()).toBe(names.length);
});

it("refuses a folder with runs of other specs, and ends the pool: it would keep the command alive", async () => {
  const definition = await parsed();
  const folder = await mkdtemp(join(tmpdir(), "tidelab-ledger-"));
  const { arms } = await checkSweep(definition, makeArms(definition), 7);
  const seeds = seedsOf(definition);
  const place = runFolder(folder, arms[0]?.id ?? "", seeds[0] ?? 0);
  const run = runInFolder(tinySpec(), { folder: place });
  while (!(await run.next()).done);
  let kills = 0;
  const pool = { run: () => Promise.reject(new Error("nothing runs")), kill: async () => void kills++ };
  const swept = runSweep({ definition, arms, seeds, folder }, { jobs: 1, pool });
  await expect(swept).rejects.toMatchObject({ code: "sweep.otherRuns", params: { count: 1, first: place } });
  expect(kills).toBe(1);
});
