/** `tidelab studio`: the site that it serves, to whom, with which headers; how it starts, says so and ends. */
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { createServer } from "node:net";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { browserCommand } from "../../src/node/serve/open-browser.ts";
import { type Served, serveSite } from "../../src/node/serve/serve.ts";
import { readSite } from "../../src/node/serve/site.ts";
import { readSpecLink } from "../../src/runs/link.ts";
import { parseSpec } from "../../src/spec/parse.ts";
import { inScratch, readRecord, start, TINY, tidelab, tidelabProcess, write } from "./command.ts";

const folder = () => inScratch("studio");
const env = () => ({ TIDELAB_STUDIO: folder() });

beforeAll(() => {
  mkdirSync(inScratch("studio", "assets"), { recursive: true });
  mkdirSync(inScratch("studio", ".hidden"));
  write("secret.txt", "secret");
  write("studio/index.html", "<!doctype html><title>studio</title>");
  write("studio/assets/main-B1x0cd3F.js", "export {};");
  write("studio/assets/plain.css", "a{}");
  write("studio/图.svg", "<svg/>");
  write("studio/engine.wasm", new Uint8Array([0, 97, 115, 109]));
  write("studio/.hidden/key", "secret");
  symlinkSync(inScratch("secret.txt"), inScratch("studio", "link.txt"));
});

const open: Served[] = [];
afterEach(async () => {
  for (const served of open.splice(0)) await served.close();
});

async function serve(options: Parameters<typeof serveSite>[1] = { port: 0 }): Promise<Served> {
  const served = await serveSite(await readSite(folder()), options);
  open.push(served);
  return served;
}

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/** A request as it is written: `fetch` would tidy the path up. */
function ask(port: number, path: string, headers: Record<string, string> = {}, method = "GET"): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asked = request({ host: "127.0.0.1", port, path, method, headers, agent: false }, (response) => {
      let body = "";
      response.setEncoding("utf8").on("data", (text: string) => {
        body += text;
      });
      response.on("end", () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }));
    });
    asked.on("error", reject);
    asked.end();
  });
}

