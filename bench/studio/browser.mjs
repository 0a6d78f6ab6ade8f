/** The studio as `tidelab studio` serves it, and Chromium with nothing kept, one for each measurement. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

const CLI = fileURLToPath(new URL("../../dist/cli/main.js", import.meta.url));
const executablePath = process.env.TIDELAB_CHROMIUM || "/usr/bin/chromium";

/** Milliseconds for whatever is waited for; on a busy machine a training takes long. */
const PATIENCE = 300_000;

/** What a browser does by itself would be measured with the page. */
const ARGS = [
  ...["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"],
  ...["--disable-component-update", "--disable-sync"],
  // Memory is measured when it is asked for, not with the next collection of garbage.
  "--enable-blink-features=ForceEagerMeasureMemory",
];

/** @throws Error where nothing is built @returns {Promise<{ url: string, end: () => Promise<void> }>} */
export async function serveStudio() {
  if (!existsSync(CLI))
    throw new Error(`expected the built command at ${CLI}, found nothing. Build it: npm run build.`);
  const child = spawn(process.execPath, [CLI, "--lang", "en", "studio", "--no-open", "--port", "0", "--json"], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = once(child, "close");
  let printed = "";
  for await (const chunk of child.stdout.setEncoding("utf8")) {
    printed += chunk;
    if (printed.trimEnd().endsWith("}")) break;
  }
  return {
    url: JSON.parse(printed).url,
    async end() {
      child.kill("SIGTERM");
      await ended;
    },
  };
}

/**
 * @typedef {object} Opened
 * @property {import("playwright-core").Page} page
 * @property {readonly string[]} foreign  requests that left the origin
 * @property {readonly string[]} errors   of scripts and the console
 */

/**
 * Does something with a page of a browser that was just started.
 * @template Result
 * @param {string} url  of the studio
 * @param {(opened: Opened) => Promise<Result>} work
 * @returns {Promise<Result>}
 * @throws Error when the page sent a request elsewhere, or reported an error
 */
export async function withPage(url, work) {
  if (!existsSync(executablePath)) {
    throw new Error(`expected Chromium at ${executablePath}, found nothing. Set TIDELAB_CHROMIUM to where it is.`);
  }
  const browser = await chromium.launch({ executablePath, args: ARGS });
  try {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: "en-US" });
    const page = await context.newPage();
    page.setDefaultTimeout(PATIENCE);
    /** @type {string[]} */
    const foreign = [];
    /** @type {string[]} */
    const errors = [];
    context.on("request", (request) => {
      const { protocol, origin } = new URL(request.url());
      const isInline = protocol === "data:" || protocol === "blob:";
      if (!isInline && origin !== new URL(url).origin) foreign.push(request.url());
    });
    page.on("pageerror", (error) => errors.push(error.message));
    page.on("console", (message) => {
      if (message.type() === "error") errors.push(message.text());
    });
    const result = await work({ page, foreign, errors });
    if (errors.length > 0) throw new Error(`the page reported ${errors.join("; ")}`);
    return result;
  } finally {
    await browser.close();
  }
}

/** Opens Train with a spec, typed as a user types it. @param {import("playwright-core").Page} page @param {string} url @param {object} spec */
export async function openSpec(page, url, spec) {
  await page.goto(`${url}#/train`);
  await page.locator("summary", { hasText: "Spec" }).click();
  await page.getByLabel("Spec as JSON").fill(JSON.stringify(spec));
  // Single letters are keys only where nothing is being typed.
  await page.getByRole("heading", { level: 1 }).click();
}

/**
 * Trains one epoch by the key that a user has for it.
 * @param {import("playwright-core").Page} page @param {number} epoch  the one that it is, from 1
 */
export async function trainEpoch(page, epoch) {
  await page.keyboard.press("e");
  await page.getByText(`Paused after epoch ${epoch}.`).waitFor();
}

/** Steps that the timeline says are done, and how many there are. @param {import("playwright-core").Page} page */
export async function stepsDone(page) {
  const text = await page.locator("[aria-label^='Timeline: ']").first().getAttribute("aria-label");
  const found = /^Timeline: ([\d,]+) of ([\d,]+) steps?/.exec(text ?? "");
  if (found === null) throw new Error(`expected a timeline that counts steps, received ${text}`);
  const [done = Number.NaN, all = Number.NaN] = found.slice(1).map((digits) => Number(digits.replaceAll(",", "")));
  return { done, all };
}

/** Trains, or goes on, and pauses once so many steps are done. @param {import("playwright-core").Page} page @param {number} steps */
export async function trainSteps(page, steps) {
  await page.keyboard.press("Space");
  while ((await stepsDone(page)).done < steps) await page.waitForTimeout(50);
  await page.keyboard.press("Space");
  await page
    .getByText(/^Paused after/)
    .first()
    .waitFor();
  return (await stepsDone(page)).done;
}

/**
 * The only run that is kept in the page.
 * @param {import("playwright-core").Page} page
 * @returns {Promise<{ threads: number, numerics: string, history: readonly { epoch: number, trainLoss: number, trainSeconds: number }[] }>}
 */
export function keptRun(page) {
  return page.evaluate(`new Promise((resolve, reject) => {
    const opening = indexedDB.open("tidelab");
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => {
      const reading = opening.result.transaction("runs").objectStore("runs").getAll();
      reading.onerror = () => reject(reading.error);
      reading.onsuccess = () => {
        opening.result.close();
        if (reading.result.length !== 1) reject(new Error("expected one run, found " + reading.result.length));
        else resolve(reading.result[0]);
      };
    };
  })`);
}
