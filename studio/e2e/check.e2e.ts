/** Check with files of several students that are called the same, and with a folder that is dropped again: no verdict is of another's bytes, no points are lost. */
import type { Page } from "playwright-core";
import { makeSubmission, parseAssignment } from "tidelab/teaching";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parseSpec } from "../../dist/node/index.js";
import { runFiles, runSpec, zipFiles } from "../../dist/node/runs.js";
import { hasChromium, type Studio, serveStudio, watch } from "./studio-page.ts";

const SPEC = parseSpec({
  name: "small",
  data: { kind: "waves", samples: 60, length: 12 },
  model: { layers: [{ layer: "gru", hiddenSize: 3 }, { layer: "last" }, { layer: "linear", outFeatures: 2 }] },
  training: { epochs: 2, batchSize: 16 },
});
const ASSIGNMENT = parseAssignment({
  ...{ tidelab: "assignment", version: 1, id: "lab4", title: "Lab 4" },
  work: { kind: "spec", spec: SPEC },
});

/** @param forge  what is changed in the record by hand */
async function submissionOf(name: string, forge = (record: string) => record): Promise<Buffer> {
  const run = runSpec(SPEC);
  let next = await run.next();
  while (!next.done) next = await run.next();
  const { files } = runFiles(next.value);
  const text = forge(new TextDecoder().decode(files.get("run.json")));
  files.set("run.json", new TextEncoder().encode(text));
  const student = { name, number: name };
  const given = { assignment: ASSIGNMENT, student, answers: {}, runs: new Map([["small", files]]), report: "" };
  return Buffer.from((await makeSubmission(given)).bytes);
}

const drop = (page: Page, ...buffers: Buffer[]) =>
  page
    .locator(".file-drop input[type=file]")
    .first()
    .setInputFiles(buffers.map((buffer) => ({ name: "lab.tidelab", mimeType: "", buffer })));

/** One drop a file, none of which waits for the one before. */
const dropAtOnce = (page: Page, ...buffers: Buffer[]) =>
  page.evaluate(
    (files) => {
      for (const file of files) {
        const dataTransfer = new DataTransfer();
        dataTransfer.items.add(new File([new Uint8Array(file)], "lab.tidelab"));
        document.body.dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true }));
      }
    },
    buffers.map((buffer) => [...buffer]),
  );

describe.skipIf(!hasChromium)("Check", () => {
  let studio: Studio;
  beforeAll(async () => {
    studio = await serveStudio();
  });
  afterAll(() => studio?.close());

  it("keeps files of one name apart, and points when they are dropped again", async () => {
    const honest = await submissionOf("Lin");
    const forged = await submissionOf("Wei", (text) =>
      text.replace(/("epoch": 2,[^}]*"valAccuracy": )[\d.]+/, "$10.125"),
    );
    const context = await studio.open({ reducedMotion: "reduce" });
    const page = await context.newPage();
    const trouble = watch(page, studio.url);
    await page.goto(`${studio.url}#/teach`);
    await page.getByRole("heading", { level: 1 }).waitFor();
    await page.evaluate(
      (assignment) =>
        new Promise<void>((resolve) => {
          const request = indexedDB.open("tidelab");
          request.onsuccess = () => {
            const change = request.result.transaction("drafts", "readwrite");
            change.objectStore("drafts").put({ id: "teach:lab4", assignment });
            change.oncomplete = () => resolve();
          };
        }),
      JSON.parse(JSON.stringify(ASSIGNMENT)),
    );
    await page.goto(`${studio.url}#/teach/check/lab4`);
    await page.locator(".file-drop").waitFor();
    // Nothing of what says that it unpacks to 1.5 GB is unpacked.
    const archive = zipFiles(new Map([["manifest.json", new Uint8Array(1_500_000)]]));
    const view = new DataView(archive.buffer);
    view.setUint32(view.getUint32(archive.length - 22 + 16, true) + 24, 1_500_000_000, true);
    await page
      .locator(".file-drop input[type=file]")
      .first()
      .setInputFiles([{ name: "bomb.tidelab", mimeType: "", buffer: Buffer.from(archive) }]);
    await page.locator('tr[data-file="bomb.tidelab"][data-result="unreadable"]').getByRole("button").click();
    await page.getByText("received one of 1.5 MB that unpacks to 1500 MB").waitFor();
    await dropAtOnce(page, honest, forged);
    const rowOf = (name: string) => page.locator("tbody tr").filter({ has: page.getByRole("button", { name }) });
    await expect.poll(() => rowOf("Wei").getAttribute("data-result"), { timeout: 30_000 }).toBe("different");
    // It lacks its report; its numbers are right.
    await expect.poll(() => rowOf("Lin").getAttribute("data-result"), { timeout: 30_000 }).toBe("incomplete");
    await page.getByLabel("Points of Lin").fill("8");
    await page.getByLabel("Points of Wei").fill("2");
    // The same folder once more, and a corrected file of one of them.
    await drop(page, honest, forged);
    await drop(page, await submissionOf("Wei"));
    await expect.poll(() => rowOf("Wei").last().getAttribute("data-result"), { timeout: 30_000 }).toBe("incomplete");
    expect(await page.getByLabel("Points of Lin").inputValue()).toBe("8");
    expect(await page.getByLabel("Points of Wei").first().inputValue()).toBe("2");
    expect(await rowOf("Lin").count()).toBe(1);
    await page.waitForTimeout(200);
    await page.reload();
    await rowOf("Lin").waitFor();
    expect(await page.getByLabel("Points of Lin").inputValue()).toBe("8");
    await expect.poll(() => rowOf("Wei").first().getAttribute("data-result")).toBe("different");
    expect(trouble).toEqual({ errors: [], foreign: [] });
    await context.close();
  });
});
