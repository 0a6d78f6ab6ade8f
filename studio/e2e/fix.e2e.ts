/** Wrong labels: found by their losses, corrected by keys, trained again and on, with the spec that says so. */
import { models, parseSpec, type SpecInput } from "tidelab";
import { type RunOptions, runSpec } from "tidelab/runs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { finalHash, hasChromium, type Studio, serveStudio, typeSpec, watch } from "./studio-page.ts";

const SPEC = {
  name: "noisy",
  numerics: "portable",
  seed: 5,
  data: { kind: "waves", samples: 120, length: 20, labelNoise: 0.1 },
  model: models.recurrent({ hiddenSize: 4, numLayers: 1 }),
  training: { epochs: 2, batchSize: 16, lr: 0.01 },
} as const satisfies SpecInput;

async function runInNode(relabel: Record<string, number> | undefined, options: RunOptions = {}) {
  const run = runSpec(parseSpec({ ...SPEC, data: { ...SPEC.data, ...(relabel && { relabel }) } }), options);
  let next = await run.next();
  while (!next.done) next = await run.next();
  return next.value;
}

describe.skipIf(!hasChromium)("fixing labels", () => {
  let studio: Studio;
  beforeAll(async () => {
    studio = await serveStudio();
  });
  afterAll(() => studio?.close());

  it("decides by keys, sees the truth afterwards, and trains again and on", async () => {
    const context = await studio.open();
    const page = await context.newPage();
    const trouble = watch(page, studio.url);
    await page.goto(`${studio.url}#/train`);
    await typeSpec(page, SPEC);
    await page.getByRole("button", { name: "Train", exact: true }).click();
    await finalHash(page);
    await page.getByRole("link", { name: "Matrix, series, report" }).click();
    await page.getByRole("link", { name: "Fix labels" }).click();
    const heading = page.getByRole("heading", { level: 2, name: /^Series \d+/ });
    await heading.waitFor();
    const here = page.url();
    const first = /\d+/.exec((await heading.textContent()) ?? "")?.[0] ?? "";
    expect(await page.getByText("It was made as").count()).toBe(0);
    const given = await page.locator(".fix-facts dd").first().textContent();
    const label = given?.includes("sine") ? 1 : 0;
    await page.keyboard.press(String(label + 1));
    await page.locator(".fix-question [role=status]", { hasText: "It was made as" }).waitFor();
    await page.keyboard.press("k");
    await page.getByText("1 relabelled, 1 kept").waitFor();
    await page.keyboard.press("u");
    await page.getByText("1 relabelled, 0 kept").waitFor();
    await page.getByRole("button", { name: "Train again" }).click();
    expect(await finalHash(page)).toBe((await runInNode({ [first]: label })).record.weightsSha256);
    // Once more, from the weights of the first run.
    await page.goto(here);
    await heading.waitFor();
    await page.getByRole("button", { name: "Train on" }).waitFor();
    expect(await page.getByRole("button", { name: "Train on" }).isDisabled()).toBe(true);
    await page.keyboard.press(String(label + 1));
    await page.getByRole("button", { name: "Train on" }).click();
    const before = await runInNode(undefined);
    const initial = { run: "0", weightsSha256: before.record.weightsSha256, model: before.model };
    await page.getByText("Fork of noisy after epoch 2").waitFor();
    expect(await finalHash(page)).toBe((await runInNode({ [first]: label }, { initial })).record.weightsSha256);
    expect(trouble).toEqual({ errors: [], foreign: [] });
    await context.close();
  });
});
