/** Start: what phones are offered, the dares, and the palette that finds runs, settings and screens. */
import axe from "axe-core";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { hasChromium, type Studio, serveStudio, watch } from "./studio-page.ts";

describe.skipIf(!hasChromium)("Start", () => {
  let studio: Studio;
  beforeAll(async () => {
    studio = await serveStudio();
  });
  afterAll(() => studio?.close());

  const open = async (width: number) => {
    const context = await studio.open({ reducedMotion: "reduce", viewport: { width, height: 800 } });
    const page = await context.newPage();
    const trouble = watch(page, studio.url);
    await page.goto(studio.url);
    await page.locator(".series-plot").first().waitFor();
    return { context, page, trouble };
  };
  const focused = (page: Page) =>
    page.evaluate("document.activeElement.labels?.[0]?.textContent ?? document.activeElement.textContent");

  it("offers a phone the five waves first, and the lab", async () => {
    const { context, page, trouble } = await open(360);
    await page.getByRole("heading", { name: "Teach a network to tell five waves apart." }).waitFor();
    expect(await page.locator(".bench-stage .series-plot").count()).toBe(5);
    await page.getByRole("button", { name: "Train the lab of the course instead" }).click();
    await page.getByRole("heading", { name: "Teach a network to tell two waves apart." }).waitFor();
    await page.getByRole("button", { name: "Back to the five waves" }).click();
    await page.locator(".bench-stage .series-plot").nth(4).waitFor();
    await page.getByRole("button", { name: "Train now" }).click();
    await page.waitForURL(/#\/train\/five-waves/);
    expect(trouble).toEqual({ errors: [], foreign: [] });
    await context.close();
  });

  it("dares what works: looking, and a training to break, which a run that is open keeps out", async () => {
    const { context, page, trouble } = await open(1440);
    await page.getByRole("button", { name: /Break it, then rewind/ }).click();
    await page.waitForURL(/#\/train\/to-break/);
    await page.getByText("Drag the learning rate up to 0.6 while it trains").waitFor();
    const { hash } = new URL(page.url());
    await page.getByText("Training", { exact: true }).first().waitFor();
    await page.keyboard.press("Space");
    await page
      .getByText(/^Paused/)
      .first()
      .waitFor();
    await page.goto(`${studio.url}#/`);
    await page.getByRole("button", { name: /Break it, then rewind/ }).click();
    await page.getByText("A run is open: stop it first").waitFor();
    expect(new URL(page.url()).hash).toBe(hash);
    await page.goto(`${studio.url}#/`);
    await page.getByRole("link", { name: /See where it looks/ }).click();
    await page.getByRole("slider").first().waitFor();
    expect(trouble).toEqual({ errors: [], foreign: [] });
    await context.close();
  });

  it("finds a setting, a screen and a run by the keyboard alone", async () => {
    const { context, page, trouble } = await open(1440);
    await page.keyboard.press("Control+k");
    const field = page.getByRole("combobox", { name: "Find runs, settings, screens" });
    await field.fill("dropout");
    await page.evaluate(axe.source);
    const { violations } = (await page.evaluate("axe.run(document)")) as axe.AxeResults;
    expect(violations.filter(({ impact }) => impact === "serious" || impact === "critical")).toEqual([]);
    await page.keyboard.press("Enter");
    await page.waitForURL(/#\/train/);
    await expect.poll(() => focused(page), { timeout: 20_000 }).toBe("Dropout");
    await page.keyboard.press("Control+k");
    await field.fill("no such thing at all");
    await page.getByText("Nothing fits.").waitFor();
    await page.keyboard.press("Escape");
    await field.waitFor({ state: "hidden" });
    expect(await focused(page)).toBe("Dropout");
    await page.keyboard.press("Control+k");
    await field.fill("by hand");
    await page.keyboard.press("Enter");
    await page.waitForURL(/#\/collect/);
    await page.keyboard.press("Control+k");
    await field.fill("train five");
    await page.keyboard.press("Enter");
    await page.waitForURL(/#\/train\/five-waves/);
    await page.getByTestId("weights-hash").waitFor({ timeout: 120_000 });
    await page.keyboard.press("Control+k");
    await field.fill("five-waves report");
    await page.keyboard.press("Enter");
    await page.waitForURL(/#\/report\/five-waves/);
    expect(trouble).toEqual({ errors: [], foreign: [] });
    await context.close();
  });
});