describe("the server", () => {
  it("gives the page, isolated, under a policy without eval", async () => {
    const { port, url } = await serve();
    expect(url).toBe(`http://127.0.0.1:${port}/`);
    const { status, headers, body } = await ask(port, "/");
    expect([status, body]).toEqual([200, "<!doctype html><title>studio</title>"]);
    expect(headers).toMatchObject({
      "content-type": "text/html; charset=utf-8",
      "cross-origin-opener-policy": "same-origin",
      "cross-origin-embedder-policy": "require-corp",
      "cross-origin-resource-policy": "same-origin",
      "x-content-type-options": "nosniff",
      "referrer-policy": "no-referrer",
      "cache-control": "no-cache",
    });
    const policy = String(headers["content-security-policy"]);
    expect(policy).toContain("default-src 'self'; script-src 'self' 'wasm-unsafe-eval';");
    expect(policy).not.toMatch(/'unsafe-eval'|script-src[^;]*unsafe-inline|https?:|\*/);
  });

  it("names types as browsers want them, and keeps what never changes", async () => {
    const { port } = await serve();
    const script = await ask(port, "/assets/main-B1x0cd3F.js?v=1");
    expect(script.headers).toMatchObject({
      "content-type": "text/javascript; charset=utf-8",
      "cache-control": "public, max-age=31536000, immutable",
    });
    expect((await ask(port, "/assets/plain.css")).headers["cache-control"]).toBe("no-cache");
    expect((await ask(port, "/%E5%9B%BE.svg")).headers["content-type"]).toBe("image/svg+xml; charset=utf-8");
    const wasm = await ask(port, "/engine.wasm");
    expect(wasm.headers).toMatchObject({ "content-type": "application/wasm", "content-length": "4" });
    const again = await ask(port, "/engine.wasm", { "If-None-Match": `W/"x", ${String(wasm.headers.etag)}` });
    expect([again.status, again.body]).toEqual([304, ""]);
    expect((await ask(port, "/engine.wasm", { "If-None-Match": '"other"' })).status).toBe(200);
  });

  it.each([
    "/../secret.txt",
    "/%2e%2e/secret.txt",
    "/assets/..%2f..%2fsecret.txt",
    "/assets/%2e%2e%2f%2e%2e%2fsecret.txt",
    "/..\\secret.txt",
    "//etc/passwd",
    "/etc/passwd",
    "/.hidden/key",
    "/link.txt",
    "/%00",
    "/%",
    "/assets",
    "/index.html/",
  ])("has no %s", async (path) => {
    const { port } = await serve();
    const { status, body } = await ask(port, path);
    expect([400, 404]).toContain(status);
    expect(body).not.toContain("secret");
  });

  it("takes GET and HEAD only", async () => {
    const { port } = await serve();
    const head = await ask(port, "/", {}, "HEAD");
    expect([head.status, head.body, head.headers["content-length"]]).toEqual([200, "", "36"]);
    for (const method of ["POST", "PUT", "DELETE", "OPTIONS"]) {
      const { status, headers } = await ask(port, "/", {}, method);
      expect([status, headers.allow]).toEqual([405, "GET, HEAD"]);
    }
  });

  it("answers this machine under its own names alone", async () => {
    const { port } = await serve();
    for (const host of [`localhost:${port}`, "127.0.0.1", `[::1]:${port}`]) {
      expect((await ask(port, "/", { Host: host })).status, host).toBe(200);
    }
    for (const host of ["evil.example", `evil.example:${port}`, "127.0.0.1.evil.example", "localhost.evil.example"]) {
      expect((await ask(port, "/", { Host: host })).status, host).toBe(403);
    }
  });

  it("beyond this machine asks for the token, once", async () => {
    const { port, url, token = "" } = await serve({ host: "0.0.0.0", port: 0 });
    expect(token).toMatch(/^[\w-]{22}$/);
    expect(new URL(url).searchParams.get("token")).toBe(token);
    expect((await ask(port, "/")).status).toBe(403);
    for (const wrong of ["", "x", token.slice(1), `${token}x`, token.toLowerCase().replace(/./, "_")]) {
      expect((await ask(port, `/?token=${wrong}`)).status, wrong).toBe(403);
      expect((await ask(port, "/", { Cookie: `tidelab-${port}=${wrong}` })).status, wrong).toBe(403);
    }
    const first = await ask(port, `/index.html?token=${token}&lang=zh-CN`);
    expect([first.status, first.headers.location]).toEqual([303, "/index.html?lang=zh-CN"]);
    const [cookie = ""] = first.headers["set-cookie"] ?? [];
    expect(cookie).toContain("HttpOnly");
    expect(cookie).toContain("SameSite=Lax");
    const [pair = ""] = cookie.split(";");
    const page = await ask(port, "/", { Cookie: `other=1; ${pair}` });
    expect([page.status, page.headers["cache-control"]]).toEqual([200, "no-cache"]);
    const script = await ask(port, "/assets/main-B1x0cd3F.js", { Cookie: pair });
    expect(script.headers["cache-control"]).toBe("private, max-age=31536000, immutable");
    // The address of a redirect stays here, whatever the path.
    for (const path of ["//evil.example/", "/\\evil.example/", "/.//evil.example/", "http://evil.example/"]) {
      const elsewhere = await ask(port, `${path}?token=${token}`);
      expect([elsewhere.status, elsewhere.headers.location], path).toEqual([400, undefined]);
    }
  });

  it("has another token each time", async () => {
    const [one, other] = [await serve({ host: "0.0.0.0", port: 0 }), await serve({ host: "0.0.0.0", port: 0 })];
    expect(one.token).not.toBe(other.token);
  });
});

describe("the browser is opened", () => {
  const url = "http://127.0.0.1:4177/";
  it.each([
    ["darwin", {}, ["open", url]],
    ["win32", {}, ["rundll32", "url.dll,FileProtocolHandler", url]],
    ["linux", { DISPLAY: ":0" }, ["xdg-open", url]],
    ["linux", { WAYLAND_DISPLAY: "wayland-0" }, ["xdg-open", url]],
    ["linux", {}, undefined],
    ["darwin", { SSH_CONNECTION: "1 2 3 4" }, undefined],
    ["linux", { DISPLAY: ":0", CI: "true" }, undefined],
  ] as const)("on %s with %j by %j", (platform, variables, command) => {
    expect(browserCommand(url, platform, variables)).toEqual(command);
  });
});

