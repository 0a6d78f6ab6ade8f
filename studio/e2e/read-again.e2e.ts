/** A file that is read in another way after settings and labels were changed, and a training of more epochs than anybody has time for. */
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { hasChromium, type Studio, serveStudio, typeSpec, watch } from "./studio-page.ts";

const HEADER = "class,t0,t1,t2,t3,t4,t5,t6,t7,t8,t9";
const ROWS = Array.from({ length: 40 }, (_, row) =>
  [
    row % 2 ? "walk" : "run",
    ...Array.from({ length: 10 }, (_, t) => Math.sin((1 + (row % 2)) * t + row).toFixed(2)),
  ].join(","),
);
const CSV = [HEADER, ...ROWS].join("\n");

async function specOf(page: Page): Promise<Record<string, Record<string, unknown>>> {
  await page.evaluate("location.hash = '#/train'");
  const text = page.getByLabel("Spec as JSON");
  if (!(await text.isVisible())) await page.locator("summary", { hasText: "Spec" }).click();
  const spec = JSON.parse(await text.inputValue());
  await page.evaluate("location.hash = '#/data?view=table'");
  return spec;
}

describe.skipIf(!hasChromium)("what the user chose", () => {
  let studio: Studio;
  beforeAll(async () => {
    studio = await serveStudio();
  });
  afterAll(() => studio?.close());

  it("outlasts another reading of the file; labels are given up only where their numbers mean others, and that is said", async () => {
    const context = await studio.open({ reducedMotion: "reduce" });
    const page = await context.newPage();
    const trouble = watch(page, studio.url);
    await page.goto(`${studio.url}#/data?source=file`);
    await page.setInputFiles("input[type=file]", { name: "gait.csv", mimeType: "text/csv", buffer: Buffer.from(CSV) });
    await page.getByText("40 series · 10 steps · 1 channel").waitFor();
    await page.evaluate("location.hash = '#/train'");
    await page.getByRole("textbox", { name: "Epochs" }).fill("7");
    await page.evaluate("location.hash = '#/data?view=table'");
    await page.getByLabel("Class of series 0").selectOption("walk");
    await page.getByText("1 label corrected").waitFor();
    const rule = page.getByLabel("Missing values", { exact: true });
    await rule.selectOption("linear");
    await expect.poll(async () => (await specOf(page)).data).toMatchObject({ missing: "linear", relabel: { 0: 1 } });
    expect(await specOf(page)).toMatchObject({ training: { epochs: 7 } });
    // A column that is left out may change which series there are: what the numbers mean is not known any more.
    await page.getByLabel("Left out", { exact: true }).fill("t9");
    await page.keyboard.press("Enter");
    await page.getByRole("alert").filter({ hasText: "1 corrected label was given up" }).waitFor();
    const spec = await specOf(page);
    expect(spec).toMatchObject({ training: { epochs: 7 }, data: { missing: "linear" } });
    expect(spec.data).not.toHaveProperty("relabel");
    await page.getByText("A training series with a wrong label").waitFor();
    expect(await page.getByRole("button", { name: "Undo" }).count()).toBe(0);
    expect(trouble).toEqual({ errors: [], foreign: [] });
    await context.close();
  });

  it("is never shown with series of another source while its own are read", async () => {
    const context = await studio.open({ reducedMotion: "reduce" });
    const page = await context.newPage();
    // The worker gets to the series of the file two seconds after it has said what suits them.
    await page.addInitScript(`{
      const { postMessage } = Worker.prototype;
      Worker.prototype.postMessage = function (message, ...rest) {
        const isLate = message?.request?.type === "load" && message.request.spec.data.kind === "files";
        setTimeout(() => postMessage.call(this, message, ...rest), isLate ? 2000 : 0);
      };
    }`);
    await page.goto(`${studio.url}#/data`);
    await page.getByText("1,200 series · 200 steps · 1 channel").waitFor();
    await page.goto(`${studio.url}#/data?source=file`);
    await page.setInputFiles("input[type=file]", { name: "gait.csv", mimeType: "text/csv", buffer: Buffer.from(CSV) });
    await page.getByRole("heading", { level: 1, name: "gait", exact: true }).waitFor();
    await page.locator(".skeleton", { hasText: "Reading the files" }).waitFor();
    expect(await page.getByText("1,200 series").count()).toBe(0);
    expect(await page.locator(".class-row[aria-label]").count()).toBe(0);
    await page.getByText("40 series · 10 steps · 1 channel").waitFor();
    await context.close();
  });

  it("names columns of a file that has no rows of text", async () => {
    const { default: fixtures } = await import("../../test/fixtures/readers.json", { with: { type: "json" } });
    const context = await studio.open({ reducedMotion: "reduce" });
    const page = await context.newPage();
    await page.goto(`${studio.url}#/data?source=file`);
    const buffer = Buffer.from(fixtures.compressed.small.brotli, "base64");
    await page.setInputFiles("input[type=file]", { name: "gait.parquet", mimeType: "", buffer });
    await page.getByText("parquet · 1,088 bytes · 2 series").waitFor();
    const label = page.getByRole("textbox", { name: "Class", exact: true });
    await label.fill("nowhere");
    await page.keyboard.press("Enter");
    await page.getByRole("alert").filter({ hasText: "nowhere" }).waitFor();
    await context.close();
  });

  it("is shown at once where it is a billion epochs", async () => {
    const context = await studio.open({ reducedMotion: "reduce" });
    const page = await context.newPage();
    const trouble = watch(page, studio.url);
    await page.goto(`${studio.url}#/train`);
    await typeSpec(page, {
      data: { kind: "waves", samples: 60, length: 12 },
      model: { layers: [{ layer: "gru", hiddenSize: 3 }, { layer: "last" }, { layer: "linear", outFeatures: 2 }] },
      training: { epochs: 1_000_000_000, batchSize: 16 },
    });
    await page.getByText("Step 0 of 3000000000").waitFor();
    expect(await page.locator(".tl-track text").count()).toBeLessThan(30);
    await page.getByRole("button", { name: "One epoch" }).click();
    await page.getByText("Paused after epoch 1.").waitFor();
    expect(trouble).toEqual({ errors: [], foreign: [] });
    await context.close();
  });
});
