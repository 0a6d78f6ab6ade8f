/**
 * Whether the page's memory grows with epochs: measured after a forced collection of garbage, three times in one run. What is compiled while
 * it trains is memory too, half of all that comes in the first 200 epochs; so the 200 after them are held against the target.
 */
import { openSpec, stepsDone, trainSteps, withPage } from "./browser.mjs";
import { verdictText } from "./targets.mjs";

const WARM_UP = 20;
const EARLY = 200;
const LATE = 400;
/** So many that it is still training when it is asked to pause. */
const EPOCHS = 1000;

const SPEC = {
  name: "many-epochs",
  data: { kind: "waves", samples: 240, length: 32 },
  model: { layers: [{ layer: "lstm", hiddenSize: 16 }, { layer: "attention" }, { layer: "linear", outFeatures: 2 }] },
  training: { epochs: EPOCHS, batchSize: 32 },
};

/** @type {import("./job.mjs").Job} */
export const memory = {
  about: "memory of the page after 20, 200 and 400 epochs",
  run: ({ url }) =>
    withPage(url, async ({ page }) => {
      await openSpec(page, url, SPEC);
      const devtools = await page.context().newCDPSession(page);
      await devtools.send("HeapProfiler.enable");
      const heap = async () => {
        // Twice: what the first collection lets go of by a finalizer is free in the second.
        for (let time = 0; time < 2; time++) await devtools.send("HeapProfiler.collectGarbage");
        return (await devtools.send("Runtime.getHeapUsage")).usedSize / 1e6;
      };
      // Of the page and its workers, memory of WebAssembly among it; collects garbage itself.
      const whole = async () =>
        /** @type {number} */ (
          await page.evaluate("performance.measureUserAgentSpecificMemory().then(({ bytes }) => bytes)")
        ) / 1e6;
      const after = async (/** @type {number} */ epochs) => {
        const { all } = await stepsDone(page);
        const done = await trainSteps(page, (all * epochs) / EPOCHS);
        return { epochs: Math.floor((done * EPOCHS) / all), heap: await heap(), whole: await whole() };
      };
      // The timeline is that of the spec before until the page has read this one.
      while ((await stepsDone(page)).all % EPOCHS !== 0) await page.waitForTimeout(50);
      const [first, early, late] = [await after(WARM_UP), await after(EARLY), await after(LATE)];
      const verdict = /** @type {const} */ ({ key: "memory", value: late.whole / early.whole });
      const growth = (1000 * (late.heap - early.heap)) / (late.epochs - early.epochs);
      return {
        title: "Memory",
        body: [
          `The page with its workers, after garbage was collected: ${first.whole.toFixed(1)} MB after ${first.epochs} epochs, ${early.whole.toFixed(1)} MB after ${early.epochs}, ${late.whole.toFixed(1)} MB after ${late.epochs}, ratio of the last two ${verdict.value.toFixed(2)} (${verdictText(verdict)}). Of it the heap of the main thread, which has the code that was compiled and keeps what charts, timeline and tables show: ${first.heap.toFixed(1)} MB, ${early.heap.toFixed(1)} MB, then ${late.heap.toFixed(1)} MB, ${growth.toFixed(1)} kB an epoch at last.`,
        ],
        verdicts: [verdict],
      };
    }),
};
