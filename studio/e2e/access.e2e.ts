/** Every screen in both languages, all themes, narrow and wide: no finding of axe, nothing that scrolls sideways, no foreign request. */
import axe from "axe-core";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { showQueue } from "./example-queue.ts";
import { hasChromium, type Studio, serveStudio, typeSpec, watch } from "./studio-page.ts";

const SPEC = {
  name: "small",
  data: { kind: "waves", samples: 60, length: 12 },
  model: { layers: [{ layer: "gru", hiddenSize: 3 }, { layer: "last" }, { layer: "linear", outFeatures: 2 }] },
  training: { epochs: 2, batchSize: 16 },
};

const ASSIGNMENT = Buffer.from(
  JSON.stringify({
    ...{ tidelab: "assignment", version: 1, id: "lab4", title: "Lab 4" },
    work: { kind: "exercise", name: "summary" },
    questions: [{ kind: "text", id: "why", text: "Why?" }],
  }),
);

/** What is shown while a page is checked. A new screen is added here. */
const VIEWS: Readonly<Record<string, (page: Page, url: string) => Promise<void>>> = {
  start: async (page, url) => {
    await page.goto(url);
    await page.locator(".series-plot").first().waitFor();
  },
  data: async (page, url) => {
    await page.goto(`${url}#/data`);
    await page.locator(".histogram").first().waitFor();
  },
  "data, own files": async (page, url) => {
    await page.goto(`${url}#/data`);
    await page.getByRole("radio", { name: /My file|我的文件/ }).click();
    const rows = Array.from({ length: 40 }, (_, row) => [row % 2 ? "up" : "down", row, row % 5, row % 3].join(","));
    const fileOf = (name: string, some: readonly string[]) => ({
      ...{ name, mimeType: "text/csv", buffer: Buffer.from(["label,t0,t1,t2", ...some].join("\n")) },
    });
    await page.setInputFiles("input[type=file]", [
      fileOf("a name.csv", rows.slice(0, 30)),
      fileOf("a name, test.csv", rows.slice(30)),
    ]);
    await page.locator(".class-row").first().waitFor();
  },
  "data, a file that cannot be read": async (page, url) => {
    await page.goto(`${url}#/data`);
    await page.getByRole("radio", { name: /My file|我的文件/ }).click();
    const buffer = Buffer.from("name,a,b\nx,1,2\ny,2,oh");
    await page.setInputFiles("input[type=file]", { name: "wrong.csv", mimeType: "text/csv", buffer });
    await page.locator(".file-rows [role=alert]").waitFor();
  },
  collect: async (page, url) => {
    await page.goto(`${url}#/collect`);
    await page.locator(".collect-surface").hover();
    await page.locator(".collect-trace").first().waitFor();
    await page.locator("select").nth(1).selectOption("0.5");
    await page.locator("select").nth(2).selectOption("0");
    await page.locator(".collect-head .btn").click();
    await page.locator(".collected-series li").first().waitFor();
  },
  "train, ready": async (page, url) => {
    await page.goto(`${url}#/train`);
    await page.locator(".layers").waitFor({ state: "attached" });
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.locator(".recipe summary").click();
    await page.locator(".all-settings .setting").first().waitFor();
  },
  "train, finished": async (page, url) => {
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.goto(`${url}#/train`);
    await typeSpec(page, SPEC);
    await page.locator(".transport .go").click();
    await page.getByTestId("weights-hash").waitFor();
  },
  run: async (page, url) => {
    await VIEWS["train, finished"]!(page, url);
    await page.locator(".open-run").click();
    await page.locator(".gcard").first().waitFor();
  },
  "train, rewound": async (page, url) => {
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.goto(`${url}#/train`);
    await typeSpec(page, SPEC);
    const { transport, rate } = {
      transport: page.locator(".transport button"),
      rate: page.locator(".recipe .log-slider"),
    };
    await transport.nth(1).click();
    await page.locator(".status-line .chip.warn").waitFor();
    await rate.locator("input").press("PageUp");
    await transport.nth(2).click();
    await page.locator(".steer-buttons .btn").last().click();
    await page.locator(".lane").waitFor();
  },
  fix: async (page, url) => {
    await VIEWS["train, finished"]!(page, url);
    await page.locator(".open-run").click();
    await page.locator("a[href*='fix/']").click();
    await page.locator(".fix-choice .btn").first().click();
    await page.locator(".loss-bars rect").first().waitFor();
  },
  predict: async (page, url) => {
    await VIEWS["train, finished"]!(page, url);
    await page.locator(".open-run").click();
    await page.locator("a[href*='predict/']").click();
    const rows = Array.from({ length: 60 }, (_, row) => Array.from({ length: 12 }, (_, step) => (row * step) % 5));
    await page.setInputFiles("input[type=file]", [
      { name: "a name.csv", mimeType: "text/csv", buffer: Buffer.from(rows.join("\n")) },
      { name: "wrong.csv", mimeType: "text/csv", buffer: Buffer.from("a,b\n1,2") },
    ]);
    await page.locator(".count-list").waitFor();
    await page.locator(".new-file [role=alert]").waitFor();
  },
  report: async (page, url) => {
    await VIEWS["train, finished"]!(page, url);
    // On narrow screens observations are in another tab.
    await page.locator(".pin").first().dispatchEvent("click");
    await page.goto(`${url}#/report`);
    await page.locator(".sheet .evidence").waitFor();
  },
  "explain, untrained": async (page, url) => {
    await page.goto(`${url}#/explain`);
    await page.getByRole("img", { name: /Forget gate|遗忘门/ }).waitFor();
  },
  "explain, trained": async (page, url) => {
    await VIEWS["train, finished"]!(page, url);
    await page.goto(`${url}#/explain`);
    await page.getByRole("img", { name: /Update gate|更新门/ }).waitFor();
  },
  verify: async (page, url) => {
    await page.goto(`${url}#/verify`);
    const file = (name: string, text: string) => ({ name, mimeType: "text/html", buffer: Buffer.from(text) });
    await page.setInputFiles("input[multiple]", [file("hello.html", "<b>hello</b>"), file("run.json", "{}")]);
    await page.locator('[data-verdict="refused"]').nth(1).waitFor();
  },
  "everything on this device": async (page, url) => {
    await VIEWS["train, finished"]!(page, url);
    await page.goto(`${url}#/device`);
    await page.locator(".device-table").first().waitFor();
  },
  "sweeps in the queue": async (page, url) => {
    await showQueue(page);
    await page.goto(`${url}#/queue`);
    await page.locator(".queue-table").first().waitFor();
  },
  "share, with locks": async (page, url) => {
    await VIEWS["train, finished"]!(page, url);
    await page.getByRole("button", { name: /^(Share|分享)$/ }).click();
    await page.locator(".share-locks").waitFor();
  },
  exercise: async (page, url) => {
    await page.goto(`${url}#/exercise/summary`);
    await page.getByRole("button", { name: /Train them all|全部训练/ }).waitFor();
  },
  "teach, new": async (page, url) => {
    await page.goto(`${url}#/teach/new`);
    await page.locator(".free-keys input").first().check();
  },
  check: async (page, url) => {
    await page.goto(`${url}#/teach`);
    await page.setInputFiles("input[type=file]", { name: "a", mimeType: "application/json", buffer: ASSIGNMENT });
    await page.getByRole("link", { name: /Check submissions|检查提交/ }).click();
    const buffer = Buffer.from("not an archive");
    const files = ["a.tidelab", "b.tidelab"].map((name) => ({ name, mimeType: "application/zip", buffer }));
    await page.locator(".file-drop input[type=file]").first().setInputFiles(files);
    await page.locator('tr[data-result="unreadable"] button').first().click();
  },
  "compare, begin": async (page, url) => {
    await page.goto(`${url}#/compare`);
    await page.locator(".ready-list").waitFor();
  },
  "compare, a race to begin": async (page, url) => {
    await page.goto(`${url}#/compare?race=1`);
    await page.locator(".race-models .small", { hasText: /\d/ }).first().waitFor();
  },
  "compare, runs": async (page, url) => {
    await VIEWS["train, finished"]!(page, url);
    await page.goto(`${url}#/compare`);
    await page.locator(".record-run input").check();
    await page.locator(".arm-curves").waitFor();
  },
  "compare, an experiment": async (page, url) => {
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.goto(`${url}#/train`);
    await typeSpec(page, SPEC);
    await page.goto(`${url}#/compare`);
    await page.locator(".own-fields .btn").click();
    await page.locator(".experiment-head .chip.good").waitFor();
    await page.locator(".arm-dots").waitFor();
  },
  "compare, a race": async (page, url) => {
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.goto(`${url}#/train`);
    await typeSpec(page, SPEC);
    await page.goto(`${url}#/compare?race=1`);
    await page.getByRole("radio", { name: /Those of the recipe|当前设定的数据/ }).click();
    await page.locator(".race-start:enabled").click();
    await page.locator(".experiment-head .chip.good").waitFor();
  },
  "a run that is not there": async (page, url) => {
    await page.goto(`${url}#/run/nowhere`);
    await page.locator(".screen-loading .btn").waitFor();
  },
};

