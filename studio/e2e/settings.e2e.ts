/** All settings: what is set by controls is in the text of the spec, and trains as the command line trains it. */
import { parseSpec, type SpecInput } from "tidelab";
import { runSpec } from "tidelab/runs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { finalHash, hasChromium, type Studio, serveStudio, typeSpec, watch } from "./studio-page.ts";

const SPEC = {
  name: "set",
  numerics: "portable",
  data: { kind: "waves", samples: 80, length: 12 },
  model: { layers: [{ layer: "gru", hiddenSize: 3 }, { layer: "last" }, { layer: "linear", outFeatures: 2 }] },
  training: { epochs: 3, batchSize: 16 },
} as const satisfies SpecInput;

describe.skipIf(!hasChromium)("all settings", () => {
  let studio: Studio;
  beforeAll(async () => {
    studio = await serveStudio();
  });
  afterAll(() => studio?.close());

  it("are controls of the spec, with errors at their places", async () => {
    const context = await studio.open();
    const page = await context.newPage();
    const trouble = watch(page, studio.url);
    await page.goto(`${studio.url}#/train`);
    await typeSpec(page, SPEC);
    await page.getByText("All settings").click();
    const form = page.locator(".all-settings");
    await form.getByLabel("schedule", { exact: true }).selectOption("step");
    await form.getByLabel("stepSize").fill("-1");
    await form.locator(".field-problem", { hasText: "training.schedule.stepSize" }).waitFor();
    await form.getByLabel("stepSize").fill("1");
    await form.locator(".field-problem").waitFor({ state: "detached" });
    await form.getByLabel("betas").fill("0.8, 0.99");
    await form.getByRole("switch", { name: "earlyStopping" }).click();
    await form.getByLabel("patience").fill("2");
    const add = async (list: string, kind: string) => {
      await form.getByLabel(`Kind: ${list}`).selectOption(kind);
      await form.getByRole("button", { name: `Add: ${list}` }).click();
    };
    await add("transforms", "difference");
    await form.getByText("1. gru").click();
    await form.getByLabel("hiddenSize").fill("4");
    await form.getByRole("button", { name: "Remove 2. last" }).click();
    await form
      .locator(".field-problem", { hasText: "model.layers" })
      .or(page.locator(".notice.warn"))
      .first()
      .waitFor();
    await add("model.layers", "globalAvgPool");
    await form.getByRole("button", { name: "Move 3. globalAvgPool up" }).click();
    const wanted = {
      ...SPEC,
      transforms: [{ transform: "difference" }],
      model: { layers: [{ layer: "gru", hiddenSize: 4 }, { layer: "globalAvgPool" }, SPEC.model.layers[2]] },
      training: {
        ...SPEC.training,
        schedule: { kind: "step", stepSize: 1 },
        betas: [0.8, 0.99],
        earlyStopping: { patience: 2 },
      },
    } as const satisfies SpecInput;
    const text = await page.getByLabel("Spec as JSON").inputValue();
    expect(parseSpec(JSON.parse(text))).toEqual(parseSpec(wanted));
    await page.getByRole("button", { name: "Train", exact: true }).click();
    const run = runSpec(parseSpec(wanted));
    let next = await run.next();
    while (!next.done) next = await run.next();
    expect(await finalHash(page)).toBe(next.value.record.weightsSha256);
    expect(trouble).toEqual({ errors: [], foreign: [] });
    await context.close();
  });
});
