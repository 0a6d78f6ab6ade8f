/** Journeys of a run that has ended: its series by cell, its folder for the command line, its verification. */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { unzipFiles } from "../../dist/node/runs.js";
import { hasChromium, type Studio, serveStudio, typeSpec, watch } from "./studio-page.ts";

const cli = fileURLToPath(new URL("../../dist/cli/main.js", import.meta.url));

/** Too little training to be right everywhere. */
const SPEC = {
  name: "three-waves",
  data: { kind: "waves", samples: 160, length: 24, noise: 0.4, kinds: ["sine", "square", "chirp"] },
  model: { layers: [{ layer: "gru", hiddenSize: 4 }, { layer: "attention" }, { layer: "linear", outFeatures: 3 }] },
  training: { epochs: 3, batchSize: 16, lr: 0.03 },
};

async function trainAndOpen(page: Page, url: string): Promise<void> {
  await page.goto(`${url}#/train`);
  await typeSpec(page, SPEC);
  await page.locator(".transport .go").click();
  await page.getByRole("link", { name: "Matrix, series, report" }).click({ timeout: 300_000 });
  await page.locator(".gcard").first().waitFor();
}

async function downloaded(page: Page, name: RegExp): Promise<{ name: string; bytes: Uint8Array }> {
  await page.getByRole("button", { name: "Download" }).click();
  const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name }).click()]);
  return { name: file.suggestedFilename(), bytes: new Uint8Array(readFileSync(await file.path())) };
}

describe.skipIf(!hasChromium)("a run that has ended", () => {
  let studio: Studio;
  beforeAll(async () => {
    studio = await serveStudio();
  });
  afterAll(() => studio?.close());

  it("opens exactly the series of a cell by keys, and its folder verifies on the command line", async () => {
    const context = await studio.open();
    const page = await context.newPage();
    const trouble = watch(page, studio.url);
    await trainAndOpen(page, studio.url);
    // Every cell shows as many series as its number says.
    const cells = page.getByRole("gridcell");
    expect(await cells.count()).toBe(9);
    await page.locator('[data-cell][tabindex="0"]').focus();
    for (const key of ["Home", "ArrowUp", "ArrowUp"]) await page.keyboard.press(key);
    for (let index = 0; index < 3; index++) {
      await page.keyboard.press("Enter");
      const cell = page.locator("[data-cell]:focus");
      const [count, place] = [Number(await cell.textContent()), await cell.getAttribute("data-cell")];
      expect(place).toBe(`0,${index}`);
      expect(page.url()).toContain(`cell=0%2C${index}`);
      await page.locator(".cell-title", { hasText: new RegExp(`^${count} series`) }).waitFor();
      expect(await page.locator(".gcard").count()).toBe(Math.min(count, 12));
      await page.keyboard.press("ArrowRight");
    }

    const { name, bytes } = await downloaded(page, /^Run folder/);
    expect(name).toBe("three-waves.zip");
    const folder = mkdtempSync(join(tmpdir(), "tidelab-run-"));
    for (const [path, content] of await unzipFiles(bytes, name)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), content);
    }
    const verdict = execFileSync("node", [cli, "verify", join(folder, "three-waves"), "--json"], { encoding: "utf8" });
    expect(JSON.parse(verdict)).toMatchObject({ result: "same" });

    const predictions = await downloaded(page, /^Predictions/);
    const rows = new TextDecoder().decode(predictions.bytes).trim().split("\n");
    expect(rows).toHaveLength(1 + 24);

    await page.getByRole("button", { name: "Verify" }).click();
    await page.getByText("Trained again in this page: all 3 epochs").waitFor();
    await page.getByText("3 / 3").waitFor();
    expect(trouble).toEqual({ errors: [], foreign: [] });
    await context.close();
  });

  it("keeps notes and tags over a reload, and gives a deleted run back", async () => {
    const context = await studio.open();
    const page = await context.newPage();
    await trainAndOpen(page, studio.url);
    await page.getByRole("textbox", { name: "Notes" }).fill("I expected <b>more</b>.");
    await page.getByRole("button", { name: "Tag", exact: true }).click();
    await page.getByLabel("New tag").fill("baseline");
    await page.keyboard.press("Enter");
    await page.getByText("Saved on this device").last().waitFor();
    await page.waitForTimeout(600);
    await page.reload();
    await page.getByRole("button", { name: "Remove the tag baseline" }).waitFor();
    expect(await page.getByRole("textbox", { name: "Notes" }).inputValue()).toBe("I expected <b>more</b>.");
    await page.getByRole("button", { name: "Delete" }).click();
    await page.getByRole("button", { name: "Undo" }).click();
    await page.getByRole("link", { name: "three-waves" }).click();
    await page.locator(".gcard").first().waitFor();
    await context.close();
  });

  it("shows the command line's report, keeps the user's words apart from it, and gives it as a file that verifies", async () => {
    const context = await studio.open();
    const page = await context.newPage();
    const trouble = watch(page, studio.url);
    await trainAndOpen(page, studio.url);
    await page.getByRole("link", { name: "Report", exact: true }).last().click();
    const field = page.getByRole("textbox", { name: "What I observed" });
    await page.getByRole("heading", { name: "Reproducing this run" }).waitFor();
    const save = async () => {
      const [file] = await Promise.all([
        page.waitForEvent("download"),
        page.getByRole("button", { name: "HTML" }).click(),
      ]);
      const path = join(mkdtempSync(join(tmpdir(), "tidelab-report-")), "report.html");
      await file.saveAs(path);
      return path;
    };
    // Without words it is as it was sealed.
    const plain = await save();
    const verdict = execFileSync("node", [cli, "verify", plain, "--json"], { encoding: "utf8" });
    expect(JSON.parse(verdict)).toMatchObject({ result: "same" });
    await field.fill("It learnt <b>late</b>.");
    await page.getByText("1 field filled in by you").waitFor();
    await page.waitForTimeout(200);
    await page.reload();
    expect(await field.textContent()).toBe("It learnt <b>late</b>.");
    expect(readFileSync(await save(), "utf8")).toContain("It learnt &lt;b&gt;late&lt;/b&gt;.");
    expect(trouble).toEqual({ errors: [], foreign: [] });
    await context.close();
  });
});
