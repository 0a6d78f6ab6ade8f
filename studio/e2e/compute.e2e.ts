/** Journey of what trains: the chip's menu, a GPU that is not there, and why the processor trains where the choice is left open. */
import { mkdirSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { finalHash, hasChromium, type Studio, serveStudio, typeSpec, watch } from "./studio-page.ts";

const SPEC = {
  name: "small",
  data: { kind: "waves", samples: 60, length: 12 },
  model: { layers: [{ layer: "gru", hiddenSize: 3 }, { layer: "last" }, { layer: "linear", outFeatures: 2 }] },
  training: { epochs: 2, batchSize: 16 },
};

describe.skipIf(!hasChromium)("what trains", () => {
  let studio: Studio;
  beforeAll(async () => {
    studio = await serveStudio();
  });
  afterAll(() => studio?.close());

  it("is chosen in the chip, by keys; a GPU that is not there is an error by name, an open choice gives its reason", async () => {
    const context = await studio.open();
    const page = await context.newPage();
    const trouble = watch(page, studio.url);
    await page.goto(`${studio.url}#/train`);
    await typeSpec(page, SPEC);
    const chip = page.locator(".compute > button");
    await expect.poll(() => chip.textContent(), { timeout: 60_000 }).toMatch(/threads? · (fused|portable)/);
    await chip.press("Enter");
    const menu = page.getByRole("group", { name: "What trains" });
    expect(await menu.getByRole("radio", { name: "Processor" }).isChecked()).toBe(true);
    await menu.getByRole("radio", { name: "Processor" }).press("ArrowUp");
    expect(await menu.getByRole("radio", { name: "GPU", exact: true }).isChecked()).toBe(true);
    await page.keyboard.press("Escape");
    await page.getByText("no GPU was found").first().waitFor();
    await chip.press("Enter");
    await menu.getByRole("radio", { name: "GPU, where it is faster" }).check();
    await expect.poll(() => menu.textContent(), { timeout: 60_000 }).toContain("too little work for a GPU to pay");
    if (process.env.TIDELAB_SHOTS) await shoot(process.env.TIDELAB_SHOTS);
    await page.keyboard.press("Escape");
    await page.locator(".transport .go").click();
    const hash = await finalHash(page);
    expect(hash).toMatch(/^[0-9a-f]{64}$/);
    // It is kept, and changes no number.
    await page.reload();
    await chip.press("Enter");
    expect(await menu.getByRole("radio", { name: "GPU, where it is faster" }).isChecked()).toBe(true);
    await menu.getByRole("radio", { name: "Processor" }).check();
    await page.keyboard.press("Escape");
    await page.goto(`${studio.url}#/train`);
    await page.reload();
    await typeSpec(page, SPEC);
    await page.locator(".transport .go").click();
    expect(await finalHash(page)).toBe(hash);
    expect(trouble).toEqual({ errors: [], foreign: [] });
    await context.close();

    /** Pictures to look at. */
    async function shoot(folder: string): Promise<void> {
      mkdirSync(folder, { recursive: true });
      for (const [width, theme, lang] of [
        [1440, "light", "en"],
        [1440, "dark", "zh-CN"],
        [360, "light", "zh-CN"],
        [360, "dark", "en"],
      ] as const) {
        await page.setViewportSize({ width, height: 700 });
        await page.emulateMedia({ colorScheme: theme });
        if ((await page.locator("html").getAttribute("lang")) !== lang) {
          await page.locator(`.topbar-end > button[lang="${lang}"]`).click();
          await chip.click();
        }
        await page.screenshot({ path: `${folder}/compute-${width}-${theme}-${lang}.png` });
      }
      await page.setViewportSize({ width: 1440, height: 900 });
      if ((await page.locator("html").getAttribute("lang")) !== "en") {
        await page.locator('.topbar-end > button[lang="en"]').click();
        await chip.click();
      }
    }
  });
});
