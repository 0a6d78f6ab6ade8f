/** An experiment that a reload interrupts, one at its ceiling, and the two dares that lead to races and to wrong labels. */
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parseSpec } from "../../dist/node/index.js";
import { runSpec } from "../../dist/node/runs.js";
import { finalHash, hasChromium, type Studio, serveStudio, typeSpec, watch } from "./studio-page.ts";

/** Right everywhere after a few epochs. */
const EASY = {
  name: "easy",
  data: { kind: "waves", samples: 120, length: 16, noise: 0 },
  model: { layers: [{ layer: "gru", hiddenSize: 8 }, { layer: "attention" }, { layer: "linear", outFeatures: 2 }] },
  training: { epochs: 6, batchSize: 8, lr: 0.03 },
};
/** Long enough to be interrupted. */
const LONG = {
  ...EASY,
  name: "long",
  data: { kind: "waves", samples: 400, length: 60 },
  training: { epochs: 40, batchSize: 8, lr: 0.01 },
};

async function beginExperiment(page: Page, url: string, spec: unknown, values: string, seeds: string): Promise<void> {
  await page.goto(`${url}#/train`);
  await typeSpec(page, spec);
  await page.evaluate("location.hash = '#/compare'");
  await page.getByLabel("Values").fill(values);
  await page.getByLabel("Seeds").fill(seeds);
  await page.getByRole("button", { name: "Begin", exact: true }).click();
}

describe.skipIf(!hasChromium)("experiments and dares", () => {
  let studio: Studio;
  beforeAll(async () => {
    studio = await serveStudio();
  });
  afterAll(() => studio?.close());

  it("a run that a reload interrupted continues, and ends in the weights that it has alone", async () => {
    const context = await studio.open();
    const page = await context.newPage();
    const trouble = watch(page, studio.url);
    await page.addInitScript("Object.defineProperty(navigator, 'hardwareConcurrency', { get: () => 1 })");
    await beginExperiment(page, studio.url, LONG, "0.01, 0.02", "1");
    // Ids and states of the runs that are kept, as the database has them.
    const kept = () =>
      page.evaluate(
        `new Promise((resolve) => {
          const request = indexedDB.open("tidelab");
          request.onsuccess = () => {
            const all = request.result.transaction("runs").objectStore("runs").getAll();
            all.onsuccess = () => {
              request.result.close();
              resolve(all.result.map(({ id, status, history, deletedAt, record, spec }) => {
                return { id, status, spec, epochs: history.length, isGone: deletedAt !== undefined, hash: record?.weightsSha256 };
              }));
            };
          };
        })`,
      ) as Promise<{ id: string; status: string; spec: unknown; epochs: number; isGone: boolean; hash?: string }[]>;
    // Past the first checkpoint of five.
    await expect.poll(async () => (await kept())[0]?.epochs ?? 0, { timeout: 120_000 }).toBeGreaterThan(9);
    await page.reload();
    const [before] = await kept();
    expect(before).toMatchObject({ status: "running", isGone: false });
    await page.getByRole("button", { name: /^(Run it|Go on)$/ }).click();
    await page.getByText("2 of 2 runs").waitFor({ timeout: 240_000 });
    const after = await kept();
    expect(after.map(({ isGone }) => isGone)).toEqual([false, false]);
    const run = runSpec(parseSpec(before?.spec as never));
    let next = await run.next();
    while (!next.done) next = await run.next();
    expect(after.find(({ id }) => id === before?.id)?.hash).toBe(next.value.record.weightsSha256);
    expect(trouble).toEqual({ errors: [], foreign: [] });
    await context.close();
  });

  it("at the ceiling is repeated with more noise by one button", async () => {
    const context = await studio.open();
    const page = await context.newPage();
    const trouble = watch(page, studio.url);
    await beginExperiment(page, studio.url, EASY, "0.03, 0.05", "1");
    await page.getByText("2 of 2 runs").waitFor({ timeout: 120_000 });
    await page.getByText("All arms reach the ceiling: raise the noise.").waitFor();
    const first = page.url();
    await page.getByRole("button", { name: "Again with noise 0.05" }).click();
    await page.waitForURL((url) => url.href !== first && url.href.includes("#/compare/"));
    await page.getByText("2 of 2 runs").waitFor({ timeout: 120_000 });
    // Its runs have the noise, and nothing else is another.
    const noise = await page.evaluate(
      `new Promise((resolve) => {
        const request = indexedDB.open("tidelab");
        request.onsuccess = () => {
          const all = request.result.transaction("runs").objectStore("runs").getAll();
          all.onsuccess = () => resolve(all.result.map(({ spec }) => spec.data.noise).sort());
        };
      })`,
    );
    expect(noise).toEqual([0, 0, 0.05, 0.05]);
    expect(trouble).toEqual({ errors: [], foreign: [] });
    await context.close();
  });

  it("the dare to race leads to four networks, the dare to find wrong labels to series that are wrong", async () => {
    const context = await studio.open({ reducedMotion: "reduce" });
    const page = await context.newPage();
    const trouble = watch(page, studio.url);
    await page.goto(studio.url);
    await page.getByRole("link", { name: /Race four networks/ }).click();
    await page.getByRole("button", { name: "Start the race" }).waitFor();
    for (const name of ["LSTM", "GRU", "RNN", "CNN"]) await page.getByText(name, { exact: true }).first().waitFor();
    await page.goBack();
    await page.getByRole("button", { name: /Find the wrong labels/ }).click();
    await page.getByText("When it has ended, open the run and correct its labels").waitFor();
    await finalHash(page);
    await page.getByRole("link", { name: "Matrix, series, report" }).click();
    await page.getByRole("link", { name: "Fix labels" }).click();
    const given = page.locator(".fix-facts dd").first();
    await given.waitFor();
    // The most surprising series has the label of the other class.
    await page.keyboard.press((await given.textContent())?.includes("sine") ? "2" : "1");
    await page.locator(".fix-question .notice.good").waitFor();
    expect(trouble).toEqual({ errors: [], foreign: [] });
    await context.close();
  });
});
