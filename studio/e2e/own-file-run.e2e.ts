/** A run on the user's own file, on every screen, before and after the page is loaded again: the file is found by its hash. */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { unzipFiles } from "../../dist/node/runs.js";
import { finalHash, hasChromium, type Studio, serveStudio, typeSpec, watch } from "./studio-page.ts";

const cli = fileURLToPath(new URL("../../dist/cli/main.js", import.meta.url));
const HEADER = ["class", ...Array.from({ length: 12 }, (_, step) => `t${String(step)}`)];
const ROWS = Array.from({ length: 60 }, (_, row) => [
  row % 2 ? "walk" : "run",
  ...Array.from({ length: 12 }, (_, step) => (row % 2 ? Math.sin(step + row) : ((step * row) % 5) - 2).toFixed(2)),
]);
const CSV = `${[HEADER, ...ROWS].map((row) => row.join(",")).join("\n")}\n`;
const specOf = (epochs: number) => ({
  name: "gait",
  data: { kind: "files", train: "gait.csv" },
  model: { layers: [{ layer: "gru", hiddenSize: 3 }, { layer: "last" }, { layer: "linear", outFeatures: 2 }] },
  training: { epochs, batchSize: 8 },
});

async function openFile(page: Page, url: string): Promise<void> {
  await page.goto(`${url}#/data`);
  await page.getByRole("radio", { name: "My file" }).click();
  await page.setInputFiles("input[type=file]", { name: "gait.csv", mimeType: "text/csv", buffer: Buffer.from(CSV) });
  await page.getByText("60 series · 12 steps · 1 channel").waitFor();
}

async function train(page: Page, url: string, epochs: number): Promise<void> {
  await page.goto(`${url}#/train`);
  await typeSpec(page, specOf(epochs));
  await page.locator(".transport .go").click();
}

