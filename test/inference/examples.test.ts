/** The README's two examples of a trained model in an application give the command's answer, in Node and in a browser's page. */
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { chromium } from "playwright-core";
import { beforeAll, describe, expect, it } from "vitest";
import { inScratch, TINY, tidelab, write } from "../cli/command.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const read = (file: string) => readFileSync(`${root}${file}`, "utf8");
const executablePath = process.env.TIDELAB_CHROMIUM || "/usr/bin/chromium";

/** What `predict` says of the series of the examples, as they print it. */
let expected: string;
beforeAll(async () => {
  const trained = await tidelab(["train", write("tiny.json", JSON.stringify(TINY)), "--out", "runs/mine"]);
  expect(trained).toMatchObject({ code: 0 });
  const row = Array.from({ length: TINY.data.length }, (_, t) => Math.sin(t / 4));
  const csv = `id,${row.map((_, t) => `t${t}`)}\nwave,${row}\n`;
  const { stdout } = await tidelab(["predict", "runs/mine", "--input", write("wave.csv", csv)]);
  const [, line = ""] = stdout.trimEnd().split("\n");
  const [id, predicted, ...probabilities] = line.split(",");
  // All digits of the float32 numbers.
  expected = `${id}: ${predicted}, ${Float32Array.from(probabilities, Number).join(" ")}`;
}, 60_000);

describe.each(["README.md", "README.zh-CN.md"])("%s", (file) => {
  it.each(["classify.mjs", "classify-in-browser.js"])("shows examples/%s", (example) => {
    expect(read(file)).toContain(
      `<!-- example: examples/${example} -->\n\`\`\`js\n${read(`examples/${example}`)}\`\`\`\n`,
    );
  });
});

it("in Node", () => {
  const printed = execFileSync(process.execPath, ["examples/classify.mjs", inScratch("runs/mine")], {
    cwd: root,
    encoding: "utf8",
  });
  const [wave, short] = printed.trimEnd().split("\n");
  expect(wave).toBe(expected);
  expect(short).toMatch(/^short: expected 12 time steps, as the run was trained on, received 2\./);
});

it.skipIf(!existsSync(executablePath))(
  "in Chromium",
  async () => {
    const { outputFiles } = await build({
      entryPoints: [`${root}examples/classify-in-browser.js`],
      bundle: true,
      format: "esm",
      platform: "browser",
      mainFields: ["module", "main"],
      write: false,
    });
    expect(outputFiles[0]?.text).not.toMatch(/["']node:/);
    const files = new Map<string, string | Uint8Array>([["/page.js", outputFiles[0]?.text ?? ""]]);
    for (const name of ["run.json", "model.safetensors"]) {
      files.set(`/runs/mine/${name}`, readFileSync(inScratch("runs/mine", name)));
    }
    const server = createServer(({ url = "" }, response) => {
      response.setHeader("Content-Type", url.endsWith(".js") ? "text/javascript" : "text/html");
      response.end(files.get(url) ?? "<!doctype html><title>Tidelab</title>");
    });
    await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
    const browser = await chromium.launch({
      executablePath,
      args: ["--no-sandbox", "--disable-gpu", "--no-first-run"],
    });
    try {
      const page = await browser.newPage();
      const printed: string[] = [];
      page.on("console", (message) => printed.push(message.text()));
      page.on("pageerror", (error) => printed.push(error.message));
      await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
      await page.evaluate('import("/page.js")');
      await expect.poll(() => printed, { timeout: 20_000 }).toEqual([expected]);
    } finally {
      await browser.close();
      server.close();
    }
  },
  60_000,
);
