/** Journeys on a static host without headers: threads by the service worker, the same weights with and without, no network, a new version. */
import { cpSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { serviceWorker } from "../offline-plugin.ts";
import { hostFiles, type StaticHost } from "./static-host.ts";
import { finalHash, hasChromium, type Studio, serveStudio, typeSpec, watch } from "./studio-page.ts";

const built = fileURLToPath(new URL("../../dist/studio/", import.meta.url));
const SPEC = {
  name: "small",
  data: { kind: "waves", samples: 60, length: 12 },
  model: { layers: [{ layer: "gru", hiddenSize: 3 }, { layer: "last" }, { layer: "linear", outFeatures: 2 }] },
  training: { epochs: 2, batchSize: 16 },
};

async function train(page: Page, url: string): Promise<string> {
  await page.goto(`${url}#/train`);
  await typeSpec(page, SPEC);
  await page.locator(".transport .go").click();
  return finalHash(page);
}

describe.skipIf(!hasChromium)("a static host", () => {
  let studio: Studio;
  let host: StaticHost;
  let folder: string;
  beforeAll(async () => {
    studio = await serveStudio();
    folder = mkdtempSync(join(tmpdir(), "tidelab-host-"));
    cpSync(built, folder, { recursive: true });
    host = await hostFiles(folder);
  });
  afterAll(async () => {
    await host?.unplug();
    await studio?.close();
  });

  /** Another version: the page says so, and one of its files is another. */
  const publish = (mark: string) => {
    const page = readFileSync(join(folder, "index.html"), "utf8").replace(
      /<html lang="en"[^>]*>/,
      `<html lang="en" data-mark="${mark}">`,
    );
    writeFileSync(join(folder, "index.html"), page);
    (serviceWorker(folder).closeBundle as () => void)();
  };
  /** Versions that have a cache, and those of them of which every file is kept. */
  const cachesOf = (page: Page) =>
    page.evaluate<[number, number]>(`(async () => {
      const names = await caches.keys();
      const marks = await Promise.all(names.map(async (name) => (await caches.open(name)).match("/whole")));
      return [names.length, marks.filter(Boolean).length];
    })()`);
  const markOf = (page: Page) => page.getAttribute("html", "data-mark");

  it("gives threads and works without a network; a new version is there at once and is kept; the same weights everywhere", async () => {
    // As it was built, also where this is tried once more.
    cpSync(built, folder, { recursive: true, force: true });
    await host.unplug();
    await host.plug();
    const context = await studio.open({ serviceWorkers: "allow", reducedMotion: "reduce" });
    const page = await context.newPage();
    const trouble = watch(page, host.url);
    let loads = 0;
    page.on("load", () => loads++);
    await page.goto(host.url);
    await page.getByText("Works offline").waitFor();
    expect(await page.evaluate("crossOriginIsolated")).toBe(true);
    expect(loads).toBe(2);
    const hash = await train(page, host.url);

    await host.unplug();
    await page.goto(host.url);
    await page.locator(".series-plot").first().waitFor();
    expect(await page.evaluate("crossOriginIsolated")).toBe(true);
    expect(await train(page, host.url)).toBe(hash);
    await page.goto(`${host.url}#/verify`);
    await page.getByRole("heading", { name: "Verify" }).waitFor();

    publish("second");
    await host.plug();
    await page.reload();
    expect(await markOf(page)).toBe("second");
    await page.goto(`${host.url}#/`);
    await page.locator(".series-plot").first().waitFor();
    await page.getByText("Works offline").waitFor();
    // The browser looks for a new one when it has time, and not again after a look that failed: here it is asked to.
    const look = () => page.evaluate("navigator.serviceWorker.getRegistration().then((one) => one?.update())");
    const afterALook = () => look().then(() => cachesOf(page));
    await expect.poll(afterALook, { timeout: 60_000, interval: 2000 }).toEqual([2, 2]);
    await host.unplug();
    await page.reload();
    expect(await markOf(page)).toBe("second");

    // A host between two versions: a list that its files do not match is not kept, and what was kept goes on working.
    publish("third");
    writeFileSync(join(folder, "icon.svg"), "<svg xmlns='http://www.w3.org/2000/svg'/>");
    await host.plug();
    await page.reload();
    expect(await markOf(page)).toBe("third");
    await page.locator(".series-plot").first().waitFor();
    await expect.poll(() => cachesOf(page), { timeout: 30_000 }).toEqual([3, 2]);
    await page.getByText("Works offline").waitFor();
    await host.unplug();
    await page.reload();
    expect(await markOf(page)).toBe("second");
    expect(await train(page, host.url)).toBe(hash);
    expect(trouble.foreign).toEqual([]);
    await context.close();

    await host.plug();
    const without = await studio.open({ serviceWorkers: "block", reducedMotion: "reduce" });
    const plain = await without.newPage();
    await plain.goto(host.url);
    await plain.getByText("1 thread", { exact: false }).first().waitFor();
    expect(await plain.evaluate("crossOriginIsolated")).toBe(false);
    expect(await train(plain, host.url)).toBe(hash);
    await without.close();
  });

  it("is not needed for threads under `tidelab studio`, which goes on in the tab when the server has ended", async () => {
    const [{ readSite }, { serveSite }] = await Promise.all([
      import("../../dist/node/serve/site.js"),
      import("../../dist/node/serve/serve.js"),
    ]);
    const served = await serveSite(await readSite(built), { port: 0 });
    const context = await studio.open({ serviceWorkers: "allow", reducedMotion: "reduce" });
    const page = await context.newPage();
    const trouble = watch(page, served.url);
    let loads = 0;
    page.on("load", () => loads++);
    await page.goto(served.url);
    await page.getByText("Works offline").waitFor();
    expect(await page.evaluate("crossOriginIsolated")).toBe(true);
    expect(loads).toBe(1);
    expect(trouble).toEqual({ errors: [], foreign: [] });
    await served.close();
    await page.reload();
    await page.getByRole("button", { name: "Train now" }).waitFor();
    expect(await page.evaluate("crossOriginIsolated")).toBe(true);
    await context.close();
  });
});
