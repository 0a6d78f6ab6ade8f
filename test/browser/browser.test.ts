/**
 * The browser bundle trains in headless Chromium with the bits that Node gives, with and without cross-origin isolation.
 * Skipped where there is no Chromium (`TIDELAB_CHROMIUM`, or /usr/bin/chromium): `.ci/run` installs it.
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
const available = existsSync(executablePath);
const root = fileURLToPath(new URL("../../", import.meta.url));

const nets = {
  lstm: models.recurrent({ hiddenSize: 6 }),
  gru: models.recurrent({ cell: "gru", hiddenSize: 5 }),
  cnn: models.cnn({ channels: [4, 6] }),
};
type Net = keyof typeof nets;
type Numerics = "fused" | "portable";

/** What both sides run; it is sent to the page as text, so it may use nothing but its arguments. */
async function job(
  tidelab: Pick<typeof import("../../dist/index.js"), "compile" | "train" | "waves" | "weightsSha256">,
  layers: (typeof nets)[Net],
  numerics: Numerics,
  threads: number,
) {
  // 70 series to train on: nine shards, so that eight threads really start.
  const data = tidelab.waves({ samples: 100, length: 20, seed: 7 });
  const model = tidelab.compile(layers, { length: 20, classes: 2, seed: 7 });
  let ran = { numerics: "", threads: 0 };
  for await (const event of tidelab.train(model, data, { epochs: 2, batchSize: 16 }, { numerics, threads })) {
    if (event.type === "start") ran = { numerics: event.numerics, threads: event.threads };
  }
  return { ...ran, sha256: tidelab.weightsSha256(model), isolated: globalThis.crossOriginIsolated === true };
}

describe.skipIf(!available)("in Chromium", () => {
  let browser: Browser;
  const servers: Server[] = [];
  const origins: Record<"isolated" | "plain", string> = { isolated: "", plain: "" };

  beforeAll(async () => {
    const { outputFiles } = await build({
      entryPoints: { index: `${root}dist/index.js`, worker: `${root}dist/engine/wasm/worker.js` },
      outdir: "/",
      bundle: true,
      minify: true,
      format: "esm",
      platform: "browser",
      write: false,
    });
    const files = new Map(outputFiles.map((file) => [file.path, file.text]));
    for (const kind of ["isolated", "plain"] as const) {
      const server = createServer((request, response) => {
        if (kind === "isolated") {
          response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
          response.setHeader("Cross-Origin-Embedder-Policy", "require-corp");
        }
        const script = files.get(request.url ?? "");
        response.setHeader("Content-Type", script ? "text/javascript" : "text/html");
        response.end(script ?? "<!doctype html><title>Tidelab</title>");
      });
      await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
      servers.push(server);
      origins[kind] = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    }
    browser = await chromium.launch({
      executablePath,
      args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"],
    });
  });

  afterAll(async () => {
    await browser?.close();
    for (const server of servers) server.close();
  });

  describe.each(["isolated", "plain"] as const)("on a page that is %s", (kind) => {
    it.each(
      (Object.keys(nets) as Net[]).flatMap((net) =>
        (["fused", "portable"] as const).map((numerics) => ({ net, numerics })),
      ),
    )("$net, $numerics: 1, 2, 3 and 8 threads give Node's bits", async ({ net, numerics }) => {
      const expected = await job({ compile, train, waves, weightsSha256 }, nets[net], numerics, 1);
      const page = await browser.newPage();
      try {
        await page.goto(origins[kind]);
        for (const threads of [1, 2, 3, 8]) {
          const script = `import("/index.js").then((tidelab) => (${job.toString()})(tidelab, ${JSON.stringify(nets[net])}, "${numerics}", ${threads}))`;
          const result = (await page.evaluate(script)) as Awaited<ReturnType<typeof job>>;
          expect(result).toEqual({ ...expected, threads, isolated: kind === "isolated" });
        }
      } finally {
        await page.close();
      }
    });
  });
});
