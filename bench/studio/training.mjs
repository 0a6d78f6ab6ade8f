/** The lab, trained in the page with its four charts and in Node in turn, an epoch each: seconds, and the gaps between the page's frames. */
import { interleave, present } from "../harness/interleave.mjs";
import { startNode } from "../harness/peers.mjs";
import { summarize, summarizeRatios } from "../harness/stats.mjs";
import { withSpread } from "../report/markdown.mjs";
import { keptRun, openSpec, trainEpoch, withPage } from "./browser.mjs";
import { verdictText } from "./targets.mjs";

const LAB = { samples: 1200, length: 200, count: 840, batch: 32 };

/** Collects gaps between frames while `gaps.on`, and tasks of the main thread that take longer than 50 ms. */
const WATCH = `(() => {
  globalThis.gaps = { on: false, all: [], long: [] };
  let last = 0;
  const frame = (now) => {
    if (gaps.on && last > 0) gaps.all.push(now - last);
    last = gaps.on ? now : 0;
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
  new PerformanceObserver((list) => {
    if (gaps.on) for (const { duration } of list.getEntries()) gaps.long.push(duration);
  }).observe({ type: "longtask" });
})()`;

/** @param {readonly number[]} values @param {number} share */
const quantile = (values, share) =>
  values.toSorted((a, b) => a - b)[Math.ceil(share * values.length) - 1] ?? Number.NaN;

/** @type {import("./job.mjs").Job} */
export const training = {
  about: "the lab's epoch in the page beside Node's, and the page's frames meanwhile",
  run: ({ url, quick }) =>
    withPage(url, async ({ page }) => {
      const rounds = quick ? 2 : 7;
      await openSpec(page, url, { name: "lab" });
      const charts = await page.locator(".live-chart canvas").count();
      if (charts !== 4) throw new Error(`expected four charts beside the training, found ${charts}`);
      await page.evaluate(WATCH);
      let epoch = 0;
      const inPage = async () => {
        await page.evaluate(`gaps.on = ${epoch > 0}`);
        await trainEpoch(page, ++epoch);
        await page.evaluate("gaps.on = false");
        return (await keptRun(page)).history.at(-1)?.trainSeconds ?? Number.NaN;
      };
      // The page decides how many threads it has; Node gets as many.
      await inPage();
      const { threads, numerics } = await keptRun(page);
      const node = startNode("tidelab.mjs");
      /** @type {Map<string, (number | undefined)[]>} */
      let measured;
      try {
        const ready = await node.ask({ op: "prepare", model: "lstm", threads, ...LAB });
        if (ready.numerics !== numerics) {
          throw new Error(`expected the same kernels, found ${numerics} in the page and ${ready.numerics} in Node`);
        }
        const inNode = async () => (await node.ask({ op: "epochs", count: 1 })).seconds;
        measured = await interleave(
          [
            { name: "page", measure: inPage },
            { name: "Node", measure: inNode },
          ],
          { rounds, warmUp: 1 },
        );
      } finally {
        await node.close();
      }
      const { all, long } = /** @type {{ all: number[], long: number[] }} */ (await page.evaluate("gaps"));
      const [pages, nodes] = [measured.get("page"), measured.get("Node")];
      const ratio = summarizeRatios(pages ?? [], nodes ?? []);
      const epochVerdict = /** @type {const} */ ({ key: "epoch", value: ratio.median });
      const frameVerdict = /** @type {const} */ ({ key: "frames", value: quantile(all, 0.95) });
      return {
        title: "The lab in the page",
        body: [
          `Seconds of an epoch of ${LAB.count} series of ${LAB.length} steps, batch ${LAB.batch}, ${threads} threads, ${numerics} kernels, ${rounds} interleaved rounds after a warm-up: in the page ${withSpread(summarize(present(pages)))}, in Node ${withSpread(summarize(present(nodes)))}, ratio ${withSpread(ratio)} (${verdictText(epochVerdict)}).`,
          `Gaps between ${all.length} frames of the page meanwhile, with ${charts} charts: median ${quantile(all, 0.5).toFixed(1)} ms, 95th percentile ${quantile(all, 0.95).toFixed(1)} ms (${verdictText(frameVerdict)}), greatest ${Math.max(...all).toFixed(1)} ms. Tasks of the main thread above 50 ms: ${long.length}${long.length > 0 ? `, the longest ${Math.max(...long).toFixed(0)} ms` : ""}.`,
        ],
        verdicts: [epochVerdict, frameVerdict],
      };
    }),
};
