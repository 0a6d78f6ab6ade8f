/**
 * Firefox and WebKit as Debian has them, by the commands of WebDriver (https://www.w3.org/TR/webdriver2/). Firefox takes them over a socket
 * (Marionette, which geckodriver speaks too), WebKit over HTTP. Chromium's journeys have Playwright, which drives neither of these builds.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

const FIREFOX = process.env.TIDELAB_FIREFOX || "/usr/bin/firefox-esr";
/** Asked for only: at times it waits for minutes, and why is not known (decision 131). */
const WEBKIT_DRIVER = process.env.TIDELAB_WEBKIT_DRIVER ?? "TIDELAB_WEBKIT_DRIVER, with the path of WebKitWebDriver";
const MINI_BROWSER = process.env.TIDELAB_MINI_BROWSER || "/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser";
const XVFB = "/usr/bin/Xvfb";

/** Milliseconds for a browser to start, and for what a page is waited for. */
const PATIENCE = 240_000;

const WINDOW = { x: 0, y: 0, width: 1440, height: 900 };

/** The id of an element in answers of WebDriver. */
const ELEMENT = "element-6066-11e4-a52e-4f735466cecf";

/** One page of a browser. */
export interface Page {
  goto(url: string): Promise<void>;
  /** The value of an expression in the page. */
  read<T>(expression: string): Promise<T>;
  /** Waits until an expression is neither false nor empty. @returns its value @throws Error that shows the page's text, after four minutes */
  until<T>(expression: string): Promise<T>;
  /** @param xpath  of an element that is there or that is to come */
  click(xpath: string): Promise<void>;
  /** Puts text into a field, in place of what is there. */
  fill(xpath: string, text: string): Promise<void>;
  /** A picture of the window. */
  screenshot(): Promise<Buffer>;
  /** Ends the browser and removes what it kept. */
  close(): Promise<void>;
}

type Send = (command: string, parameters: object) => Promise<unknown>;

function pageOf(send: Send, close: () => Promise<void>): Page {
  const read = async <T>(expression: string) =>
    (await send("ExecuteScript", { script: `return (${expression});`, args: [] })) as T;
  const until = async <T>(expression: string): Promise<T> => {
    const deadline = Date.now() + PATIENCE;
    while (Date.now() < deadline) {
      const value = await read<T>(expression);
      if (value !== false && value !== "" && value !== null && value !== undefined) return value;
      await sleep(50);
    }
    throw new Error(`waited too long for ${expression}; the page: ${await read("document.body.innerText")}`);
  };
  const find = async (xpath: string) => {
    const found = await waitFor(xpath, () =>
      send("FindElement", { using: "xpath", value: xpath }).catch(() => undefined),
    );
    // Into the middle: WebKit scrolls to where the transport covers it.
    await send("ExecuteScript", { script: "arguments[0].scrollIntoView({ block: 'center' });", args: [found] });
    return { id: (found as Record<string, string>)[ELEMENT] ?? "" };
  };
  return {
    read,
    until,
    goto: async (url) => void (await send("Navigate", { url })),
    click: async (xpath) => {
      // As long as the page is loading its parts, elements move away from under the pointer.
      await waitFor(`${xpath} to be clicked`, async () => {
        const element = await find(xpath);
        return send("ElementClick", element).then(
          () => true,
          (error: Error) => {
            if (/interactable|intercepted|stale/.test(error.message)) return undefined;
            throw error;
          },
        );
      });
    },
    fill: async (xpath, text) => {
      const element = await find(xpath);
      await send("ElementClear", element);
      await send("ElementSendKeys", { ...element, text });
    },
    screenshot: async () => Buffer.from(String(await send("TakeScreenshot", { full: false })), "base64"),
    close,
  };
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const over = once(child, "close");
  child.kill("SIGKILL");
  await over;
}