const LANGUAGES = ["en", "zh-CN"];
const THEMES = ["light", "dark", "contrast"] as const;
const WIDTHS = [360, 720, 1440, 2560];

/** Rules of axe that look at colours. */
const OF_COLOURS = ["color-contrast", "link-in-text-block"];

/** @param rules  those of axe that are of interest; all when undefined */
async function findings(page: Page, rules?: readonly string[]): Promise<string[]> {
  const options = JSON.stringify({ resultTypes: ["violations"], ...(rules && { runOnly: rules }) });
  const { violations } = (await page.evaluate(`axe.run(document, ${options})`)) as axe.AxeResults;
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 200)} ${failureSummary}`),
  );
}

/** Switches as a user does who presses the button, but without a pointer: what is open stays open. */
async function speak(page: Page, language: string): Promise<void> {
  if ((await page.getAttribute("html", "lang")) !== language) {
    await page.locator(`.topbar button[lang="${language}"]`).dispatchEvent("click");
  }
  await page.locator(`html[lang="${language}"]`).waitFor();
}

/** Switches as a system does that becomes dark in the evening. */
async function wear(page: Page, theme: (typeof THEMES)[number]): Promise<void> {
  await page.emulateMedia({
    colorScheme: theme === "dark" ? "dark" : "light",
    contrast: theme === "contrast" ? "more" : "no-preference",
  });
  await page.locator(`html[data-theme="${theme}"]`).waitFor();
}

const CHINESE = /\p{Script=Han}/u;

describe.skipIf(!hasChromium)("every screen", () => {
  let studio: Studio;
  beforeAll(async () => {
    studio = await serveStudio();
  });
  afterAll(() => studio?.close());

  // Two at a time: a page is one thread, and most of the time is axe's.
  describe.concurrent("in both languages and all themes, at 360, 720, 1440 and 2560", () => {
    it.each(Object.keys(VIEWS))("%s", async (view) => {
      const context = await studio.open({ reducedMotion: "reduce" });
      const page = await context.newPage();
      const trouble = watch(page, studio.url);
      await VIEWS[view]!(page, studio.url);
      await page.evaluate(axe.source);
      for (const width of WIDTHS) {
        await page.setViewportSize({ width, height: 900 });
        for (const language of LANGUAGES) {
          const inTheOther =
            (await page.getAttribute("html", "lang")) === language ? "" : await page.textContent("#main");
          await speak(page, language);
          for (const theme of THEMES) {
            await wear(page, theme);
            await page.evaluate("new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 50)))");
            const where = `${language}, ${theme}, at ${width}`;
            const read = (await page.locator("#main").textContent()) ?? "";
            if (language === "zh-CN") expect(read, where).toMatch(CHINESE);
            expect(read, where).not.toBe(inTheOther);
            const over = await page.evaluate("document.documentElement.scrollWidth - innerWidth");
            expect(over, `sideways in ${where}`).toBe(0);
            const inner =
              "(() => { const main = document.getElementById('main'); return main.scrollWidth - main.clientWidth; })()";
            expect(await page.evaluate(inner), `the screen sideways in ${where}`).toBe(0);
            // A theme changes colours: at the other widths its colours are checked, and what axe finds else is found in the light.
            const isWhole = theme === "light" || width === 1440;
            expect(await findings(page, isWhole ? undefined : OF_COLOURS), `axe in ${where}`).toEqual([]);
          }
        }
      }
      expect(trouble).toEqual({ errors: [], foreign: [] });
      await context.close();
    });
  });

  it("is in the language and the theme that were chosen, when it is opened again", async () => {
    const context = await studio.open();
    const page = await context.newPage();
    await page.goto(studio.url);
    await page.getByRole("button", { name: "中文" }).click();
    await page.getByRole("button", { name: "显示" }).click();
    await page.locator(".menu input[name=theme]").last().check();
    await page.reload();
    await page.locator('html[lang="zh-CN"][data-theme="contrast"]').waitFor();
    await context.close();
  });
});
