/** Journeys of Compare: runs beside each other, an experiment with its statistics, a race whose racers are what Node trains. */

import type { Page } from "playwright-core";
import { parseSpec } from "tidelab";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runSpec } from "../../dist/node/runs.js";
import { hasChromium, type Studio, serveStudio, typeSpec, watch } from "./studio-page.ts";

/** Quick, and not right everywhere. */
const SPEC = {
  name: "small",
  data: { kind: "waves", samples: 120, length: 16, noise: 0.4 },
  model: { layers: [{ layer: "gru", hiddenSize: 4 }, { layer: "last" }, { layer: "linear", outFeatures: 2 }] },
  training: { epochs: 3, batchSize: 16, lr: 0.03 },
};

async function enterRecipe(page: Page, url: string, spec: unknown = SPEC): Promise<void> {
  await page.goto("about:blank");
  await page.goto(`${url}#/train`);
  await typeSpec(page, spec);
}

async function train(page: Page, url: string, spec: unknown): Promise<void> {
  await enterRecipe(page, url, spec);
  await page.locator(".transport .go").click();
  await page.getByTestId("weights-hash").waitFor({ timeout: 120_000 });
}

describe.skipIf(!hasChromium)("compare", () => {
  let studio: Studio;
  beforeAll(async () => {
    studio = await serveStudio();
  });
  afterAll(() => studio?.close());

  it("finds runs by the command line's filters, and puts those that are chosen beside each other", async () => {
    const context = await studio.open();
    const page = await context.newPage();
    const trouble = watch(page, studio.url);
    await page.goto(`${studio.url}#/compare`);
    await page.getByText("Nothing here yet. Train the lab, or run an exercise.").waitFor();
    await train(page, studio.url, SPEC);
    await train(page, studio.url, { ...SPEC, training: { ...SPEC.training, lr: 0.003 } });
    await page.keyboard.press("g");
    await page.keyboard.press("c");
    await page.getByRole("checkbox", { name: "Compare small-2" }).waitFor();
    const filter = page.getByRole("searchbox", { name: "Filter of runs" });
    await filter.fill("status=finished lr<0.01");
    await page.getByRole("checkbox", { name: "Compare small", exact: true }).waitFor({ state: "detached" });
    expect(page.url()).toContain("filter=status%3Dfinished+lr%3C0.01");
    await filter.fill("lr<small");
    await page.getByRole("alert").filter({ hasText: "expected a number for training.lr" }).waitFor();
    await filter.fill("");
    for (const name of ["small", "small-2"]) {
      await page.getByRole("checkbox", { name: `Compare ${name}`, exact: true }).check();
    }
    // Only what differs between the specs.
    const differing = page.locator(".differing tbody tr");
    await differing.filter({ hasText: "training.lr" }).getByText("0.003").waitFor();
    expect(await differing.filter({ hasText: "batchSize" }).count()).toBe(0);
    await page.getByRole("img", { name: "Validation loss of 2 runs over 3 epochs" }).waitFor();
    // One seed: no verdict.
    await page.getByText("3 seeds needed").waitFor();
    await page.reload();
    await page.getByRole("heading", { name: "2 runs" }).waitFor();
    expect(trouble).toEqual({ errors: [], foreign: [] });
    await context.close();
  });

  it("runs an experiment, adds the seeds that a verdict needs, and has it again after a reload", async () => {
    const context = await studio.open();
    const page = await context.newPage();
    const trouble = watch(page, studio.url);
    await enterRecipe(page, studio.url);
    await page.goto(`${studio.url}#/compare`);
    await page.getByLabel("Values").fill("0.03, -1");
    await page.getByLabel("Seeds").fill("1");
    await page.getByRole("button", { name: "Begin", exact: true }).click();
    await page.getByRole("alert").filter({ hasText: "training.lr" }).waitFor();
    await page.getByLabel("Values").fill("0.03, 0.0001");
    await page.getByRole("button", { name: "Begin", exact: true }).click();
    await page.getByText("2 of 2 runs").waitFor({ timeout: 120_000 });
    await page.getByRole("button", { name: "Add seeds" }).click();
    await page.getByText("6 of 6 runs").waitFor({ timeout: 120_000 });
    await page.getByText(/^(no )?difference shown$/).waitFor();
    await page.reload();
    await page.getByText("6 of 6 runs").waitFor();
    // The numbers are those that the package computes from runs in Node.
    const { sweepConclusions } = await import("../../dist/compare/index.js");
    const { planSweep, sweepResult } = await import("../../dist/sweep/index.js");
    const { name: _, ...base } = SPEC;
    const axes = [{ path: "training.lr", values: [0.03, 0.0001] }];
    const plan = await planSweep({ name: "lr", base, axes, seeds: 3 });
    const ended = await Promise.all(
      plan.runs.map(async ({ arm, seed, spec }) => ({ arm, seed, record: await runInNode(spec) })),
    );
    const { comparisons } = sweepConclusions({ result: sweepResult(plan, ended) }, "en");
    const points = (100 * comparisons[0]!.mean).toFixed(1);
    expect((await page.locator(".effects tbody .num").first().textContent())?.replace(/[+−]/, "")).toBe(
      points.replace("-", ""),
    );
    expect(trouble).toEqual({ errors: [], foreign: [] });
    await context.close();
  });

  it("a race ends each racer in the weights of its run alone in Node, paused or not; five seeds make it an experiment", async () => {
    const context = await studio.open();
    const page = await context.newPage();
    const trouble = watch(page, studio.url);
    // Fewer cores than racers: they take turns.
    await page.addInitScript("Object.defineProperty(navigator, 'hardwareConcurrency', { get: () => 2 })");
    await enterRecipe(page, studio.url);
    await page.goto(`${studio.url}#/compare?race=1`);
    await page.getByRole("radio", { name: "Those of the recipe" }).click();
    await page.getByRole("radio", { name: "1,000 each" }).click();
    await page.getByText("parameters").first().waitFor();
    await page.getByRole("button", { name: "Start the race" }).click();
    await page.getByRole("button", { name: "Pause all" }).click();
    await page.getByRole("button", { name: "Go on" }).click();
    await page.getByText("4 of 4 runs").waitFor({ timeout: 120_000 });
    const { matchParameters, recurrentFamily, cnnFamily } = await import("../../dist/sweep/index.js");
    const shape = { length: 16, channels: 1, classes: 2 };
    const families = {
      LSTM: recurrentFamily("lstm"),
      GRU: recurrentFamily("gru"),
      RNN: recurrentFamily("rnn"),
      CNN: cnnFamily(),
    };
    for (const [racer, family] of Object.entries(families)) {
      const { model } = matchParameters(family, 1000, shape);
      const { weightsSha256 } = await runInNode(parseSpec({ ...SPEC, name: racer, seed: 7, model }));
      expect(await page.getByTestId(`hash-${racer}`).textContent(), racer).toBe(weightsSha256);
    }
    await page.getByRole("radio", { name: "own seconds" }).click();
    expect(page.url()).toContain("x=seconds");
    // The replay goes by keys; ranks are those of what was crossed by then.
    const replay = page.getByRole("slider", { name: "Place of the replay" });
    await replay.focus();
    await page.keyboard.press("Home");
    expect(await page.locator(".standings tbody tr td:first-child").allTextContents()).toEqual(["–", "–", "–", "–"]);
    await page.getByRole("button", { name: "5 seeds" }).click();
    await page.getByText("20 of 20 runs").waitFor({ timeout: 240_000 });
    await page.locator(".arm-dots tbody tr").nth(3).waitFor();
    expect(trouble).toEqual({ errors: [], foreign: [] });
    await context.close();
  });
});

async function runInNode(spec: Parameters<typeof runSpec>[0]) {
  const run = runSpec(spec);
  let next = await run.next();
  while (!next.done) next = await run.next();
  return next.value.record;
}