describe.skipIf(!hasChromium)("a run on an own file", () => {
  let studio: Studio;
  beforeAll(async () => {
    studio = await serveStudio();
  });
  afterAll(() => studio?.close());

  it("is shown, explained, verified, reported and handed on after the page was loaded again", async () => {
    const context = await studio.open({ reducedMotion: "reduce" });
    const page = await context.newPage();
    const trouble = watch(page, studio.url);
    await openFile(page, studio.url);
    await train(page, studio.url, 2);
    const hash = await finalHash(page);
    const id = /#\/train\/([^?]+)/.exec(page.url())?.[1] ?? "";
    for (const when of ["at once", "loaded again"]) {
      await page.goto(`${studio.url}#/run/${id}`);
      if (when === "loaded again") await page.reload();
      await page.locator(".gcard").first().waitFor();
      await page.goto(`${studio.url}#/explain/${id}`);
      if (when === "loaded again") await page.reload();
      await page.getByRole("img", { name: /Update gate/ }).waitFor();
      await page.goto(`${studio.url}#/report/${id}`);
      if (when === "loaded again") await page.reload();
      await page.getByRole("heading", { name: "Reproducing this run" }).waitFor();
    }
    await page.goto(`${studio.url}#/run/${id}`);
    await page.getByRole("button", { name: "Verify" }).click();
    await page.getByText("Trained again in this page: all 2 epochs").waitFor();
    await page.getByRole("button", { name: "Download" }).click();
    const [file] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: /^Run folder/ }).click(),
    ]);
    const folder = mkdtempSync(join(tmpdir(), "tidelab-own-"));
    for (const [path, content] of await unzipFiles(new Uint8Array(readFileSync(await file.path())), "gait.zip")) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), content);
    }
    writeFileSync(join(folder, "gait.csv"), CSV);
    const verdict = execFileSync("node", [cli, "verify", "gait", "--json"], { cwd: folder, encoding: "utf8" });
    expect(JSON.parse(verdict)).toMatchObject({ result: "same" });
    // Its recipe trains again, to the same weights, though nobody opened the file in this page.
    await page.goto(`${studio.url}#/train/${id}`);
    await page.reload();
    await page.getByTestId("weights-hash").waitFor();
    await page.locator(".transport .go").click();
    await page.waitForURL((to) => !to.hash.includes(id));
    expect(await finalHash(page)).toBe(hash);
    expect(trouble).toEqual({ errors: [], foreign: [] });
    await context.close();
  });

  it("goes on after the page was loaded again, to the weights of a run that was not interrupted", async () => {
    const context = await studio.open({ reducedMotion: "reduce" });
    const page = await context.newPage();
    const trouble = watch(page, studio.url);
    await openFile(page, studio.url);
    await train(page, studio.url, 3);
    const hash = await finalHash(page);
    await page.getByRole("button", { name: "One epoch" }).click();
    await page.getByText("Paused after epoch 1.").waitFor();
    const id = /#\/train\/([^?]+)/.exec(page.url())?.[1] ?? "";
    await page.goto(`${studio.url}#/report/${id}`);
    await page.reload();
    await page.getByText("This run has not ended yet").waitFor();
    await page.getByRole("link", { name: "Show it in Train" }).click();
    await page.getByText("This run was interrupted.").waitFor();
    await page.keyboard.press("Space");
    expect(await finalHash(page)).toBe(hash);
    await page.getByRole("link", { name: "Matrix, series, report" }).click();
    await page.locator(".gcard").first().waitFor();
    expect(trouble).toEqual({ errors: [], foreign: [] });
    await context.close();
  });

  it("means its own file by a name that another file has since, and nothing trains while a file is wrong", async () => {
    const context = await studio.open({ reducedMotion: "reduce" });
    const page = await context.newPage();
    const trouble = watch(page, studio.url);
    await openFile(page, studio.url);
    await train(page, studio.url, 2);
    const hash = await finalHash(page);
    const id = /#\/train\/([^?]+)/.exec(page.url())?.[1] ?? "";
    await page.goto(`${studio.url}#/data`);
    const open = (text: string) =>
      page.setInputFiles("input[type=file]", { name: "gait.csv", mimeType: "text/csv", buffer: Buffer.from(text) });
    await open(CSV.replaceAll("1.00", "0.25"));
    await page.getByText("60 series · 12 steps · 1 channel").waitFor();
    await page.goto(`${studio.url}#/train/${id}`);
    await page.getByTestId("weights-hash").waitFor();
    await page.locator(".transport .go").click();
    await page.waitForURL((to) => !to.hash.includes(id));
    expect(await finalHash(page)).toBe(hash);
    // Cells that cannot be read: the recipe is of this file now, and its training is refused.
    await page.goto(`${studio.url}#/data`);
    await open(CSV.replaceAll(/^run,[^,]*/gm, "run,oh"));
    await page.getByText("The files cannot be read yet").waitFor();
    await page.goto(`${studio.url}#/train`);
    await page.locator(".transport .go").click();
    // Above the curves, and where the pad would be.
    await page
      .getByText(/gait\.csv:2:\d+: expected a number/)
      .first()
      .waitFor();
    expect(trouble).toEqual({ errors: [], foreign: [] });
    await context.close();
  });

  it("says that its file is gone, and has it again once it is opened", async () => {
    const context = await studio.open({ reducedMotion: "reduce" });
    const page = await context.newPage();
    const trouble = watch(page, studio.url);
    await openFile(page, studio.url);
    await train(page, studio.url, 2);
    await finalHash(page);
    const id = /#\/train\/([^?]+)/.exec(page.url())?.[1] ?? "";
    await page.evaluate(`(async () => {
      const remove = async (folder) => {
        for await (const [name, entry] of folder.entries()) {
          if (name === "data") await folder.removeEntry(name, { recursive: true });
          else if (entry.kind === "directory") await remove(entry);
        }
      };
      await remove(await navigator.storage.getDirectory());
    })()`);
    const gone = page.getByText("gait.csv is not kept on this device any more.").first();
    for (const screen of ["run", "explain", "report", "train"]) {
      await page.goto(`${studio.url}#/${screen}/${id}`);
      await page.reload();
      if (screen === "train") await page.locator(".transport .go").click();
      await gone.waitFor();
    }
    await openFile(page, studio.url);
    await page.goto(`${studio.url}#/run/${id}`);
    await page.locator(".gcard").first().waitFor();
    expect(trouble).toEqual({ errors: [], foreign: [] });
    await context.close();
  });
});
