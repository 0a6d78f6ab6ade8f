/** What goes wrong around a page: another tab, storage that is denied or full, bad links, hostile names, a worker that dies. Each has its words. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { finalHash, hasChromium, type Studio, serveStudio, typeSpec, watch } from "./studio-page.ts";

const SPEC = {
  name: "small",
  data: { kind: "waves", samples: 60, length: 12 },
  model: { layers: [{ layer: "gru", hiddenSize: 3 }, { layer: "last" }, { layer: "linear", outFeatures: 2 }] },
  training: { epochs: 3, batchSize: 16 },
};

describe.skipIf(!hasChromium)("faults", () => {
  let studio: Studio;
  beforeAll(async () => {
    studio = await serveStudio();
  });
  afterAll(() => studio?.close());

  async function openTrain(before?: string) {
    const context = await studio.open();
    if (before) await context.addInitScript(before);
    const page = await context.newPage();
    const trouble = watch(page, studio.url);
    await page.goto(`${studio.url}#/train`);
    return { context, page, trouble };
  }

  it("a second tab sees that a run trains in the first, and does not take it", async () => {
    const { context, page } = await openTrain();
    await typeSpec(page, SPEC);
    await page.getByRole("button", { name: "One epoch" }).click();
    await page.getByText("Paused after epoch 1.").waitFor();
    const second = await context.newPage();
    await second.goto(page.url());
    await second.getByText("This run trains in another tab.").waitFor();
    await second.goto(`${studio.url}#/`);
    await second.locator(".series-plot").first().waitFor();
    expect(await second.getByText("was interrupted").count()).toBe(0);
    // The tab that has it goes on; once it is closed, an open run is free.
    await page.close();
    await second.reload();
    await second.getByText("small was interrupted in epoch 2").waitFor();
    await context.close();
  });

  it("a browser that keeps nothing trains all the same, and says so", async () => {
    const { context, page, trouble } = await openTrain(
      "Object.defineProperty(globalThis, 'indexedDB', { get() { throw new DOMException('denied', 'SecurityError'); } });",
    );
    // Workers have globals of their own: denied there too.
    await page.route("**/train-worker*.js", async (route) => {
      const response = await route.fetch();
      const deny =
        "Object.defineProperty(globalThis,'indexedDB',{get(){throw new DOMException('denied','SecurityError')}});Object.defineProperty(navigator.storage,'getDirectory',{value(){return Promise.reject(new DOMException('denied','SecurityError'))}});";
      await route.fulfill({ response, body: deny + (await response.text()) });
    });
    await page.reload();
    await typeSpec(page, SPEC);
    await page.getByRole("button", { name: "Train", exact: true }).click();
    expect(await finalHash(page)).toMatch(/^[0-9a-f]{64}$/);
    await page.getByText("This browser keeps nothing here.").first().waitFor();
    // Until it is left, the page has the run: its series, its report, what it says of new files.
    await page.locator(".open-run").click();
    await page.locator(".gcard").first().waitFor();
    const id = /#\/run\/([^?]+)/.exec(page.url())?.[1] ?? "";
    await page.goto(`${studio.url}#/report/${id}`);
    await page.getByRole("heading", { name: "Reproducing this run" }).waitFor();
    await page.goto(`${studio.url}#/predict/${id}`);
    const buffer = Buffer.from(Array.from({ length: 12 }, (_, step) => step % 3).join(","));
    await page.setInputFiles("input[type=file]", { name: "new.csv", mimeType: "text/csv", buffer });
    await page.getByText("1 series", { exact: true }).waitFor();
    expect(trouble.foreign).toEqual([]);
    await context.close();
  });

  it("a browser with no room at all keeps nothing, and the run ends all the same", async () => {
    const { context, page, trouble } = await openTrain();
    const session = await context.newCDPSession(page);
    await session.send("Storage.overrideQuotaForOrigin", { origin: new URL(studio.url).origin, quotaSize: 1 });
    await page.reload();
    await typeSpec(page, {
      ...SPEC,
      model: { layers: [{ layer: "gru", hiddenSize: 64 }, { layer: "last" }, { layer: "linear", outFeatures: 2 }] },
    });
    await page.getByRole("button", { name: "Train", exact: true }).click();
    expect(await finalHash(page)).toMatch(/^[0-9a-f]{64}$/);
    await page
      .getByText(/The browser's storage is full|This browser keeps nothing here/)
      .first()
      .waitFor();
    expect(trouble.foreign).toEqual([]);
    await context.close();
  });

  it("a tab that draws nothing, as one that is hidden, trains to the end with the epoch in its title", async () => {
    const { context, page } = await openTrain("globalThis.requestAnimationFrame = () => 0;");
    await typeSpec(page, { ...SPEC, training: { epochs: 3, batchSize: 16 } });
    await page.getByRole("button", { name: "One epoch" }).click();
    await expect.poll(() => page.title(), { timeout: 20_000 }).toMatch(/^\(2\/3\)/);
    await page.getByRole("button", { name: "Go on" }).first().click();
    await expect.poll(() => page.title(), { timeout: 20_000 }).toBe("Tidelab");
    expect(await finalHash(page)).toMatch(/^[0-9a-f]{64}$/);
    await context.close();
  });

  it("storage that is full ends nothing, and is said", async () => {
    const { context, page } = await openTrain();
    const session = await context.newCDPSession(page);
    await session.send("Storage.overrideQuotaForOrigin", { origin: new URL(studio.url).origin, quotaSize: 20_000 });
    await typeSpec(page, {
      ...SPEC,
      model: { layers: [{ layer: "gru", hiddenSize: 64 }, { layer: "last" }, { layer: "linear", outFeatures: 2 }] },
    });
    await page.getByRole("button", { name: "Train", exact: true }).click();
    expect(await finalHash(page)).toMatch(/^[0-9a-f]{64}$/);
    await page.getByText("The browser's storage is full").waitFor();
    await context.close();
  });

  it.each([
    "1.q1YqSSwu",
    "2.abcd.efgh",
    `1.${"A".repeat(7000)}.00000000`,
    "1.AAAA.b01c46a5",
    "%F0%9F%98%80/../x?lock=__proto__",
    "%3Cscript%3Ealert(1)%3C/script%3E",
    "",
    "1..00000000",
  ])("a link that cannot be used says so: %j", async (payload) => {
    const context = await studio.open();
    const page = await context.newPage();
    const trouble = watch(page, studio.url);
    await page.goto(`${studio.url}#/s/${payload}`);
    await page.getByRole("heading", { name: "This link cannot be used" }).waitFor();
    expect((await page.getByRole("alert").textContent())?.length).toBeGreaterThan(10);
    await page.getByRole("link", { name: "To the lab" }).click();
    await page.getByRole("button", { name: "Train now" }).waitFor();
    expect(trouble).toEqual({ errors: [], foreign: [] });
    await context.close();
  });

  it("a link opens its spec", async () => {
    const { parseSpec } = await import("../../dist/node/index.js");
    const { specLink } = await import("../../dist/node/runs.js");
    const context = await studio.open();
    const page = await context.newPage();
    await page.goto(`${studio.url}#/s/${await specLink(parseSpec({ ...SPEC, seed: 41 }))}`);
    await page.getByRole("textbox", { name: "Seed" }).waitFor();
    expect(await page.getByRole("textbox", { name: "Seed" }).inputValue()).toBe("41");
    await context.close();
  });

  it("text that is no spec says where, in the language that is spoken, and changes nothing", async () => {
    const { context, page, trouble } = await openTrain();
    await typeSpec(page, SPEC);
    const text = page.getByLabel("Spec as JSON");
    await text.fill(`{ "model": { "layers": [{ "layer": "last" }] },\n  "training": { "lr": -5 } }`);
    await page.getByText(/spec:2:23: training\.lr: .*received -5/).waitFor();
    await page.getByRole("button", { name: "中文" }).click();
    await page.getByText(/spec:2:23: training\.lr: .*收到的是 -5/).waitFor();
    await page.getByLabel("JSON 配置").fill('{ "model": ');
    await page.locator("#spec-problems", { hasText: "spec:1:" }).waitFor();
    expect(trouble).toEqual({ errors: [], foreign: [] });
    await context.close();
  });

  it("a worker that does not load is a fault that is shown with its details", async () => {
    const context = await studio.open();
    const page = await context.newPage();
    await page.route("**/train-worker*.js", (route) => route.abort());
    await page.goto(`${studio.url}#/train`);
    await page.getByText("This is Tidelab's fault.").waitFor();
    await page.getByRole("button", { name: "Copy the details" }).waitFor();
    await context.close();
  });

  it("without WebAssembly SIMD the page says which browsers have it", async () => {
    const context = await studio.open();
    await context.addInitScript("WebAssembly.validate = () => false;");
    const page = await context.newPage();
    await page.goto(studio.url);
    await page
      .getByText("This browser lacks WebAssembly SIMD. Chrome 91, Firefox 89 or Safari 16.4 will do.")
      .waitFor();
    await context.close();
  });
});
