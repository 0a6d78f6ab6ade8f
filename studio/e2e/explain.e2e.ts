/** Journey of Explain: a trained run, its test series, a morph with its flip, tracks and their numbers, all by keys where there are keys. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { models } from "../../dist/node/index.js";
import { finalHash, hasChromium, type Studio, serveStudio, typeSpec, watch } from "./studio-page.ts";

const SPEC = {
  name: "small-lab",
  data: { kind: "waves", samples: 200, length: 24, noise: 0.1 },
  model: models.recurrent({ hiddenSize: 8 }),
  training: { epochs: 8, lr: 0.02 },
};

describe.skipIf(!hasChromium)("explaining a run", () => {
  let studio: Studio;
  beforeAll(async () => {
    studio = await serveStudio();
  });
  afterAll(() => studio?.close());

  it("is opened first and loaded again, untrained, with the verdict beside its names", async () => {
    const context = await studio.open({ reducedMotion: "reduce" });
    const page = await context.newPage();
    const trouble = watch(page, studio.url);
    await page.goto(`${studio.url}#/explain`);
    for (let visit = 0; visit < 2; visit++) {
      await page.getByRole("img", { name: /Forget gate/ }).waitFor();
      const row = page.locator(".verdict .class-result").first();
      const [name, bar] = await Promise.all([
        row.locator("span").first().boundingBox(),
        row.locator(".bar").boundingBox(),
      ]);
      expect(bar?.height).toBe(10);
      expect(bar!.x).toBeGreaterThanOrEqual(name!.x + name!.width);
      await page.reload();
    }
    expect(trouble).toEqual({ errors: [], foreign: [] });
    await context.close();
  });

  it("without a run the lab's model is there, untrained", async () => {
    const context = await studio.open();
    const page = await context.newPage();
    const trouble = watch(page, studio.url);
    await page.goto(`${studio.url}#/explain`);
    await page.getByText("These are random weights: the verdict is chance.").waitFor();
    expect(trouble).toEqual({ errors: [], foreign: [] });
    await context.close();
  });

  it("test series, morph, tracks and the weights of each epoch", async () => {
    const context = await studio.open();
    const page = await context.newPage();
    const trouble = watch(page, studio.url);
    await page.goto(`${studio.url}#/train`);
    await typeSpec(page, SPEC);
    await page.getByRole("button", { name: "Train", exact: true }).click();
    await finalHash(page);
    await page.getByRole("link", { name: "Explain" }).first().click();
    await page.getByRole("img", { name: "Forget gate" }).waitFor();
    expect(page.url()).toMatch(/#\/explain\/small-lab-/);

    // A test series: the class it has is what the model says.
    await page.getByRole("radio", { name: "Test set" }).click();
    const series = page.getByText(/^Test series 1 of 30: (sine|square)$/);
    await series.waitFor();
    const name = /: (\w+)$/.exec((await series.textContent()) ?? "")?.[1];
    await page.locator(".says", { hasText: name! }).waitFor();

    // From one class to the other: the answer changes once, and F goes there. There the two are as good as equal.
    await page.getByRole("radio", { name: "Morph" }).click();
    await page.getByText(/^From sine to square at \d+\.\d%\.$/).waitFor();
    await page.getByRole("heading", { level: 1 }).click();
    await page.keyboard.press("f");
    await page.getByText("close call").waitFor();
    const shares = await page
      .locator(".verdict .num")
      .evaluateAll((all) => all.map((one) => Number(one.getAttribute("title"))));
    expect(Math.abs(shares[0]! - shares[1]!)).toBeLessThan(0.01);

    // The playhead: its numbers, by keys.
    const playhead = page.getByRole("slider", { name: "Time step" });
    await playhead.focus();
    await page.keyboard.press("End");
    await page.getByRole("heading", { name: "At step 24" }).waitFor();
    await page.locator(".step-values", { hasText: "Forget gate, mean" }).waitFor();

    await page.getByRole("checkbox", { name: "Hidden state" }).check();
    await page.getByRole("img", { name: "Hidden state" }).waitFor();
    await page.getByRole("checkbox", { name: "Forget gate" }).uncheck();
    expect(await page.getByRole("img", { name: "Forget gate" }).count()).toBe(0);

    await page.getByRole("slider", { name: "Weights of epoch" }).focus();
    await page.keyboard.press("Home");
    await page.getByText("These are random weights: the verdict is chance.").waitFor();
    expect(trouble).toEqual({ errors: [], foreign: [] });
    await context.close();
  });

  it("a model of convolutions: channels, what each step sees, and occlusion, under one playhead", async () => {
    const context = await studio.open({ reducedMotion: "reduce" });
    const page = await context.newPage();
    const trouble = watch(page, studio.url);
    await page.goto(`${studio.url}#/train`);
    const layers = [
      { layer: "conv1d", outChannels: 4, kernelSize: 5, padding: "same" },
      { layer: "relu" },
      { layer: "maxPool", kernelSize: 2 },
      { layer: "conv1d", outChannels: 6, kernelSize: 3, padding: "same" },
      { layer: "relu" },
      { layer: "globalAvgPool" },
      { layer: "linear", outFeatures: 2 },
    ];
    await typeSpec(page, { ...SPEC, name: "cnn", model: { layers } });
    await page.locator(".transport .go").click();
    await finalHash(page);
    await page.goto(`${studio.url}#/explain`);
    await page.getByRole("img", { name: "Convolution 3" }).waitFor();
    await page.getByRole("heading", { name: "Input and occlusion" }).waitFor();
    await page.getByLabel("Time step").fill("13");
    // Two steps to each side of 13; of the second, a pair and its neighbours, seen through the first.
    const values = page.locator(".step-values");
    await values.getByText("Convolution 0 sees steps").waitFor();
    expect(await values.textContent()).toMatch(/Convolution 0 sees steps11–15.*Convolution 3 sees steps9–18/);
    const lefts = await page
      .locator(".track-head")
      .evaluateAll((heads) => heads.map((one) => one.getBoundingClientRect().left));
    expect(new Set(lefts.map(Math.round)).size).toBe(1);
    expect(trouble).toEqual({ errors: [], foreign: [] });
    await context.close();
  });
});
