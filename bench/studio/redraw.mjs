/** What a chart costs that has 10,000 points: the time of its own work when a step is added, canvas and all. */
import { median, summarize } from "../harness/stats.mjs";
import { withSpread } from "../report/markdown.mjs";
import { openSpec, stepsDone, trainSteps, withPage } from "./browser.mjs";
import { verdictText } from "./targets.mjs";

/** 50 steps an epoch of a network of nearly nothing. */
const SPEC = {
  name: "many-steps",
  data: { kind: "waves", samples: 72, length: 8 },
  model: { layers: [{ layer: "gru", hiddenSize: 1 }, { layer: "last" }, { layer: "linear", outFeatures: 2 }] },
  training: { epochs: 400, batchSize: 1 },
};
const STEPS_AN_EPOCH = 50;
const POINTS = 10_000;

/**
 * Times each callback of a frame, and what it leaves for the microtasks behind it: there uPlot draws. Called before the page's own scripts.
 */
const TIME_FRAMES = `(() => {
  const request = globalThis.requestAnimationFrame.bind(globalThis);
  globalThis.drawn = [];
  globalThis.requestAnimationFrame = (work) =>
    request((now) => {
      const begun = performance.now();
      work(now);
      queueMicrotask(() => drawn.push(performance.now() - begun));
    });
})()`;

/** @type {import("./job.mjs").Job} */
export const redraw = {
  about: "redrawing a chart of 10,000 points",
  run: ({ url, quick }) =>
    withPage(url, async ({ page }) => {
      const rounds = quick ? 3 : 15;
      const points = quick ? 1000 : POINTS;
      await page.addInitScript(TIME_FRAMES);
      await openSpec(page, url, SPEC);
      const before = await trainSteps(page, points);
      /** @type {number[]} */
      const slowest = [];
      for (let round = 0; round < rounds; round++) {
        await page.evaluate("drawn.length = 0");
        await page.keyboard.press("b");
        while ((await stepsDone(page)).done <= before + round) await page.waitForTimeout(10);
        // What the last step draws is drawn in the frame behind it.
        await page.evaluate("new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 50)))");
        slowest.push(Math.max(.../** @type {number[]} */ (await page.evaluate("drawn"))));
      }
      const verdict = /** @type {const} */ ({ key: "redraw", value: median(slowest) });
      return {
        title: "Redrawing",
        body: [
          `Milliseconds of the slowest chart when one more step is drawn behind ${before} others (${Math.floor(before / STEPS_AN_EPOCH)} epochs), ${rounds} steps: ${withSpread(summarize(slowest))} (${verdictText(verdict)}).`,
        ],
        verdicts: points < POINTS ? [] : [verdict],
      };
    }),
};
