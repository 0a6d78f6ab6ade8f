/** Series by hand: recorded from mouse, keys and a phone's motion, kept over a reload, trained on, tried live. */
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { finalHash, hasChromium, type Studio, serveStudio, typeSpec, watch } from "./studio-page.ts";

const SPEC = {
  name: "hand",
  data: { kind: "files", train: "collected.csv" },
  model: { layers: [{ layer: "gru", hiddenSize: 4 }, { layer: "last" }, { layer: "linear", outFeatures: 2 }] },
  training: { epochs: 30, batchSize: 4, lr: 0.03 },
};

async function open(studio: Studio) {
  const context = await studio.open({ reducedMotion: "reduce" });
  const page = await context.newPage();
  const trouble = watch(page, studio.url);
  await page.goto(`${studio.url}#/collect`);
  await page.getByLabel("Length").selectOption("0.5");
  await page.getByLabel("Rate").selectOption("10");
  await page.getByLabel("Countdown").selectOption("0");
  return { context, page, trouble };
}

/** Records while something is done; ends when the recorder is ready again. */
async function record(page: Page, name: string, whileDoing: () => Promise<void>): Promise<void> {
  await page.getByRole("button", { name: `Record ${name}` }).click();
  const isOver = page
    .getByText(`Kept: ${name} has`)
    .and(page.getByText(/./))
    .waitFor({ timeout: 30_000 })
    .then(() => page.getByRole("button", { name: `Record ${name}` }).waitFor({ timeout: 30_000 }))
    .then(() => true);
  let done = false;
  void isOver.then(() => {
    done = true;
  });
  while (!done) await whileDoing();
  await isOver;
}

describe.skipIf(!hasChromium)("series by hand", () => {
  let studio: Studio;
  beforeAll(async () => {
    studio = await serveStudio();
  });
  afterAll(() => studio?.close());

  it("are recorded with a mouse, kept, trained on, and tried live", async () => {
    const { context, page, trouble } = await open(studio);
    await page.getByLabel("Name of class 1").fill("left");
    await page.getByLabel("Name of class 2").fill("right");
    await page.getByLabel("In a row").selectOption("5");
    const box = (await page.getByRole("application").boundingBox())!;
    const at = (x: number, y: number) => page.mouse.move(box.x + x * box.width, box.y + y * box.height);
    const wiggle = (x: number) => async () => {
      await at(x, 0.3);
      await at(x + 0.05, 0.6);
    };
    await record(page, "left", wiggle(0.1));
    await page.getByRole("radio", { name: "Record right" }).check();
    await record(page, "right", wiggle(0.8));
    expect(await page.locator(".collected-series li").count()).toBe(10);
    // One too many is recorded, looked at, deleted, and wanted back.
    await page.getByRole("button", { name: "Delete series 5 of right" }).click();
    expect(await page.locator(".collected-series li").count()).toBe(9);
    await page.getByRole("button", { name: "Undo" }).click();
    await page.reload();
    await page.locator(".collected-series li").nth(9).waitFor();

    await page.getByRole("button", { name: "Train on them" }).click();
    await page.getByText("10 series · 5 steps · 2 channels").waitFor();
    await page.goto(`${studio.url}#/train`);
    await typeSpec(page, SPEC);
    await page.locator(".transport .go").click();
    await finalHash(page);
    await page.goto(`${studio.url}#/collect`);
    await page.getByText("hand answers the last 0.5 seconds").waitFor();
    const surface = (await page.getByRole("application").boundingBox())!;
    const chosen = (name: string) => page.locator(`.collect-try .class-result.chosen[data-class="${name}"]`);
    for (const [name, x] of [
      ["left", 0.1],
      ["right", 0.8],
    ] as const) {
      const isSaid = chosen(name).waitFor({ timeout: 20_000 });
      let said = false;
      void isSaid.then(() => {
        said = true;
      });
      for (let turn = 0; !said; turn++) {
        await page.mouse.move(surface.x + x * surface.width, surface.y + (0.3 + 0.3 * (turn % 2)) * surface.height);
      }
      await isSaid;
    }
    expect(trouble).toEqual({ errors: [], foreign: [] });
    await context.close();
  });

  it("are recorded from keys that are held", async () => {
    const { context, page, trouble } = await open(studio);
    await page.getByRole("radio", { name: "Keyboard" }).click();
    await record(page, "circle", async () => {
      await page.keyboard.down("ArrowRight");
      await page.keyboard.down(" ");
      await page.waitForTimeout(120);
      await page.keyboard.up("ArrowRight");
      await page.keyboard.up(" ");
      await page.waitForTimeout(120);
    });
    const [file] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: "Table (.csv)" }).click(),
    ]);
    const { readFileSync } = await import("node:fs");
    const [header, ...rows] = readFileSync(await file.path(), "utf8")
      .trim()
      .split("\n");
    expect(header).toBe("series,time,label,x,y,tap");
    expect(rows).toHaveLength(5);
    expect(rows.map((row) => row.split(",").slice(0, 3).join())).toEqual(
      [0, 0.1, 0.2, 0.3, 0.4].map((time) => `1,${time},circle`),
    );
    // Both keys were held together, and let go together.
    const held = rows.map((row) => row.split(",").slice(3).join());
    expect(held).toContain("1,0,1");
    expect(held).toContain("0,0,0");
    expect(new Set(held).size).toBeLessThanOrEqual(4);
    expect(trouble).toEqual({ errors: [], foreign: [] });
    await context.close();
  });

  it("are recorded from a device's motion; a device that says nothing gives no series", async () => {
    const { context, page, trouble } = await open(studio);
    await page.getByRole("radio", { name: "Motion" }).click();
    await page.getByRole("button", { name: "Allow motion" }).click();
    await page.getByRole("button", { name: "Record circle" }).click();
    await page.getByText("Nothing came from the sensor, so no series was kept.").waitFor();
    await page.evaluate(`(() => {
      let turn = 0;
      globalThis.shaking = setInterval(() => {
        const accelerationIncludingGravity = { x: Math.sin(turn++), y: 0.25, z: 9.8 };
        dispatchEvent(new DeviceMotionEvent("devicemotion", { accelerationIncludingGravity, interval: 20 }));
      }, 20);
    })()`);
    await record(page, "circle", () => page.waitForTimeout(50));
    await page.evaluate("clearInterval(globalThis.shaking)");
    const row = (await page.evaluate(`new Promise((resolve) => {
      const request = indexedDB.open("tidelab");
      request.onsuccess = () => {
        const got = request.result.transaction(["drafts"]).objectStore("drafts").get("collection");
        got.onsuccess = () => resolve(got.result.collection);
      };
    })`)) as { sensor: string; series: { values: number[] }[] };
    expect(row.sensor).toBe("motion");
    expect(row.series).toHaveLength(1);
    expect(row.series[0]!.values).toHaveLength(15);
    expect(row.series[0]!.values.filter((_, index) => index % 3 === 2)).toEqual([9.8, 9.8, 9.8, 9.8, 9.8]);
    expect(trouble).toEqual({ errors: [], foreign: [] });
    await context.close();
  });
});