/** @throws Error where it does not come before the browser's time is over */
async function waitFor<T>(what: string, attempt: () => T | undefined | Promise<T | undefined>): Promise<T> {
  const deadline = Date.now() + PATIENCE;
  while (Date.now() < deadline) {
    const found = await attempt();
    if (found !== undefined) return found;
    await sleep(50);
  }
  throw new Error(`waited too long for ${what}`);
}

/** Commands and answers of Marionette: `<bytes>:[0, id, "WebDriver:…", {…}]`, `<bytes>:[1, id, error, result]`. */
async function marionette(port: number): Promise<{ send: Send; close: () => void }> {
  const socket = connect(port, "127.0.0.1");
  await once(socket, "connect");
  const waiting = new Map<number, { resolve: (value: unknown) => void; reject: (reason: Error) => void }>();
  let bytes = Buffer.alloc(0);
  const greeted = new Promise<void>((resolve) => {
    const take = (message: unknown) => {
      if (!Array.isArray(message)) return resolve();
      const [, id, error, result] = message as [1, number, { message: string } | null, unknown];
      const { resolve: answer, reject } = waiting.get(id) ?? {};
      waiting.delete(id);
      if (error !== null) reject?.(new Error(`Firefox: ${error.message}`));
      // Results of commands that give one value are in a `value`, as WebDriver has all of them.
      else answer?.(result !== null && typeof result === "object" && "value" in result ? result.value : result);
    };
    socket.on("data", (chunk: Buffer) => {
      bytes = Buffer.concat([bytes, chunk]);
      for (;;) {
        const colon = bytes.indexOf(":");
        const length = Number(bytes.subarray(0, Math.max(0, colon)).toString());
        if (colon < 0 || bytes.length < colon + 1 + length) return;
        take(JSON.parse(bytes.subarray(colon + 1, colon + 1 + length).toString()));
        bytes = bytes.subarray(colon + 1 + length);
      }
    });
  });
  socket.on("close", () => {
    for (const { reject } of waiting.values()) reject(new Error("Firefox closed the connection"));
  });
  await greeted;
  let last = 0;
  const send: Send = (command, parameters) =>
    new Promise((resolve, reject) => {
      const id = ++last;
      waiting.set(id, { resolve, reject });
      const text = JSON.stringify([0, id, `WebDriver:${command}`, parameters]);
      socket.write(`${Buffer.byteLength(text)}:${text}`);
    });
  return { send, close: () => socket.destroy() };
}

async function openFirefox(): Promise<Page> {
  const profile = mkdtempSync(join(tmpdir(), "tidelab-firefox-"));
  // The port is chosen by the system, and written into the profile. Nothing is asked for outside of this machine.
  const settings = {
    "marionette.port": 0,
    "app.update.enabled": false,
    "browser.shell.checkDefaultBrowser": false,
    "browser.startup.homepage": "about:blank",
    "datareporting.policy.dataSubmissionEnabled": false,
    "extensions.update.enabled": false,
    "intl.accept_languages": "en-US",
    "network.captive-portal-service.enabled": false,
    "network.connectivity-service.enabled": false,
    "services.settings.server": "data:,#remote-settings-dummy/v1",
    "toolkit.telemetry.enabled": false,
  };
  const lines = Object.entries(settings).map(([name, value]) => `user_pref("${name}", ${JSON.stringify(value)});\n`);
  writeFileSync(join(profile, "user.js"), lines.join(""));
  const args = [
    "--headless",
    "--marionette",
    "--no-remote",
    "--profile",
    profile,
    "--width",
    "1440",
    "--height",
    "900",
  ];
  const child = spawn(FIREFOX, args, { stdio: "ignore", env: { ...process.env, HOME: profile } });
  const active = join(profile, "MarionetteActivePort");
  const port = await waitFor("Firefox", () => {
    if (child.exitCode !== null) throw new Error(`Firefox ended with ${child.exitCode}`);
    return existsSync(active) ? Number(readFileSync(active, "utf8")) || undefined : undefined;
  });
  const { send, close } = await marionette(port);
  await send("NewSession", { capabilities: { alwaysMatch: { timeouts: { script: PATIENCE, pageLoad: PATIENCE } } } });
  await send("SetWindowRect", WINDOW);
  return pageOf(send, async () => {
    close();
    await end(child);
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  });
}

