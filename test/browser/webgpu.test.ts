/**
 * `tidelab/webgpu` trains in headless Chromium, through `navigator.gpu`, with the bits that Node gives on the CPU. The GPU is Chromium's own in
 * software. Skipped where there is no Chromium: `.ci/run` installs it.
 */
import { existsSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { type Browser, chromium } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { compile, models, train, waves, weightsSha256 } from "../../dist/node/index.js";

const executablePath = process.env.TIDELAB_CHROMIUM || "/usr/bin/chromium";
const root = fileURLToPath(new URL("../../", import.meta.url));
const layers = models.recurrent({ hiddenSize: 4 });

/** What a page does; the platform says that a GPU in software will do, which no page of a user can. */
const SCRIPT = `
import { compile, train, waves, weightsSha256 } from "${root}dist/index.js";
import { setPlatform } from "${root}dist/platform.js";
import { webgpu } from "${root}dist/engine/webgpu/index.js";
globalThis.run = async (layers, softwareGpu) => {
  setPlatform({ softwareGpu });
  const data = waves({ samples: 40, length: 8, seed: 7 });
  const model = compile(layers, { length: 8, classes: 2, seed: 7 });
  try {
    for await (const event of train(model, data, { epochs: 1, batchSize: 16 }, { numerics: "portable", device: webgpu })) void event;
  } catch (error) {
    return error.message;
  }
  return weightsSha256(model);
};`;

describe.skipIf(!existsSync(executablePath))("a GPU in Chromium", () => {
  let browser: Browser;
  let server: Server;
  let origin = "";

  beforeAll(async () => {
    const { outputFiles } = await build({
      stdin: { contents: SCRIPT, resolveDir: root },
      bundle: true,
      minify: true,
      format: "esm",
      platform: "browser",
      write: false,
    });
    const [script] = outputFiles;
    server = createServer((request, response) => {
      const isScript = request.url === "/script.js";
      response.setHeader("Content-Type", isScript ? "text/javascript" : "text/html");
      response.end(isScript ? script?.text : '<!doctype html><script type="module" src="/script.js"></script>');
    });
    await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const quiet = [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
    ];
    browser = await chromium.launch({ executablePath, args: [...quiet, "--enable-unsafe-webgpu"] });
  });

  afterAll(async () => {
    await browser?.close();
    server?.close();
  });

  const runIn = async (softwareGpu: boolean) => {
    const page = await browser.newPage();
    await page.goto(origin);
    await page.waitForFunction("globalThis.run !== undefined");
    const result = await page.evaluate(
      ([given, software]) => {
        return (globalThis as unknown as { run(layers: unknown, software: boolean): Promise<string> }).run(
          given,
          software,
        );
      },
      [layers, softwareGpu] as const,
    );
    await page.close();
    return result;
  };

  it("gives the weights that the CPU gives", async () => {
    const data = waves({ samples: 40, length: 8, seed: 7 });
    const model = compile(layers, { length: 8, classes: 2, seed: 7 });
    for await (const event of train(model, data, { epochs: 1, batchSize: 16 }, { numerics: "portable" })) void event;
    expect(await runIn(true)).toBe(weightsSha256(model));
  });

  it("says why it cannot be used: nobody allowed one in software", async () => {
    expect(await runIn(false)).toContain("no GPU but a slow imitation in software");
  });
});
