/** Journeys of verification: folders, archives and reports of the command line and of pages, each with its verdict; kept runs. */
import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { zipFiles } from "../../dist/node/runs.js";
import { hasChromium, type Studio, serveStudio, watch } from "./studio-page.ts";

const cli = fileURLToPath(new URL("../../dist/cli/main.js", import.meta.url));
const SPEC = {
  name: "small",
  data: { kind: "waves", samples: 60, length: 12 },
  model: { layers: [{ layer: "gru", hiddenSize: 3 }, { layer: "last" }, { layer: "linear", outFeatures: 2 }] },
  training: { epochs: 3, batchSize: 16 },
};

describe.skipIf(!hasChromium)("verify", () => {
  let studio: Studio;
  let folder: string;
  beforeAll(async () => {
    studio = await serveStudio();
    folder = mkdtempSync(join(tmpdir(), "tidelab-verify-"));
    writeFileSync(join(folder, "spec.json"), JSON.stringify(SPEC));
    execFileSync("node", [cli, "train", "spec.json", "--out", "small", "--quiet"], { cwd: folder, stdio: "pipe" });
  });
  afterAll(() => studio?.close());

  const zipOf = (path: string) => {
    const names = readdirSync(path, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    return zipFiles(
      new Map(
        names.map((entry) => {
          const file = join(entry.parentPath, entry.name);
          return [`small/${file.slice(path.length + 1)}`, new Uint8Array(readFileSync(file))];
        }),
      ),
    );
  };

  async function openVerify() {
    const context = await studio.open({ reducedMotion: "reduce" });
    const page = await context.newPage();
    const trouble = watch(page, studio.url);
    await page.goto(`${studio.url}#/verify`);
    await page.getByRole("heading", { name: "Verify" }).waitFor();
    return { context, page, trouble };
  }

  it("gives each of several files its verdict, and remembers them over a reload", async () => {
    const tampered = join(folder, "tampered");
    cpSync(join(folder, "small"), tampered, { recursive: true });
    const record = JSON.parse(readFileSync(join(tampered, "run.json"), "utf8"));
    record.history[1].gradNorm += 1e-9;
    writeFileSync(join(tampered, "run.json"), JSON.stringify(record, undefined, 2));
    const { context, page, trouble } = await openVerify();
    const file = (name: string, content: Uint8Array | string) => {
      return { name, mimeType: "application/octet-stream", buffer: Buffer.from(content) };
    };
    const html = readFileSync(join(folder, "small", "report.html"), "utf8");
    await page.setInputFiles("input[multiple]", [
      file("ada.zip", zipOf(join(folder, "small"))),
      file("bob.zip", zipOf(tampered)),
      file("report.html", html),
      file("edited.html", html.replace("</h1>", " by me</h1>")),
      file("carl.zip", "PK no archive"),
      file("hello.html", "<b onclick='alert(1)'>hello</b>"),
    ]);
    const verdict = (name: string) => page.locator(".verify-item", { hasText: name }).locator(".chip");
    await page.getByText("2 equal · 4 not · 0 still to come").waitFor();
    expect(await verdict("ada.zip/small").textContent()).toBe("Equal to the bit");
    expect(await verdict("bob.zip/small").textContent()).toBe("Differs from epoch 2");
    expect(await verdict("edited.html").textContent()).toBe("Files differ");
    for (const name of ["carl.zip", "hello.html"]) expect(await verdict(name).textContent()).toBe("Unreadable");
    await page.getByText("history[1].gradNorm").waitFor();
    await page.getByText("Compared and equal: run.json, model.safetensors, gradients.json, report").waitFor();
    await page.reload();
    await page.getByText("2 equal · 4 not · 0 still to come").waitFor();
    await page.getByText("the files are needed to do it again").first().waitFor();
    await page.getByRole("button", { name: "Clear the list" }).click();
    await page.reload();
    expect(await page.locator(".verify-item").count()).toBe(0);
    expect(trouble).toEqual({ errors: [], foreign: [] });
    await context.close();
  });

  it("keeps a run of the command line, which is verified here and stays verified; pauses and stops", async () => {
    const { context, page, trouble } = await openVerify();
    await page.setInputFiles("input[multiple]", [
      { name: "small.zip", mimeType: "application/zip", buffer: Buffer.from(zipOf(join(folder, "small"))) },
    ]);
    await page.getByText("1 equal · 0 not").waitFor();
    await page.getByRole("button", { name: "Keep on this device" }).click();
    await page.getByText("small is kept on this device.").waitFor();
    await page.getByRole("button", { name: "Open" }).click();
    await page.locator(".gcard").first().waitFor();
    await page.getByRole("button", { name: "Verify" }).click();
    await page.getByText("Trained again in this page: all 3 epochs").waitFor();
    await page.reload();
    await page.getByText("Trained again in this page: all 3 epochs").waitFor();
    await page.getByText("Verified to the bit").waitFor();

    // A long one, paused and stopped: it says so, and nothing goes on.
    const long = {
      ...SPEC,
      data: { ...SPEC.data, samples: 900, length: 100 },
      training: { epochs: 12, batchSize: 16 },
    };
    writeFileSync(join(folder, "long.json"), JSON.stringify(long));
    execFileSync("node", [cli, "train", "long.json", "--out", "long", "--quiet"], { cwd: folder, stdio: "pipe" });
    await page.goto(`${studio.url}#/verify`);
    const buffer = readFileSync(join(folder, "long", "run.json"));
    await page.setInputFiles("input[multiple]", { name: "run.json", mimeType: "application/json", buffer });
    await page.getByRole("button", { name: "Pause" }).click();
    await page.getByText("Paused").waitFor();
    await page.getByRole("button", { name: "Go on" }).click();
    await page.getByText(/Epoch [1-9]\d* of 12/).waitFor();
    await page.getByRole("button", { name: "Stop" }).click();
    await page.locator(".chip", { hasText: "Stopped" }).waitFor();
    await page.getByRole("button", { name: "Verify again" }).click();
    await page.locator('[data-verdict="same"]', { hasText: "run.json" }).waitFor();
    expect(trouble).toEqual({ errors: [], foreign: [] });
    await context.close();
  });
});
