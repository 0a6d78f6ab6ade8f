/** Journeys of what is kept: everything exported, verified by the command line, imported into another browser; deleting, the bin, own files. */
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
const MODEL = { layers: [{ layer: "gru", hiddenSize: 3 }, { layer: "last" }, { layer: "linear", outFeatures: 2 }] };
const WAVES = {
  name: "small",
  data: { kind: "waves", samples: 60, length: 12 },
  model: MODEL,
  training: { epochs: 2, batchSize: 16 },
};
const GAIT = { ...WAVES, name: "gait", data: { kind: "files", train: "gait.csv" } };
const CSV = [
  "class,t0,t1,t2,t3,t4,t5",
  ...Array.from({ length: 40 }, (_, row) =>
    [row % 2 ? "walk" : "run", ...Array.from({ length: 6 }, (_, step) => ((row * (step + 2)) % 7) - 3)].join(","),
  ),
].join("\n");

async function train(page: Page, url: string, spec: unknown): Promise<string> {
  await page.goto(`${url}#/train`);
  await page.reload();
  await typeSpec(page, spec);
  await page.locator(".transport .go").click();
  return finalHash(page);
}

describe.skipIf(!hasChromium)("what this device keeps", () => {
  let studio: Studio;
  beforeAll(async () => {
    studio = await serveStudio();
  });
  afterAll(() => studio?.close());

  it("goes elsewhere as one archive of ordinary folders and comes back; what is deleted can be restored until it is deleted for good", async () => {
    const context = await studio.open({ reducedMotion: "reduce" });
    const page = await context.newPage();
    const trouble = watch(page, studio.url);
    await train(page, studio.url, WAVES);
    await page.goto(`${studio.url}#/data`);
    await page.getByRole("radio", { name: "My file" }).click();
    await page.setInputFiles("input[type=file]", { name: "gait.csv", mimeType: "text/csv", buffer: Buffer.from(CSV) });
    await page.getByText("40 series · 6 steps").waitFor();
    await typeSpecHere(page);
    const hash = await finalHash(page);

    await page.goto(`${studio.url}#/device`);
    await page
      .getByRole("row", { name: /gait\.csv/ })
      .getByText("gait", { exact: true })
      .waitFor();
    const [file] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: "Export everything" }).click(),
    ]);
    await page.getByText("The archive has 2 runs").waitFor();
    const zip = readFileSync(await file.path());
    const folder = mkdtempSync(join(tmpdir(), "tidelab-all-"));
    for (const [path, content] of await unzipFiles(new Uint8Array(zip), "tidelab.zip")) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), content);
    }
    for (const args of [["small"], ["gait", "--data", "data"]]) {
      const verdict = execFileSync("node", [cli, "verify", ...args, "--json"], { cwd: folder, encoding: "utf8" });
      expect(JSON.parse(verdict), args[0]).toMatchObject({ result: "same" });
    }

    // Deleted, undone; deleted, restored; deleted for good.
    await page.getByRole("button", { name: "Delete small" }).click();
    await page.getByRole("button", { name: "Undo" }).click();
    await page.getByRole("link", { name: "small" }).waitFor();
    await page.getByRole("button", { name: "Delete gait", exact: true }).click();
    await page.getByText("only gait, in the bin").waitFor();
    await page.reload();
    await page.getByRole("button", { name: "Restore gait" }).click();
    await page.getByRole("button", { name: "Delete gait", exact: true }).click();
    await page.getByRole("button", { name: "Delete gait for good" }).dblclick();
    await page.getByText("Nothing brings it back.").click();
    await page.getByText("The bin is empty.").waitFor();
    await page.getByText("no run", { exact: true }).waitFor();
    await page.getByRole("button", { name: /^Remove [0-9a-f]{8}/ }).click();
    await page.getByText("Nothing brings it back.").click();
    await page.getByText("No file of yours is kept.").waitFor();
    expect(trouble).toEqual({ errors: [], foreign: [] });
    await context.close();

    // Another browser: both runs with the file, once; what is no run is named.
    const other = await studio.open({ reducedMotion: "reduce" });
    const second = await other.newPage();
    const there = watch(second, studio.url);
    await second.goto(`${studio.url}#/device`);
    const give = (name: string, buffer: Buffer) => ({ name, mimeType: "application/zip", buffer });
    await second.getByText("Drop run folders or archives").waitFor();
    await second.setInputFiles("input[multiple]", [give("all.zip", zip), give("bad.zip", Buffer.from("PK"))]);
    await second.getByText(/^Kept: /).waitFor();
    await second.getByText("1 own file is kept with them.").waitFor();
    await second.getByText("bad.zip was not kept:").waitFor();
    await second.setInputFiles("input[multiple]", [give("all.zip", zip)]);
    await second.getByText(/^Kept before: /).waitFor();
    await second.getByRole("link", { name: "gait", exact: true }).click();
    await second.locator(".gcard").first().waitFor();
    expect(await second.getByTestId("weights-hash").textContent()).toBe(hash);
    await second.getByRole("button", { name: "Verify" }).click();
    await second.getByText("Trained again in this page: all 2 epochs").waitFor();
    expect(there).toEqual({ errors: [], foreign: [] });
    await other.close();
  });

  /** On the page that has the file open. */
  async function typeSpecHere(page: Page): Promise<void> {
    await page.evaluate("location.hash = '#/train'");
    await typeSpec(page, GAIT);
    await page.locator(".transport .go").click();
    await page.waitForURL(/#\/train\/gait/);
  }
});
