/** Journeys of the pad: keys alone draw a square that is called square, and the table that is saved gets the same probabilities in Node. */
import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readSeriesCsv } from "../../dist/data/readers/index.js";
import { models, parseSpec, runSpec } from "../../dist/node/index.js";
import { createClassifier } from "../../dist/node/inference.js";
import { finalHash, hasChromium, type Studio, serveStudio, typeSpec, watch } from "./studio-page.ts";

/** Learns sine from square in a second. */
const SPEC = {
  name: "small-lab",
  data: { kind: "waves", samples: 200, length: 24, noise: 0.1 },
  model: models.recurrent({ hiddenSize: 8 }),
  training: { epochs: 8, lr: 0.02 },
};

async function runInNode(epochs = SPEC.training.epochs) {
  const run = runSpec(parseSpec({ ...SPEC, training: { ...SPEC.training, epochs } }));
  let next = await run.next();
  while (!next.done) next = await run.next();
  return next.value;
}

describe.skipIf(!hasChromium)("drawing a series", () => {
  let studio: Studio;
  beforeAll(async () => {
    studio = await serveStudio();
  });
  afterAll(() => studio?.close());

  it("of a spec that is refused says why where the pad would be, until it is right", async () => {
    const context = await studio.open();
    const page = await context.newPage();
    const trouble = watch(page, studio.url);
    await page.goto(`${studio.url}#/train`);
    await typeSpec(page, { ...SPEC, transforms: [{ transform: "windows", length: 100 }] });
    const pad = page.locator(".draw-section");
    await pad.getByText("There are no series to look at:").waitFor();
    await pad.locator(".notice", { hasText: "transforms[0].length: needs series of at least 100 steps" }).waitFor();
    expect(await page.getByText("Making the series…").count()).toBe(0);
    await page.evaluate("location.hash = '#/explain'");
    await page.locator(".screen-loading").getByText("There are no series to look at:").waitFor();
    expect(await page.getByText("Making the series…").count()).toBe(0);
    await page.goBack();
    await typeSpec(page, SPEC);
    await page.getByRole("slider", { name: "Draw pad" }).waitFor();
    expect(trouble).toEqual({ errors: [], foreign: [] });
    await context.close();
  });

  it("keys alone: a square between anchors is called square; its CSV has the same probabilities in Node, to the bit", async () => {
    const context = await studio.open();
    const page = await context.newPage();
    const trouble = watch(page, studio.url);
    await page.goto(`${studio.url}#/train`);
    await typeSpec(page, SPEC);
    const pad = page.getByRole("slider", { name: "Draw pad" });
    await pad.waitFor();
    await page.getByText("These are random weights: the verdict is chance.").waitFor();
    await page.getByRole("button", { name: "Train", exact: true }).click();
    await finalHash(page);
    await page.getByText("weights of epoch 8").waitFor();

    await pad.focus();
    const press = async (key: string, times: number) => {
      for (let count = 0; count < times; count++) await page.keyboard.press(key);
    };
    // High for twelve steps, low for the rest.
    await page.keyboard.press("Home");
    await press("Shift+ArrowUp", 12);
    await press("Shift+ArrowDown", 2);
    await page.keyboard.press("Enter");
    await press("ArrowRight", 11);
    await page.keyboard.press("Enter");
    await page.keyboard.press("ArrowRight");
    await press("Shift+ArrowDown", 6);
    await page.keyboard.press("Enter");
    await page.keyboard.press("End");
    await page.keyboard.press("Enter");
    expect(await pad.getAttribute("aria-valuetext")).toMatch(/^step 24 of 24, value -/);
    await page.locator(".verdict .chosen[data-class=square]").waitFor();

    const download = page.waitForEvent("download");
    await page.getByRole("button", { name: "Save as CSV for tidelab predict" }).click();
    const text = await readFile(await (await download).path(), "utf8");
    const classifier = await createClassifier(await runInNode());
    const [series] = readSeriesCsv(text, "drawn.csv").series;
    const [answer] = await classifier.classify([series!]);
    classifier.close();
    if (answer === undefined || answer.refused) throw new Error("the classifier refused the series");
    expect(answer.predicted).toBe("square");
    for (const [label, name] of classifier.classNames.entries()) {
      const share = page.locator(`.verdict [data-class=${name}] .num`);
      expect(await share.getAttribute("title")).toBe(String(answer.probabilities[label]));
    }
    expect(trouble).toEqual({ errors: [], foreign: [] });
    await context.close();
  });

  it("a pen while it trains: the verdict follows, undo takes it back, and the weights are those of Node", async () => {
    const context = await studio.open();
    const page = await context.newPage();
    await page.goto(`${studio.url}#/train`);
    await typeSpec(page, { ...SPEC, name: "longer", training: { epochs: 30 } });
    const pad = page.getByRole("slider", { name: "Draw pad" });
    await pad.waitFor();
    await page.getByRole("button", { name: "Train", exact: true }).click();
    const box = (await pad.boundingBox())!;
    const line = page.locator(".draw-surface .series");
    const before = await line.getAttribute("d");
    await page.mouse.move(box.x + 10, box.y + 30);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width - 10, box.y + 120, { steps: 20 });
    await page.mouse.up();
    expect(await line.getAttribute("d")).not.toBe(before);
    await page.getByRole("button", { name: "Undo" }).click();
    expect(await line.getAttribute("d")).toBe(before);
    await finalHash(page);
    await page.getByText("weights of epoch 30").waitFor();
    await context.close();
  });

  it("back in time: at epoch 3 the pad has the probabilities of a run of 3 epochs, and training goes on", async () => {
    const context = await studio.open();
    const page = await context.newPage();
    const trouble = watch(page, studio.url);
    await page.goto(`${studio.url}#/train`);
    await typeSpec(page, SPEC);
    await page.getByRole("slider", { name: "Draw pad" }).waitFor();
    await page.getByRole("button", { name: "Train", exact: true }).click();
    await finalHash(page);
    await page.getByText("weights of epoch 8").waitFor();
    await page.getByRole("heading", { level: 1 }).click();
    for (let count = 0; count < 5; count++) await page.keyboard.press(",");
    await page.getByText("Viewing epoch 3.").waitFor();
    await page.getByText("weights of epoch 3").waitFor();
    const playhead = page.getByRole("slider", { name: "Playhead" });
    expect(await playhead.getAttribute("aria-valuetext")).toMatch(/^step \d+, epoch 3$/);

    const download = page.waitForEvent("download");
    await page.getByRole("button", { name: "Save as CSV for tidelab predict" }).click();
    const text = await readFile(await (await download).path(), "utf8");
    const classifier = await createClassifier(await runInNode(3));
    const [answer] = await classifier.classify(readSeriesCsv(text, "drawn.csv").series);
    classifier.close();
    if (answer === undefined || answer.refused) throw new Error("the classifier refused the series");
    for (const [label, name] of classifier.classNames.entries()) {
      const share = page.locator(`.verdict [data-class=${name}] .num`);
      expect(await share.getAttribute("title")).toBe(String(answer.probabilities[label]));
    }

    // To the first by keys, and back by the button; then the history as a film, which ends where it is live.
    await playhead.focus();
    await page.keyboard.press("Home");
    await page.getByText("untrained weights").waitFor();
    await page.getByRole("button", { name: "Back to the last" }).click();
    await page.getByText("weights of epoch 8").waitFor();
    await page.evaluate(`{
      globalThis.seen = [];
      const label = document.querySelector(".draw-section .section-head span");
      new MutationObserver(() => seen.push(label.textContent)).observe(label, { characterData: true, childList: true, subtree: true });
    }`);
    await page.getByRole("button", { name: "Play the history" }).click();
    await page.getByRole("button", { name: "Stop playing" }).waitFor();
    await page.getByRole("button", { name: "Play the history" }).waitFor();
    await page.getByText("weights of epoch 8").waitFor();
    const epochs = Array.from({ length: 8 }, (_, epoch) => `weights of epoch ${epoch + 1}`);
    expect(await page.evaluate("seen")).toEqual(["untrained weights", ...epochs]);

    // What was observed is numbered; its number leads to its epoch; a pin is kept.
    const first = page.locator(".notes li").first();
    await first.getByRole("button", { name: "Pin", exact: true }).click();
    await page.reload();
    await first.getByRole("button", { name: "Unpin" }).waitFor();
    await first.getByRole("button", { name: /^Show observation 1/ }).click();
    await page.getByText(/^Viewing epoch \d\.$/).waitFor();
    expect(trouble).toEqual({ errors: [], foreign: [] });
    await context.close();
  });
});
