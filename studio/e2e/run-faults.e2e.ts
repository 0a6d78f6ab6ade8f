/** What goes wrong while a run trains or a file is read: a worker that traps, a tab that sleeps, a file that changes, a link with a value that cannot be. */
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { crc32, deflateRawSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parseSpec } from "../../dist/node/index.js";
import { runSpec } from "../../dist/node/runs.js";
import { finalHash, hasChromium, type Studio, serveStudio, typeSpec, watch } from "./studio-page.ts";

const SPEC = {
  name: "sleeper",
  data: { kind: "waves", samples: 400, length: 60 },
  model: { layers: [{ layer: "gru", hiddenSize: 8 }, { layer: "last" }, { layer: "linear", outFeatures: 2 }] },
  training: { epochs: 12, batchSize: 8 },
};

async function hashInNode(spec: unknown): Promise<string> {
  const run = runSpec(parseSpec(spec as never));
  let next = await run.next();
  while (!next.done) next = await run.next();
  return next.value.record.weightsSha256;
}

describe.skipIf(!hasChromium)("faults of a run", () => {
  let studio: Studio;
  beforeAll(async () => {
    studio = await serveStudio();
  });
  afterAll(() => studio?.close());

  it("a worker that traps is said; the run is kept, and goes on in another to its weights", async () => {
    const context = await studio.open();
    const page = await context.newPage();
    await page.route("**/train-worker*.js", async (route) => {
      const response = await route.fetch();
      const trap =
        "addEventListener('message',({data})=>{if(data.type==='go'&&data.reach==='epoch')setTimeout(()=>{throw new WebAssembly.RuntimeError('unreachable')},30)});";
      await route.fulfill({ response, body: trap + (await response.text()) });
    });
    await page.goto(`${studio.url}#/train`);
    await typeSpec(page, SPEC);
    await page.getByRole("button", { name: "One batch" }).click();
    await page.getByText("Paused after batch 1.").waitFor();
    await page.getByRole("button", { name: "One epoch" }).click();
    await page.getByText("This is Tidelab's fault.").waitFor();
    await page.getByRole("button", { name: "Copy the details" }).waitFor();
    await page.getByRole("button", { name: "Go on" }).first().click();
    expect(await finalHash(page)).toBe(await hashInNode(SPEC));
    await context.close();
  });

  it("a tab that is put to sleep goes on where it was, to the same weights", async () => {
    const context = await studio.open();
    const page = await context.newPage();
    const trouble = watch(page, studio.url);
    // The longest time that the page was not there.
    await page.addInitScript(
      "globalThis.gap = 0; let last = performance.now(); setInterval(() => { const now = performance.now(); gap = Math.max(gap, now - last); last = now; }, 50);",
    );
    await page.goto(`${studio.url}#/train`);
    const spec = { ...SPEC, training: { ...SPEC.training, epochs: 30 } };
    await typeSpec(page, spec);
    await page.getByRole("button", { name: "Train", exact: true }).click();
    await expect.poll(() => page.title(), { interval: 20, timeout: 60_000 }).toMatch(/^\(([2-9]|1\d)\/30\)/);
    // As a machine that sleeps: the page and its workers are stopped where they are.
    const session = await context.browser()!.newBrowserCDPSession();
    const { processInfo } = await session.send("SystemInfo.getProcessInfo");
    const renderers = processInfo.filter(({ type }) => type === "renderer").map(({ id }) => id);
    for (const id of renderers) process.kill(id, "SIGSTOP");
    await new Promise((resolve) => setTimeout(resolve, 2500));
    for (const id of renderers) process.kill(id, "SIGCONT");
    expect(await finalHash(page)).toBe(await hashInNode(spec));
    expect(await page.evaluate("gap")).toBeGreaterThan(2000);
    expect(trouble).toEqual({ errors: [], foreign: [] });
    await context.close();
  });

  it("a file that changes while Data reads it is named, and nothing trains on it", async () => {
    const context = await studio.open({ reducedMotion: "reduce" });
    const page = await context.newPage();
    const trouble = watch(page, studio.url);
    // The worker gets to the file a second after it was chosen.
    await page.addInitScript(`{
      const { postMessage } = Worker.prototype;
      Worker.prototype.postMessage = function (message, ...rest) {
        const wait = message?.request?.type === "examine" ? 1000 : 0;
        if (wait === 0) return postMessage.call(this, message, ...rest);
        setTimeout(() => postMessage.call(this, message, ...rest), wait);
      };
    }`);
    const path = join(mkdtempSync(join(tmpdir(), "tidelab-changing-")), "gait.csv");
    writeFileSync(path, "class,t0,t1\nrun,1,2\nwalk,2,1\n");
    await page.goto(`${studio.url}#/data`);
    await page.locator(".histogram").first().waitFor();
    await page.getByRole("radio", { name: "My file" }).click();
    await page.setInputFiles("input[type=file]", path);
    writeFileSync(path, "class,t0,t1\nrun,1,2\nwalk,2,1\nrun,3,4\n");
    await page.getByText("gait.csv was changed, moved or locked while it was read.").waitFor();
    expect(await page.getByRole("button", { name: "Train on it" }).getAttribute("aria-disabled")).toBe("true");
    expect(trouble).toEqual({ errors: [], foreign: [] });
    await context.close();
  });

  it("a whole link with lr=-5 says what is wrong with it, and changes nothing", async () => {
    const packed = deflateRawSync(JSON.stringify({ ...SPEC, training: { lr: -5 } })).toString("base64url");
    const body = `1.${packed}`;
    const context = await studio.open();
    const page = await context.newPage();
    const trouble = watch(page, studio.url);
    await page.goto(`${studio.url}#/s/${body}.${crc32(body).toString(16).padStart(8, "0")}`);
    await page.getByRole("alert").filter({ hasText: "training.lr" }).filter({ hasText: "received -5" }).waitFor();
    await page.goto(`${studio.url}#/train`);
    expect(await page.getByText("sleeper").count()).toBe(0);
    expect(trouble).toEqual({ errors: [], foreign: [] });
    await context.close();
  });
});
