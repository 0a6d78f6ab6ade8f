/** Journeys of runs that have not ended, between the command line and a page: begun in one, ended in the other, with one hash. */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parseSpec, runInFolder } from "../../dist/node/index.js";
import { unzipFiles, zipFiles } from "../../dist/node/runs.js";
import { finalHash, hasChromium, type Studio, serveStudio, typeSpec, watch } from "./studio-page.ts";

const cli = fileURLToPath(new URL("../../dist/cli/main.js", import.meta.url));
const CSV = [
  "class,t0,t1,t2,t3,t4,t5",
  ...Array.from({ length: 40 }, (_, row) =>
    [row % 2 ? "walk" : "run", ...Array.from({ length: 6 }, (_, step) => ((row * (step + 2)) % 7) - 3)].join(","),
  ),
].join("\n");
const MODEL = { layers: [{ layer: "gru", hiddenSize: 3 }, { layer: "last" }, { layer: "linear", outFeatures: 2 }] };
const GAIT = {
  name: "gait",
  data: { kind: "files", train: "gait.csv" },
  model: MODEL,
  training: { epochs: 4, batchSize: 8 },
};

describe.skipIf(!hasChromium)("a run that has not ended", () => {
  let studio: Studio;
  let folder: string;
  let whole: string;
  beforeAll(async () => {
    studio = await serveStudio();
    folder = mkdtempSync(join(tmpdir(), "tidelab-resume-"));
    writeFileSync(join(folder, "gait.csv"), CSV);
    writeFileSync(join(folder, "gait.json"), JSON.stringify(GAIT));
    execFileSync("node", [cli, "train", "gait.json", "--out", "whole", "--quiet"], { cwd: folder, stdio: "pipe" });
    whole = JSON.parse(readFileSync(join(folder, "whole", "run.json"), "utf8")).weightsSha256;
  });
  afterAll(() => studio?.close());

  it("of the command line is imported with its file, goes on in the page, and ends in the weights of one that never stopped", async () => {
    const cut = join(folder, "cut");
    const before = process.cwd();
    process.chdir(folder);
    try {
      for await (const event of runInFolder(parseSpec(GAIT), { folder: cut })) {
        if (event.type === "checkpoint" && event.state.history.length === 2) break;
      }
    } finally {
      process.chdir(before);
    }
    const states = ["start.json", "step-00000004.safetensors", "step-00000008.safetensors"];
    const read = (path: string) => new Uint8Array(readFileSync(path));
    const zip = zipFiles(
      new Map([
        ...states.map((name) => [`cut/checkpoints/${name}`, read(join(cut, "checkpoints", name))] as const),
        ["data/gait.csv", read(join(folder, "gait.csv"))],
      ]),
    );
    const context = await studio.open({ reducedMotion: "reduce" });
    const page = await context.newPage();
    const trouble = watch(page, studio.url);
    await page.goto(`${studio.url}#/device`);
    await page.getByText("Drop run folders or archives").waitFor();
    await page.setInputFiles("input[multiple]", [
      { name: "cut.zip", mimeType: "application/zip", buffer: Buffer.from(zip) },
    ]);
    await page.getByText("Not ended: gait.").waitFor();
    await page.goto(studio.url);
    await page.getByText("gait was interrupted in epoch 3").waitFor();
    await page.getByRole("button", { name: "Go on" }).click();
    expect(await finalHash(page)).toBe(whole);
    expect(trouble).toEqual({ errors: [], foreign: [] });
    await context.close();
  });

  it("that was stopped, by the command line or here, goes on in the page to the weights of one that never stopped", async () => {
    const stopped = join(folder, "stopped");
    const stop = new AbortController();
    const before = process.cwd();
    process.chdir(folder);
    try {
      const options = { folder: stopped, signal: stop.signal };
      for await (const event of runInFolder(parseSpec(GAIT), options)) if (event.type === "epoch") stop.abort();
    } finally {
      process.chdir(before);
    }
    const record = JSON.parse(readFileSync(join(stopped, "run.json"), "utf8"));
    expect(record.status).toBe("stopped");
    const names = ["run.json", "model.safetensors", "checkpoints/start.json", "checkpoints/step-00000004.safetensors"];
    const zip = zipFiles(
      new Map([
        ...names.map((name) => [`stopped/${name}`, new Uint8Array(readFileSync(join(stopped, name)))] as const),
        ["data/gait.csv", new Uint8Array(readFileSync(join(folder, "gait.csv")))],
      ]),
    );
    const context = await studio.open({ reducedMotion: "reduce" });
    const page = await context.newPage();
    const trouble = watch(page, studio.url);
    await page.goto(`${studio.url}#/device`);
    await page.getByText("Drop run folders or archives").waitFor();
    const archive = { name: "stopped.zip", mimeType: "application/zip", buffer: Buffer.from(zip) };
    await page.setInputFiles("input[multiple]", [archive]);
    await page.getByText("Stopped: gait. It can go on in Train.").waitFor();
    const link = (await page.getByRole("link", { name: "gait", exact: true }).getAttribute("href")) ?? "";
    await page.goto(`${studio.url}${link.replace("#/run/", "#/train/")}`);
    await page.getByText("It can go on, to the weights").waitFor();
    expect(await finalHash(page)).toBe(record.weightsSha256);
    await page.getByRole("button", { name: "Go on" }).click();
    await page.locator(".status-line .chip", { hasText: "Finished" }).waitFor();
    expect(await finalHash(page)).toBe(whole);
    // One that is stopped here goes on in the same way, after the page was loaded again.
    await page.goto(`${studio.url}#/train`);
    await page.getByRole("button", { name: "One epoch" }).click();
    await page.getByText("Paused after epoch 1.").waitFor();
    await page.getByRole("button", { name: "Stop and test" }).click();
    await page.getByText("It can go on, to the weights").waitFor();
    // Its folder, as the run's own screen gives it, is resumed by the command line.
    const address = page.url();
    await page.goto(address.replace("#/train/", "#/run/"));
    await page.getByRole("button", { name: "Download" }).click();
    const [file] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: /^Run folder.*tidelab resume/ }).click(),
    ]);
    const name = file.suggestedFilename();
    for (const [path, content] of await unzipFiles(new Uint8Array(readFileSync(await file.path())), name)) {
      mkdirSync(dirname(join(folder, "here", path)), { recursive: true });
      writeFileSync(join(folder, "here", path), content);
    }
    const here = join(folder, "here", name.replace(".zip", ""));
    expect(JSON.parse(readFileSync(join(here, "run.json"), "utf8")).status).toBe("stopped");
    execFileSync("node", [cli, "resume", here, "--data", folder, "--quiet"], { cwd: folder, stdio: "pipe" });
    expect(JSON.parse(readFileSync(join(here, "run.json"), "utf8"))).toMatchObject({
      ...{ status: "finished", weightsSha256: whole },
    });
    await page.goto(address);
    await page.reload();
    await page.getByRole("button", { name: "Go on" }).click();
    await page.locator(".status-line .chip", { hasText: "Finished" }).waitFor();
    expect(await finalHash(page)).toBe(whole);
    expect(trouble).toEqual({ errors: [], foreign: [] });
    await context.close();
  });

  it("of the page is exported, resumed by the command line, and ends in the same weights", async () => {
    const context = await studio.open({ reducedMotion: "reduce" });
    const page = await context.newPage();
    await page.goto(`${studio.url}#/data`);
    await page.getByRole("radio", { name: "My file" }).click();
    await page.setInputFiles("input[type=file]", { name: "gait.csv", mimeType: "text/csv", buffer: Buffer.from(CSV) });
    await page.getByText("40 series · 6 steps").waitFor();
    await page.evaluate("location.hash = '#/train'");
    await typeSpec(page, GAIT);
    await page.getByRole("button", { name: "One epoch" }).click();
    await page.getByText("Paused after epoch 1.").waitFor();
    await page.evaluate("location.hash = '#/device'");
    const [file] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: "Export everything" }).click(),
    ]);
    await page.getByText("1 of them has not ended").waitFor();
    const place = join(folder, "exported");
    for (const [path, content] of await unzipFiles(new Uint8Array(readFileSync(await file.path())), "tidelab.zip")) {
      mkdirSync(dirname(join(place, path)), { recursive: true });
      writeFileSync(join(place, path), content);
    }
    execFileSync("node", [cli, "resume", "gait", "--data", "data", "--quiet"], { cwd: place, stdio: "pipe" });
    expect(JSON.parse(readFileSync(join(place, "gait", "run.json"), "utf8")).weightsSha256).toBe(whole);
    await context.close();
  });
});
