/**
 * The installed package under bundlers that move or lose the worker's script, in headless Chromium: Vite's development server as it
 * is, with the two settings of docs/browser.md, and a classic script. Threads or a warning, and Node's bits in each.
 */
import { existsSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { createServer as createHttpServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { type Browser, chromium } from "playwright-core";
import { createServer, type InlineConfig, type ViteDevServer } from "vite";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { compile, createPredictor, evaluate, train, waves, weightsSha256 } from "../../dist/node/index.js";
import { installPacked } from "../project/installed.ts";

const executablePath = process.env.TIDELAB_CHROMIUM || "/usr/bin/chromium";

type Library = Pick<
  typeof import("../../dist/index.js"),
  "compile" | "createPredictor" | "evaluate" | "train" | "waves" | "weightsSha256"
>;

/** What both sides run; pages get it as text, so it uses nothing but its arguments. */
async function job(tidelab: Library, threads: number) {
  const data = tidelab.waves({ samples: 60, length: 20, seed: 7 });
  const layers = [
    { layer: "lstm", hiddenSize: 6 },
    { layer: "attention" },
    { layer: "linear", outFeatures: 2 },
  ] as const;
  const model = tidelab.compile({ layers: [...layers] }, { length: 20, classes: 2, seed: 7 });
  const options = { numerics: "portable", threads } as const;
  let ran = 0;
  for await (const event of tidelab.train(model, data, { epochs: 2, batchSize: 16 }, options)) {
    if (event.type === "start") ran = event.threads;
  }
  const predictor = await tidelab.createPredictor(model, options);
  const { predicted } = await predictor.predict(data.test.values);
  predictor.close();
  const { loss } = await tidelab.evaluate(model, data.test, options);
  return { ran, sha256: tidelab.weightsSha256(model), predicted: [...predicted], loss };
}

const PLAIN = `import * as tidelab from "tidelab"; globalThis.job = (threads) => (${job.toString()})(tidelab, threads);`;
const REGISTERED = `import { registerWorkers } from "tidelab";
import TidelabWorker from "tidelab/worker?worker";
registerWorkers(() => new TidelabWorker());
import "./plain.js";`;
const LOST = `import { registerWorkers } from "tidelab";
registerWorkers(() => new Worker("/nowhere.js", { type: "module" }));
import "./plain.js";`;

const page = (script: string, type = "module") =>
  `<!doctype html><title>x</title><script type="${type}" src="${script}"></script>`;

describe.skipIf(!existsSync(executablePath))("the installed package in Chromium", () => {
  // Not the link that macOS has for it: Vite compares paths.
  const folder = mkdtempSync(join(realpathSync(tmpdir()), "tidelab-bundlers-"));
  const servers: (ViteDevServer | Server)[] = [];
  let browser: Browser;

  beforeAll(async () => {
    installPacked(folder);
    writeFileSync(join(folder, "package.json"), '{ "private": true, "type": "module" }');
    for (const [name, script] of Object.entries({ plain: PLAIN, registered: REGISTERED, lost: LOST })) {
      writeFileSync(join(folder, `${name}.js`), script);
      writeFileSync(join(folder, `${name}.html`), page(`/${name}.js`));
    }
    const args = [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
    ];
    browser = await chromium.launch({ executablePath, args });
  });

  afterAll(async () => {
    await browser?.close();
    await Promise.all(servers.map((server) => server.close()));
    rmSync(folder, { recursive: true, force: true });
  });

  async function vite(name: string, config: InlineConfig = {}): Promise<string> {
    const server = await createServer({
      root: folder,
      cacheDir: join(folder, `node_modules/.vite-${name}`),
      configFile: false,
      logLevel: "silent",
      server: { host: "127.0.0.1", port: 0, hmr: false, watch: null },
      ...config,
    });
    servers.push(server);
    await server.listen();
    const [url = ""] = server.resolvedUrls?.local ?? [];
    return url.replace(/\/$/, "");
  }

  async function inPage(url: string, threads: number) {
    const opened = await browser.newPage();
    const warnings: string[] = [];
    opened.on("console", (message) => {
      if (message.type() === "warning") warnings.push(message.text());
    });
    try {
      await opened.goto(url);
      await opened.waitForFunction("globalThis.job");
      const call = (count: number) =>
        opened.evaluate(`job(${count}).catch(({ name, code, message }) => ({ name, code, message }))`);
      const first = await call(threads);
      return { first, again: await call(threads), warnings };
    } finally {
      await opened.close();
    }
  }

  const expected = async () => job({ compile, createPredictor, evaluate, train, waves, weightsSha256 }, 1);
  const WARNING = /^Tidelab runs on one thread, with the same numbers: .*optimizeDeps: \{ exclude: \["tidelab"\] \}/;

  it("under Vite's development server as it is, and with registerWorkers: threads", async () => {
    const url = await vite("plain");
    const same = { ...(await expected()), ran: 3 };
    for (const file of ["plain.html", "registered.html"]) {
      expect(await inPage(`${url}/${file}`, 3), file).toEqual({ first: same, again: same, warnings: [] });
    }
    const error = {
      name: "TidelabError",
      code: "threads.notLoaded",
      message: expect.stringContaining("tidelab/worker"),
    };
    expect(await inPage(`${url}/lost.html`, 2)).toEqual({ first: error, again: error, warnings: [] });
  });

  it("under Vite's development server with optimizeDeps.exclude: threads", async () => {
    const url = await vite("exclude", { optimizeDeps: { exclude: ["tidelab"] } });
    const same = { ...(await expected()), ran: 3 };
    expect(await inPage(`${url}/plain.html`, 3)).toEqual({ first: same, again: same, warnings: [] });
  });

  it.each([
    // What Vite 7's development server makes of a dependency.
    ["a module beside which no worker is served", "esm", "module"],
    ["a classic script, which has no address", "iife", "text/javascript"],
  ] as const)("as %s: one thread, and it says so once", async (_, format, type) => {
    const { outputFiles } = await build({
      entryPoints: [join(folder, "plain.js")],
      absWorkingDir: folder,
      bundle: true,
      format,
      platform: "browser",
      write: false,
      logLevel: "silent",
    });
    const server = createHttpServer((request, response) => {
      const isScript = request.url === "/bundle.js";
      if (!isScript && request.url !== "/") response.statusCode = 404;
      response.setHeader("Content-Type", isScript ? "text/javascript" : "text/html");
      response.end(isScript ? outputFiles[0]?.text : page("/bundle.js", type));
    });
    await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
    servers.push(server);
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    const same = await expected();
    expect(await inPage(url, 1)).toEqual({ first: same, again: same, warnings: [] });
    expect(await inPage(url, 2)).toEqual({ first: same, again: same, warnings: [expect.stringMatching(WARNING)] });
  });
});
