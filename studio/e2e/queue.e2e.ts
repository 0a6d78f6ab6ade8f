/** A journey of the queue: a static host has none and says how to get one; sweeps are followed as a server reports them. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { showQueue } from "./example-queue.ts";
import { hasChromium, type Studio, serveStudio, watch } from "./studio-page.ts";

describe.skipIf(!hasChromium)("the queue", () => {
  let studio: Studio;
  beforeAll(async () => {
    studio = await serveStudio();
  });
  afterAll(() => studio?.close());

  it("is found by the palette, is absent on a static host, and is followed where a server reports it", async () => {
    const context = await studio.open({ reducedMotion: "reduce" });
    const page = await context.newPage();
    const trouble = watch(page, studio.url);
    await page.goto(studio.url);
    await page.locator(".series-plot").first().waitFor();
    await page.keyboard.press("Control+k");
    await page.getByRole("combobox").fill("Sweeps in");
    await page.getByRole("option", { name: "Sweeps in the queue" }).waitFor();
    await page.keyboard.press("Enter");
    await page.getByText("TIDELAB_STORE=postgres://… npx tidelab studio").waitFor();
    // The browser itself reports that there is no such address, or that it is no stream.
    const own = trouble.errors.filter((error) => !/404|MIME type|EventSource/.test(error));
    expect([own, trouble.foreign]).toEqual([[], []]);

    await showQueue(page);
    await page.reload();
    await page.getByRole("progressbar", { name: "Runs of rates & cells that have ended" }).waitFor();
    await page.getByText("13 of 40 runs · 4.5 runs a minute · about 6 min left").waitFor();
    await page.getByRole("table", { name: "Running now, of rates & cells" }).getByText("lab-2").waitFor();
    await page.getByRole("table", { name: "Parked, of rates & cells" }).getByText("the loss became NaN").waitFor();
    await page
      .getByRole("alert")
      .getByText(/lab-1 and lab-3 gave different bits/)
      .waitFor();
    expect(await page.getByRole("table", { name: "Workers" }).getByRole("row").count()).toBe(4);
    await context.close();
  });
});
