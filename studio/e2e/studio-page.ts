/** What journeys share: the built studio served as `tidelab studio` serves it, a browser, and a page that must not misbehave. */
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { type PreviewServer, preview } from "vite";

const executablePath = process.env.TIDELAB_CHROMIUM || "/usr/bin/chromium";
/** Whether there is a browser; without one journeys are skipped. */
export const hasChromium = existsSync(executablePath);

export interface Studio {
  readonly url: string;
  /** A new context: nothing is kept in it. */
  open(options?: BrowserContextOptions): Promise<BrowserContext>;
  close(): Promise<void>;
}

/** @param isolated  whether pages get the headers that give threads */
export async function serveStudio(isolated = true): Promise<Studio> {
  const server: PreviewServer = await preview({
    configFile: fileURLToPath(new URL("../vite.config.ts", import.meta.url)),
    logLevel: "silent",
    mode: isolated ? "production" : "not-isolated",
    preview: { port: 0, host: "127.0.0.1" },
  });
  const browser: Browser = await chromium.launch({
    executablePath,
    args: [
      ...["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"],
      ...["--disable-component-update", "--disable-sync"],
    ],
  });
  const [url = ""] = server.resolvedUrls?.local ?? [];
  return {
    url,
    // Without service workers unless a journey is about them: they answer requests that `page.route` is to answer.
    open: (options) =>
      browser.newContext({
        ...{ viewport: { width: 1440, height: 900 }, locale: "en-US", serviceWorkers: "block" as const, ...options },
      }),
    close: async () => {
      await browser.close();
      await server.close();
    },
  };
}

/** What a page did that it must not do. */
export interface Trouble {
  /** Errors of scripts, and what the console calls errors. */
  readonly errors: string[];
  /** Requests that left the origin. */
  readonly foreign: string[];
}

/** Watches a page from before its first request. */
export function watch(page: Page, url: string): Trouble {
  const trouble: Trouble = { errors: [], foreign: [] };
  page.on("pageerror", (error) => trouble.errors.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error") trouble.errors.push(message.text());
  });
  page.on("request", (request) => {
    const { protocol, origin } = new URL(request.url());
    const isInline = protocol === "data:" || protocol === "blob:";
    if (!isInline && origin !== new URL(url).origin) trouble.foreign.push(request.url());
  });
  return trouble;
}

/** Puts a spec into the recipe, as a user does who types it. */
export async function typeSpec(page: Page, spec: unknown): Promise<void> {
  await page.locator("summary", { hasText: /Spec|配置/ }).click();
  await page.getByLabel(/Spec as JSON|JSON 配置/).fill(JSON.stringify(spec));
}

/** The hash of the weights that a page shows, once its run has ended. */
export async function finalHash(page: Page): Promise<string> {
  const hash = page.getByTestId("weights-hash");
  await hash.waitFor({ timeout: 300_000 });
  return (await hash.textContent()) ?? "";
}