/** WebDriver's paths of the commands above. */
function pathOf(command: string, { id }: { id?: string }): { method: "GET" | "POST"; path: string } {
  switch (command) {
    case "ExecuteScript":
      return { method: "POST", path: "/execute/sync" };
    case "Navigate":
      return { method: "POST", path: "/url" };
    case "SetWindowRect":
      return { method: "POST", path: "/window/rect" };
    case "FindElement":
      return { method: "POST", path: "/element" };
    case "TakeScreenshot":
      return { method: "GET", path: "/screenshot" };
    default:
      return {
        method: "POST",
        path: `/element/${id}/${{ ElementClick: "click", ElementClear: "clear", ElementSendKeys: "value" }[command]}`,
      };
  }
}

async function openWebKit(): Promise<Page> {
  const home = mkdtempSync(join(tmpdir(), "tidelab-webkit-"));
  // It has no headless mode: the screen is in memory, with a number that the server chooses.
  const screen = spawn(XVFB, ["-displayfd", "3", "-screen", "0", "1440x900x24", "-nolisten", "tcp"], {
    stdio: ["ignore", "ignore", "ignore", "pipe"],
  });
  const [number] = (await once(screen.stdio[3] as NodeJS.ReadableStream, "data")) as [Buffer];
  const display = `:${number.toString().trim()}`;
  const port = 20_000 + (process.pid % 20_000);
  const env = {
    ...process.env,
    DISPLAY: display,
    HOME: home,
    GDK_BACKEND: "x11",
    LC_ALL: "C.UTF-8",
    XDG_RUNTIME_DIR: home,
  };
  const driver = spawn(WEBKIT_DRIVER, [`--port=${port}`], { stdio: "ignore", env });
  const base = `http://127.0.0.1:${port}`;
  const ask = async (method: "GET" | "POST" | "DELETE", path: string, body?: object): Promise<unknown> => {
    const init = body === undefined ? { method } : { method, body: JSON.stringify(body) };
    const response = await fetch(`${base}${path}`, init);
    const { value } = (await response.json()) as { value: { error?: string; message?: string } };
    if (!response.ok) throw new Error(`WebKit: ${value.error}: ${value.message}`);
    return value;
  };
  await waitFor("WebKitWebDriver", () => ask("GET", "/status").catch(() => undefined));
  const alwaysMatch = {
    timeouts: { script: PATIENCE, pageLoad: PATIENCE },
    "webkitgtk:browserOptions": { binary: MINI_BROWSER, args: ["--automation"] },
  };
  const { sessionId } = (await ask("POST", "/session", { capabilities: { alwaysMatch } })) as { sessionId: string };
  const send: Send = (command, parameters) => {
    const { method, path } = pathOf(command, parameters);
    return ask(method, `/session/${sessionId}${path}`, method === "GET" ? undefined : parameters);
  };
  await send("SetWindowRect", WINDOW);
  return pageOf(send, async () => {
    await ask("DELETE", `/session/${sessionId}`).catch(() => undefined);
    await end(driver);
    await end(screen);
    rmSync(home, { recursive: true, force: true, maxRetries: 5 });
  });
}

export interface Browser {
  readonly name: string;
  /** What is not there; a browser that lacks nothing can be opened. */
  readonly lacks: readonly string[];
  open(): Promise<Page>;
}

const missing = (...paths: string[]) => paths.filter((path) => !existsSync(path));

export const BROWSERS: readonly Browser[] = [
  { name: "Firefox", lacks: missing(FIREFOX), open: openFirefox },
  { name: "WebKit", lacks: missing(WEBKIT_DRIVER, MINI_BROWSER, XVFB), open: openWebKit },
];
