/** Data with a folder of recordings: classes and groups are in the names of its folders, and so are they in Node. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parseSpec, runSpec, seriesFilesIn } from "../../dist/node/index.js";
import { finalHash, hasChromium, type Studio, serveStudio, watch } from "./studio-page.ts";

const PERSONS = ["ada", "bob", "cem", "dia", "eva", "fay", "gus", "hal"];

describe.skipIf(!hasChromium)("a folder on Data", () => {
  const place = mkdtempSync(join(tmpdir(), "tidelab-folder-"));
  let studio: Studio;
  beforeAll(async () => {
    for (const [n, person] of PERSONS.entries()) {
      for (const [k, kind] of ["walking", "running"].entries()) {
        mkdirSync(join(place, "study", person, kind), { recursive: true });
        const rows = Array.from({ length: 12 }, (_, t) => `${t},${Math.sin(t * (1 + k) + n * 1.7).toFixed(4)},${n}`);
        writeFileSync(join(place, "study", person, kind, "01.csv"), `time,x,"Temp, °C"\n${rows.join("\n")}\n`);
      }
    }
    writeFileSync(join(place, "study", "photo.jpg"), "x");
    writeFileSync(join(place, "study", ".DS_Store"), "x");
    studio = await serveStudio();
  });
  afterAll(async () => {
    rmSync(place, { recursive: true, force: true });
    await studio?.close();
  });

  it("is read with its folders, keeps persons on one side, and trains to the weights of Node", async () => {
    const context = await studio.open({ reducedMotion: "reduce" });
    const page = await context.newPage();
    const trouble = watch(page, studio.url);
    await page.goto(`${studio.url}#/data?source=file`);
    await page.getByRole("button", { name: "Choose a folder" }).waitFor();
    await page.locator("input[webkitdirectory]").setInputFiles(join(place, "study"));
    await page.getByText("1 other file was left out").waitFor();
    expect(await page.locator(".open-file").count()).toBe(16);
    await page.getByLabel("What study/ada/walking/01.csv is for").waitFor();
    await page.getByLabel("Layout").selectOption("long");
    await page.getByText("“Class by name” file, folder or grandparent", { exact: false }).waitFor();
    await page.getByLabel("Class by name").selectOption("folder");
    await page.getByText("16 series · 12 steps · 2 channels").waitFor();
    await page.getByLabel("Group by name").selectOption("folder");
    await page.getByText("received both from the name of its folder", { exact: false }).waitFor();
    await page.getByLabel("Group by name").selectOption("grandparent");
    await page.getByText("16 series · 12 steps · 2 channels").waitFor();
    // A name with a comma stays whole, as it is shown and as it is typed.
    const channels = page.getByLabel("Channels");
    expect(await channels.inputValue()).toBe('x, "Temp, °C"');
    await channels.fill('"Temp, °C",x');
    await page.keyboard.press("Enter");
    await page.getByText("16 series · 12 steps · 2 channels").waitFor();
    await page.getByRole("radio", { name: "File", exact: true }).click();
    await page.getByText("the names of files or folders say their groups", { exact: false }).waitFor();
    await page.goto(`${studio.url}#/train`);
    await page.locator("summary", { hasText: "Spec" }).click();
    const text = page.getByLabel("Spec as JSON");
    const chosen = JSON.parse(await text.inputValue());
    expect(chosen).toMatchObject({
      name: "study",
      data: {
        reading: {
          layout: "long",
          labelFrom: "folder",
          groupFrom: "grandparent",
          columns: { channels: ["Temp, °C", "x"] },
        },
      },
      split: { kind: "groups" },
    });
    const spec = {
      ...chosen,
      model: { layers: [{ layer: "gru", hiddenSize: 3 }, { layer: "last" }, { layer: "linear", outFeatures: 2 }] },
      training: { epochs: 2, batchSize: 4 },
    };
    await text.fill(JSON.stringify(spec));
    await page.locator(".transport .go").click();
    const hash = await finalHash(page);
    const run = runSpec(parseSpec(spec), { files: seriesFilesIn(place) });
    let next = await run.next();
    while (!next.done) next = await run.next();
    expect(hash).toBe(next.value.record.weightsSha256);
    expect(trouble).toEqual({ errors: [], foreign: [] });
    await context.close();
  });
});
