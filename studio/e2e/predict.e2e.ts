/** New files through a run of the page: read as its training file was, and the table is the command line's to the byte. */
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
const STEPS = Array.from({ length: 12 }, (_, step) => `t${String(step)}`);
const cellOf = (row: number, step: number) => (row % 2 ? Math.sin(step + row) : ((step * row) % 5) - 2).toFixed(2);
const rowsOf = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, index) => STEPS.map((_, step) => cellOf(from + index, step)));
const TRAINING = [["class", ...STEPS], ...rowsOf(0, 60).map((row, index) => [index % 2 ? "walk" : "=run", ...row])]
  .map((row) => row.join(","))
  .join("\n");
/** Semicolons, decimal commas, names, the class at the end, steps in another order of columns than training has. */
const NEW = [
  ["who", ...STEPS, "class"],
  ...rowsOf(60, 130).map((row, i) => [`p;${i}`, ...row, i % 2 ? "walk" : "=run"]),
]
  .map((row) => row.map((cell) => (cell.includes(";") ? `"${cell}"` : cell.replace(".", ","))).join(";"))
  .join("\n");

const SPEC = {
  name: "gait",
  data: { kind: "files", train: "gait.csv" },
  transforms: [{ transform: "normalise", method: "zScore" }],
  model: { layers: [{ layer: "gru", hiddenSize: 3 }, { layer: "last" }, { layer: "linear", outFeatures: 2 }] },
  training: { epochs: 2, batchSize: 8 },
};

const csvFile = (name: string, text: string) => ({ name, mimeType: "text/csv", buffer: Buffer.from(text) });

async function fileOf(page: Page, click: () => Promise<void>): Promise<Buffer> {
  const [download] = await Promise.all([page.waitForEvent("download"), click()]);
  return readFileSync(await download.path());
}

