/** Journeys of training: one click, pause and steps, reload in the middle of an epoch. Each ends in the hash that Node gives. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Spec } from "../../dist/node/index.js";
import { models, parseSpec, runSpec } from "../../dist/node/index.js";
import { finalHash, hasChromium, type Studio, serveStudio, typeSpec, watch } from "./studio-page.ts";

/** The lab in small: its model, fewer and shorter series. */
const SMALL = {
  name: "small-lab",
  data: { kind: "waves", samples: 120, length: 24, noise: 0.15 },
  model: models.recurrent({ hiddenSize: 8 }),
  training: { epochs: 4 },
};
const LONGER = { ...SMALL, name: "longer", training: { epochs: 6 } };

/** What Node says of a spec. */
async function hashInNode(spec: Spec): Promise<string> {
  const run = runSpec(spec);
  let next = await run.next();
  while (!next.done) next = await run.next();
  return next.value.record.weightsSha256;
}

describe.skipIf(!hasChromium)("training in the studio", () => {
  let studio: Studio;
  beforeAll(async () => {
    studio = await serveStudio();
  });
  afterAll(() => studio?.close());

  it("one click from opening to the first loss", async () => {
    const context = await studio.open();
    const page = await context.newPage();
    const trouble = watch(page, studio.url);
    await page.goto(studio.url);
    await page.getByRole("button", { name: "Train now" }).click();
    await page.getByRole("img", { name: /^Timeline: [1-9]/ }).waitFor();
    expect(page.url()).toMatch(/#\/train\/lab-/);
    expect(trouble).toEqual({ errors: [], foreign: [] });
    await context.close();
  });

  it.each([true, false])("a spec that is typed ends in Node's hash; isolated: %s", async (isolated) => {
    const served = isolated ? studio : await serveStudio(false);
    const context = await served.open();
    const page = await context.newPage();
    const trouble = watch(page, served.url);
    await page.goto(`${served.url}#/train`);
    expect(await page.evaluate("crossOriginIsolated")).toBe(isolated);
    await typeSpec(page, SMALL);
    await page.getByRole("button", { name: "Train", exact: true }).click();
    expect(await finalHash(page)).toBe(await hashInNode(parseSpec(SMALL)));
    expect(trouble).toEqual({ errors: [], foreign: [] });
    await context.close();
    if (!isolated) await served.close();
  });

  it("batches and epochs alone, a pause and going on change nothing", async () => {
    const context = await studio.open();
    const page = await context.newPage();
    await page.goto(`${studio.url}#/train`);
    await typeSpec(page, SMALL);
    await page.getByRole("button", { name: "One batch" }).click();
    await page.getByText("Paused after batch 1.").waitFor();
    await page.getByRole("heading", { level: 1 }).click();
    await page.keyboard.press("b");
    await page.getByText("Paused after batch 2.").waitFor();
    await page.keyboard.press("e");
    await page.getByText("Paused after epoch 1.").waitFor();
    await page.keyboard.press("Space");
    expect(await finalHash(page)).toBe(await hashInNode(parseSpec(SMALL)));
    await context.close();
  });

  it("a reload in the middle of an epoch: interrupted, going on, the hash of a run that was not", async () => {
    const context = await studio.open();
    const page = await context.newPage();
    await page.goto(`${studio.url}#/train`);
    await typeSpec(page, LONGER);
    await page.getByRole("button", { name: "One epoch" }).click();
    await page.getByText("Paused after epoch 1.").waitFor();
    await page.getByRole("button", { name: "One batch" }).click();
    await page.getByText("Paused after batch 1.").waitFor();
    await page.goto(`${studio.url}#/`);
    await page.reload();
    await page.getByText("longer was interrupted in epoch 2").waitFor();
    await page.getByRole("button", { name: "Go on" }).click();
    expect(await finalHash(page)).toBe(await hashInNode(parseSpec(LONGER)));
    // It is kept: its hash is there after another reload, and nothing is interrupted.
    await page.reload();
    expect(await finalHash(page)).toMatch(/^[0-9a-f]{64}$/);
    await page.goto(`${studio.url}#/`);
    await page.getByRole("link", { name: "longer" }).waitFor();
    expect(await page.getByText("was interrupted").count()).toBe(0);
    await context.close();
  });

  it("a value that does not fit is refused at its field, in the package's words", async () => {
    const context = await studio.open();
    const page = await context.newPage();
    await page.goto(`${studio.url}#/train`);
    const lr = page.getByRole("textbox", { name: "Learning rate" });
    await lr.fill("-5");
    const problem = page.locator(".field-problem", { hasText: "received -5" }).first();
    await problem.waitFor();
    expect(await problem.textContent()).toContain("training.lr");
    expect(await page.getByRole("button", { name: "Train", exact: true }).isDisabled()).toBe(true);
    await lr.fill("0.001");
    await problem.waitFor({ state: "detached" });
    await context.close();
  });
});
