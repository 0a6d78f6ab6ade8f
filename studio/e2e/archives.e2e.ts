/** Archives that say of themselves that they unpack to far more than they are: refused by their directory, everywhere, and the page goes on. */
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
  let studio: Studio;
  beforeAll(async () => {
    studio = await serveStudio();
  });
  afterAll(() => studio?.close());

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
});
