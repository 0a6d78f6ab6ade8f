/** Archives that say of themselves that they unpack to far more than they are: refused by their directory, everywhere, and the page goes on. */
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { zipFiles } from "../../dist/node/runs.js";
import { hasChromium, type Studio, serveStudio, watch } from "./studio-page.ts";

/** 1.5 MB, and 1.5 GB unpacked, as its directory has it. @param name  of the file in it */
function bomb(name: string): Buffer {
  const archive = zipFiles(new Map([[name, new Uint8Array(1_500_000)]]));
  const view = new DataView(archive.buffer);
  view.setUint32(view.getUint32(archive.length - 22 + 16, true) + 24, 1_500_000_000, true);
  return Buffer.from(archive);
}

const SENTENCE =
  /expected a zip file that unpacks to at most 200 times its size, received one of 1\.5 MB that unpacks to 1500 MB\. If you know/;

describe.skipIf(!hasChromium)("archives that are too large unpacked", () => {
  const folder = mkdtempSync(join(tmpdir(), "tidelab-archives-"));
  let studio: Studio;
  beforeAll(async () => {
    for (const name of ["big.tidelab", "big.zip"]) {
      writeFileSync(join(folder, name), "");
      // Without blocks: only its size is there.
      truncateSync(join(folder, name), 2 ** 30);
    }
    studio = await serveStudio();
  });
  afterAll(async () => {
    rmSync(folder, { recursive: true, force: true });
    await studio?.close();
  });

  it("are refused on Verify, among the imports and on Data", async () => {
    const context = await studio.open({ reducedMotion: "reduce" });
    const page = await context.newPage();
    const trouble = watch(page, studio.url);
    const file = (name: string, inside: string) => ({ name, mimeType: "application/zip", buffer: bomb(inside) });
    await page.goto(`${studio.url}#/verify`);
    await page
      .locator("input[type=file]")
      .first()
      .setInputFiles([file("lab.zip", "lab/run.json")]);
    await page.getByText(SENTENCE).waitFor();
    await page.goto(`${studio.url}#/device`);
    await page.getByText("Drop run folders or archives").waitFor();
    await page.setInputFiles("input[multiple]", [file("all.zip", "lab/run.json")]);
    await page.getByText(SENTENCE).waitFor();
    await page.goto(`${studio.url}#/data`);
    await page.getByRole("radio", { name: "My file" }).click();
    await page.setInputFiles("input[type=file]", file("gait.npz", "x.npy"));
    await page.getByText(SENTENCE).waitFor();
    expect(trouble).toEqual({ errors: [], foreign: [] });
    await context.close();
  });

  it("are refused by their size or their last bytes where they have a gigabyte, which nobody reads", async () => {
    const context = await studio.open({ reducedMotion: "reduce" });
    const page = await context.newPage();
    const trouble = watch(page, studio.url);
    await page.goto(`${studio.url}#/teach`);
    const assignment = {
      ...{ tidelab: "assignment", version: 1, id: "lab4", title: "Lab 4" },
      ...{ work: { kind: "exercise", name: "summary" }, questions: [] },
    };
    const buffer = Buffer.from(JSON.stringify(assignment));
    await page.setInputFiles("input[type=file]", { name: "a", mimeType: "application/json", buffer });
    await page.getByRole("link", { name: "Check submissions" }).click();
    const choose = page.locator(".file-drop input[type=file]").first();
    await choose.setInputFiles(join(folder, "big.tidelab"));
    const sentence =
      /big\.tidelab: expected a submission of at most 20 MB, received a file of 1074 MB, which was not read/;
    await page.getByText(sentence).waitFor();
    // The next ones are read, and what was said of those before is gone.
    await choose.setInputFiles({ name: "a.tidelab", mimeType: "", buffer: Buffer.from("no archive") });
    await page.locator('tr[data-result="unreadable"]').waitFor();
    expect(await page.getByText(sentence).count()).toBe(0);
    await page.goto(`${studio.url}#/verify`);
    await page.locator("input[type=file]").first().setInputFiles(join(folder, "big.zip"));
    await page.getByText(/big\.zip: expected/).waitFor();
    expect(trouble).toEqual({ errors: [], foreign: [] });
    await context.close();
  });
});