describe.skipIf(!hasChromium)("new files", () => {
  let studio: Studio;
  beforeAll(async () => {
    studio = await serveStudio();
  });
  afterAll(() => studio?.close());

  it("are predicted as `tidelab predict` does, to the byte; what cannot be is said with the page's own controls", async () => {
    const context = await studio.open({ reducedMotion: "reduce" });
    const page = await context.newPage();
    const trouble = watch(page, studio.url);
    await page.goto(`${studio.url}#/data`);
    await page.getByRole("radio", { name: "My file" }).click();
    await page.setInputFiles("input[type=file]", csvFile("gait.csv", TRAINING));
    await page.getByText("60 series · 12 steps · 1 channel").waitFor();
    await page.goto(`${studio.url}#/train`);
    await typeSpec(page, SPEC);
    await page.locator(".transport .go").click();
    await finalHash(page);
    await page.locator(".open-run").click();
    await page.getByRole("link", { name: "Predict new files" }).click();
    await page.getByText("series of 12 steps and 1 channel").waitFor();

    // Its names are in a column that training did not have: the user says so.
    await page.setInputFiles("input[type=file]", [csvFile("new.csv", NEW), csvFile("short.csv", "a,b\n1,2\n")]);
    const section = page.getByRole("region", { name: "new.csv" });
    await page.getByRole("region", { name: "short.csv" }).getByRole("alert").waitFor();
    const refused = (await page.getByRole("region", { name: "short.csv" }).getByRole("alert").textContent()) ?? "";
    expect(refused).not.toMatch(/--[a-z]/);
    await page.getByRole("button", { name: "Close short.csv" }).click();
    await section.getByLabel("Series", { exact: true }).fill("who");
    await page.keyboard.press("Enter");
    await section.getByText("70 series", { exact: true }).waitFor();
    await section.getByText(/right by the file's classes: \d+ of 70/).waitFor();
    expect(await section.locator("tbody tr").count()).toBe(50);
    await section.getByRole("button", { name: "Next page" }).click();
    expect(await section.locator("tbody tr").count()).toBe(20);
    const inPage = await fileOf(page, () => section.getByRole("button", { name: "Predictions (.csv)" }).click());

    await page.getByRole("link", { name: "Back to gait" }).click();
    await page.getByRole("button", { name: "Download" }).click();
    const zip = await fileOf(page, () => page.getByRole("button", { name: /^Run folder/ }).click());
    const folder = mkdtempSync(join(tmpdir(), "tidelab-predict-"));
    for (const [path, content] of await unzipFiles(new Uint8Array(zip), "gait.zip")) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), content);
    }
    writeFileSync(join(folder, "new.csv"), NEW);
    const flags = ["predict", "gait", "--input", "new.csv", "--id", "who", "--output", "out.csv"];
    execFileSync("node", [cli, ...flags], { cwd: folder });
    expect(inPage.toString()).toBe(readFileSync(join(folder, "out.csv"), "utf8"));
    expect(inPage.toString().split("\n")[0]).toBe("series,predicted,=run,walk");
    expect(trouble).toEqual({ errors: [], foreign: [] });
    await context.close();
  });

  it("that are dropped on a run of the lab's kind are predicted, series that the model does not take are refused", async () => {
    const context = await studio.open({ reducedMotion: "reduce" });
    const page = await context.newPage();
    const trouble = watch(page, studio.url);
    await page.goto(`${studio.url}#/train`);
    await typeSpec(page, { ...SPEC, name: "waves", data: { kind: "waves", samples: 60, length: 12 }, transforms: [] });
    await page.locator(".transport .go").click();
    await finalHash(page);
    await page.locator(".open-run").click();
    await page.locator(".gcard").first().waitFor();
    const text = rowsOf(0, 3)
      .map((row) => row.join(","))
      .join("\n");
    await page.evaluate(`(() => {
      const data = new DataTransfer();
      data.items.add(new File([${JSON.stringify(text)}], "dropped.csv"));
      data.items.add(new File([${JSON.stringify(text.replaceAll(/,[^,\n]*$/gm, ""))}], "shorter.csv"));
      dispatchEvent(new DragEvent("drop", { dataTransfer: data, cancelable: true }));
    })()`);
    const dropped = page.getByRole("region", { name: "dropped.csv" });
    await dropped.getByText("3 series", { exact: true }).waitFor();
    const shorter = page.getByRole("region", { name: "shorter.csv" });
    await shorter.getByText(/as the run was trained on, received series 1 of 11.*“Any length”/).waitFor();
    await shorter.getByRole("switch", { name: "Any length" }).click();
    await shorter.getByText("3 of 3 series do not have the 12 steps").waitFor();
    expect(trouble).toEqual({ errors: [], foreign: [] });
    await context.close();
  });

  it("that are too large for a page, or change on the disk, end in a sentence, here and on Data", async () => {
    const context = await studio.open({ reducedMotion: "reduce" });
    const page = await context.newPage();
    const trouble = watch(page, studio.url);
    const dropLarge = () =>
      page.evaluate(`(() => {
        const part = new Blob([new Uint8Array(2 ** 26)]);
        const data = new DataTransfer();
        data.items.add(new File(Array(9).fill(part), "large.csv"));
        dispatchEvent(new DragEvent("drop", { dataTransfer: data, cancelable: true }));
      })()`);
    await page.goto(`${studio.url}#/data`);
    await page.locator(".histogram").first().waitFor();
    await dropLarge();
    await page.getByText(/large\.csv is larger than 512 MB.*npx tidelab train/).waitFor();
    await page.goto(`${studio.url}#/train`);
    await typeSpec(page, { ...SPEC, data: { kind: "waves", samples: 60, length: 12 }, transforms: [] });
    await page.locator(".transport .go").click();
    await finalHash(page);
    const id = /#\/train\/([^?]+)/.exec(page.url())?.[1] ?? "";
    await page.goto(`${studio.url}#/predict/${id}`);
    await page.getByRole("button", { name: "Choose files" }).waitFor();
    // A page listens once it is painted, sooner than anybody can drop something.
    await page.evaluate("new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 100)))");
    await dropLarge();
    await page.getByText(/large\.csv is larger than 512 MB.*npx tidelab predict/).waitFor();
    const path = join(mkdtempSync(join(tmpdir(), "tidelab-changing-")), "changing.csv");
    const row = `${rowsOf(0, 1)[0]!.join(",")}\n`;
    writeFileSync(path, row);
    await page.setInputFiles("input[type=file]", path);
    const section = page.getByRole("region", { name: "changing.csv" });
    await section.getByText("1 series", { exact: true }).waitFor();
    writeFileSync(path, row.repeat(3));
    await section.getByText("How it is read", { exact: true }).click();
    await section.getByRole("switch", { name: "Any length" }).click();
    await section.getByText("changing.csv was changed, moved or locked while it was read.").waitFor();
    expect(trouble).toEqual({ errors: [], foreign: [] });
    await context.close();
  });
});