describe("the command", () => {
  it("prints the address, serves until Ctrl-C, and says that it has ended", async () => {
    const { child, printed, until, result } = start(["studio", "--port", "0", "--no-open"], { env: env() });
    await until(() => printed.stdout.includes("Ctrl-C"));
    const [, address = ""] = /Studio: (\S+)/.exec(printed.stdout) ?? [];
    const page = await fetch(address);
    expect([page.status, await page.text()]).toEqual([200, "<!doctype html><title>studio</title>"]);
    child.kill("SIGINT");
    expect(await result).toMatchObject({ code: 0, stderr: "" });
    expect(printed.stdout).toContain("The studio has ended.");
    await expect(fetch(address)).rejects.toThrow();
  });

  it("opens a spec, or a run with the weights that it must give again", async () => {
    write("tiny.json", JSON.stringify(TINY));
    expect((await tidelab(["train", "tiny.json", "--out", "mine"])).code).toBe(0);
    for (const given of ["tiny.json", "mine", "mine/run.json"]) {
      const { child, printed, until, result } = start(["studio", given, "--port", "0", "--json"], { env: env() });
      await until(() => printed.stdout.endsWith("}\n"));
      child.kill("SIGTERM");
      expect((await result).code).toBe(0);
      const document = JSON.parse(printed.stdout) as { url: string; token: string | null };
      // As schema/outputs.schema.json has it.
      expect(Object.keys(document)).toEqual(["url", "port", "token"]);
      const { url, token } = document;
      const [, link = "", expected] = /#\/s\/([^?]+)(?:\?h=(\w+))?$/.exec(url) ?? [];
      expect(await readSpecLink(link)).toEqual(parseSpec(TINY));
      expect(token).toBeNull();
      expect(expected).toBe(given === "tiny.json" ? undefined : readRecord("mine").weightsSha256);
    }
  });

  it("says it in Chinese", async () => {
    const { child, printed, until, result } = start(["studio", "--port", "0", "--lang", "zh-CN"], { env: env() });
    await until(() => printed.stdout.includes("Ctrl-C"));
    child.kill("SIGINT");
    await result;
    expect(printed.stdout).toContain("工作室：http://127.0.0.1:");
  });

  it("refuses a port that is taken or none, an address of others, and a package without the studio", async () => {
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, "127.0.0.1", resolve));
    const { port } = taken.address() as { port: number };
    const refusals: [string[], string][] = [
      [["--port", String(port)], `port ${port} cannot be used (EADDRINUSE)`],
      [["--port", "70000"], "received 70000"],
      [["--port", "http"], "received http"],
      [["--host", "192.0.2.1"], "received 192.0.2.1"],
    ];
    for (const [flags, text] of refusals) {
      const { code, stderr } = await tidelabProcess(["studio", "--no-open", ...flags], { env: env() });
      expect([code, stderr.replace(/\s+/g, " ")], flags.join(" ")).toEqual([2, expect.stringContaining(text)]);
    }
    taken.close();
    const { code, stderr } = await tidelabProcess(["studio"], { env: { TIDELAB_STUDIO: inScratch("nowhere") } });
    expect([code, stderr]).toEqual([2, expect.stringContaining("npm run build:studio")]);
    writeFileSync(inScratch("no-spec.json"), "{}");
    expect((await tidelabProcess(["studio", "no-spec.json"], { env: env() })).code).toBe(2);
    expect((await tidelabProcess(["studio", "no-such-run"], { env: env() })).code).toBe(2);
  });

  it("takes the next port where the usual one is taken, and says what that means", async () => {
    const usual = createServer();
    // Where another program has it already, it is taken all the same.
    await new Promise<void>((resolve) => usual.once("error", () => resolve()).listen(4177, "127.0.0.1", resolve));
    const { child, printed, until, result } = start(["studio", "--no-open"], { env: env() });
    await until(() => printed.stderr.includes("4177"));
    child.kill("SIGINT");
    await result;
    usual.close();
    expect(printed.stdout).not.toContain(":4177/");
    expect(printed.stderr).toContain("Port 4177 is taken");
  });
});
