/** A wrong label of an own file: found in a confusion cell, shown in Data, corrected there, trained again with the spec that says so. */

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openSeriesFiles } from "../../dist/data/readers/index.js";
import { parseSpec } from "../../dist/node/index.js";
import { runSpec } from "../../dist/node/runs.js";
import { finalHash, hasChromium, type Studio, serveStudio, typeSpec, watch } from "./studio-page.ts";

const CSV = [
  "class,t0,t1,t2,t3,t4,t5",
  ...Array.from({ length: 40 }, (_, row) =>
    [row % 2 ? "walk" : "run", ...Array.from({ length: 6 }, (_, step) => ((row * (step + 2)) % 7) - 3)].join(","),
  ),
].join("\n");
const GAIT = {
  name: "gait",
  data: { kind: "files", train: "gait.csv" },
  model: { layers: [{ layer: "gru", hiddenSize: 3 }, { layer: "last" }, { layer: "linear", outFeatures: 2 }] },
  training: { epochs: 2, batchSize: 8 },
};

describe.skipIf(!hasChromium)("a wrong label of an own file", () => {
  let studio: Studio;
  beforeAll(async () => {
    studio = await serveStudio();
  });
  afterAll(() => studio?.close());

  it("is corrected in Data's table, undone, and the next run has it", async () => {
    const context = await studio.open({ reducedMotion: "reduce" });
    const page = await context.newPage();
    const trouble = watch(page, studio.url);
    await page.goto(`${studio.url}#/data`);
    await page.getByRole("radio", { name: "My file" }).click();
    await page.setInputFiles("input[type=file]", { name: "gait.csv", mimeType: "text/csv", buffer: Buffer.from(CSV) });
    await page.getByText("40 series · 6 steps").waitFor();
    await page.evaluate("location.hash = '#/train'");
    await typeSpec(page, GAIT);
    await page.locator(".transport .go").click();
    await finalHash(page);
    // From a cell of the matrix to the series among all.
    await page.getByRole("link", { name: "Matrix, series, report" }).click();
    await page.locator(".gcard").first().waitFor();
    await page
      .getByRole("button", { name: /^Show test series \d+ in Data$/ })
      .first()
      .click();
    const marked = page.locator(".series-table tr[aria-current]");
    await marked.waitFor();
    // The series of the recipe take the place of those that were shown before.
    await expect.poll(() => marked.locator("td").nth(2).textContent()).toContain("test");
    // A test series keeps its label; a training series does not.
    expect(await marked.locator("select").count()).toBe(0);
    const first = page.locator(".label-cell select").first();
    const index = Number(/\d+/.exec((await first.getAttribute("aria-label")) ?? "")?.[0]);
    const other = 1 - Number(await first.inputValue());
    const select = page.getByLabel(`Class of series ${index}`, { exact: true });
    await select.selectOption(String(other));
    await page.getByText("1 label corrected (data.relabel)").waitFor();
    await page.getByText(/^(walk|run) in the file$/).waitFor();
    await page.getByRole("button", { name: "Undo", exact: true }).click();
    await page.getByText("A training series with a wrong label").waitFor();
    await select.selectOption(String(other));
    await page.getByText("1 label corrected (data.relabel)").waitFor();
    await page.getByRole("button", { name: "Train on it" }).click();
    await page.waitForURL(/#\/train\/gait-2|#\/train\/gait/);
    await page.getByText("gait-2").first().waitFor();
    const spec = { ...GAIT, data: { ...GAIT.data, relabel: { [index]: other } } };
    const run = runSpec(parseSpec(spec as never), { files: openSeriesFiles([new File([CSV], "gait.csv")]) });
    let next = await run.next();
    while (!next.done) next = await run.next();
    await expect.poll(() => finalHash(page), { timeout: 60_000 }).toBe(next.value.record.weightsSha256);
    expect(trouble).toEqual({ errors: [], foreign: [] });
    await context.close();
  });
});
