/** The studio in the browsers beside Chromium: it opens, has threads, and trains to the weights of Node. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parseSpec, runSpec } from "../../dist/node/index.js";
import { type Studio, serveStudio } from "./studio-page.ts";
import { BROWSERS } from "./web-driver.ts";

/** Rounded as every engine rounds: not each browser has fused operations. */
const SPEC = {
  name: "small",
  numerics: "portable",
  data: { kind: "waves", samples: 60, length: 12 },
  model: { layers: [{ layer: "gru", hiddenSize: 3 }, { layer: "last" }, { layer: "linear", outFeatures: 2 }] },
  training: { epochs: 2, batchSize: 16 },
};

async function hashInNode(): Promise<string> {
  const run = runSpec(parseSpec(SPEC));
  let next = await run.next();
  while (!next.done) next = await run.next();
  return next.value.record.weightsSha256;
}

describe.each(BROWSERS)("$name", ({ lacks, open }) => {
  let studio: Studio;
  beforeAll(async () => {
    studio = await serveStudio();
  });
  afterAll(() => studio?.close());

  const isAbsent = lacks.length > 0;
  it.skipIf(isAbsent)(
    isAbsent ? `is skipped: there is no ${lacks.join(", no ")}` : "opens, has threads, and trains to Node's weights",
    async () => {
      const page = await open();
      try {
        await page.goto(studio.url);
        await page.until("document.querySelector('.series-plot') !== null");
        await page.goto(`${studio.url}#/train`);
        await page.click("//summary[normalize-space()='Spec']");
        await page.fill("//textarea[@aria-label='Spec as JSON']", JSON.stringify(SPEC));
        await page.click("//*[contains(@class, 'transport')]//button[contains(@class, 'go')]");
        // Headers of `serveStudio`, which are those of `tidelab studio`, give threads in every browser.
        expect(await page.read("crossOriginIsolated")).toBe(true);
        expect(await page.read("document.querySelector('.topbar .chip').textContent")).toMatch(/^\d+ threads/);
        expect(await page.until("document.querySelector('[data-testid=weights-hash]')?.textContent")).toBe(
          await hashInNode(),
        );
        expect(await page.read("document.querySelectorAll('.live-chart canvas').length")).toBeGreaterThan(1);
        // What nobody caught would be in a toast.
        expect(await page.read("document.querySelector('.toast')?.textContent ?? ''")).toBe("");
      } finally {
        await page.close();
      }
    },
  );
});
