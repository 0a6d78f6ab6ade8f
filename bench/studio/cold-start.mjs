/** From opening the page, in a browser that was just started and has nothing kept, to the first loss point. */
import { summarize } from "../harness/stats.mjs";
import { withSpread } from "../report/markdown.mjs";
import { withPage } from "./browser.mjs";
import { verdictText } from "./targets.mjs";

/** @typedef {import("./job.mjs").Job} Job */

/** @type {Job} */
export const coldStart = {
  about: "from opening the page to the first loss point",
  async run({ url, quick }) {
    const rounds = quick ? 1 : 5;
    /** @type {{ toButton: number, toLoss: number, foreign: number }[]} */
    const starts = [];
    for (let round = 0; round < rounds; round++) {
      starts.push(
        await withPage(url, async ({ page, foreign }) => {
          const begun = performance.now();
          await page.goto(url, { waitUntil: "commit" });
          const button = page.getByRole("button", { name: "Train now" });
          await button.waitFor();
          const toButton = performance.now() - begun;
          await button.click();
          await page.getByRole("img", { name: /^Timeline: [1-9]/ }).waitFor();
          return { toButton, toLoss: performance.now() - begun, foreign: foreign.length };
        }),
      );
    }
    const summary = (/** @type {"toButton" | "toLoss"} */ key) => summarize(starts.map((start) => start[key] / 1000));
    const [toButton, toLoss] = [summary("toButton"), summary("toLoss")];
    const foreign = Math.max(...starts.map((start) => start.foreign));
    const verdict = /** @type {const} */ ({ key: "cold-start", value: toLoss.median });
    return {
      title: "Cold start",
      body: [
        `Seconds since the address was entered, ${rounds} starts of Chromium with an empty profile, clicked as soon as the button is there: to the button ${withSpread(toButton)}, to the first loss point ${withSpread(toLoss)} (${verdictText(verdict)}). Clicks: 1. Requests that left the origin: ${foreign}.`,
      ],
      verdicts: [verdict, { key: "foreign", value: foreign }],
    };
  },
};
