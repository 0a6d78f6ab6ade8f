/**
 * A site over HTTP, with the headers that give a page threads and keep it to itself: cross-origin isolation, and a content security policy
 * without `unsafe-eval`. GET and HEAD only. Node only; `access.ts` says who may read.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { networkInterfaces } from "node:os";
import { TidelabError } from "../../errors/errors.ts";
import { isSystemError } from "../system-errors.ts";
import { createToken, decideAccess, isLoopback } from "./access.ts";
import { createEvents, type Events, type LiveSource } from "./events.ts";
import type { Site, SiteFile } from "./site.ts";

/** Where a page keeps what it has depends on its address: the port is the same from one start to the next, where it is free. */
export const USUAL_PORT = 4177;
const PORTS_TRIED = 10;

/**
 * Styles may be inline: figures and reports carry theirs. Blobs are what the page makes itself: pictures, and a report in a frame.
 */
const POLICY = [
  "default-src 'self'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self' data:",
  "frame-src 'self' blob:",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'self'",
].join("; ");

const HEADERS = {
  "Content-Security-Policy": POLICY,
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
  "Cross-Origin-Resource-Policy": "same-origin",
  // The address may have the token in it.
  "Referrer-Policy": "no-referrer",
  "X-Content-Type-Options": "nosniff",
} as const;

export interface ServeOptions {
  /** The first free one from the usual port on unless given; 0 for any that is free. */
  readonly port?: number | undefined;
  /** Only this machine can ask unless another is given; then a token is needed. */
  readonly host?: string | undefined;
  /** What pages can follow at `/queue/events`, by the same rules as the site; there is nothing unless given. */
  readonly live?: LiveSource | undefined;
}

export interface Served {
  /** With the token, where one is needed. */
  readonly url: string;
  readonly port: number;
  readonly token: string | undefined;
  /** Whether browsers of other machines can ask. */
  readonly isOpen: boolean;
  /** Ends it, with all connections. */
  close(): Promise<void>;
}

/** @throws TidelabError `studio.port` for a port that is taken or not allowed, `studio.host` for an address that this machine does not have */
export async function serveSite(site: Site, { port, host = "127.0.0.1", live }: ServeOptions = {}): Promise<Served> {
  const token = isLoopback(host) ? undefined : createToken();
  let actual = 0;
  const events = live && createEvents(live);
  const server = createServer((request, response) => answer(request, response, site, token, actual, events));
  actual = await listen(server, host, port);
  const shown = shownHost(host);
  return {
    url: `http://${shown}:${actual}/${token === undefined ? "" : `?token=${token}`}`,
    port: actual,
    token,
    isOpen: token !== undefined,
    async close() {
      await events?.close();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
}

async function listen(server: Server, host: string, port: number | undefined): Promise<number> {
  const candidates =
    port === undefined ? [...Array.from({ length: PORTS_TRIED }, (_, index) => USUAL_PORT + index), 0] : [port];
  for (const candidate of candidates) {
    try {
      await new Promise<void>((resolve, reject) => {
        server.once("error", reject);
        server.listen({ host: host.replace(/^\[|\]$/g, ""), port: candidate, exclusive: true }, () => {
          server.off("error", reject);
          resolve();
        });
      });
      return (server.address() as AddressInfo).port;
    } catch (error) {
      if (!isSystemError(error)) throw error;
      const isTaken = error.code === "EADDRINUSE" || error.code === "EACCES";
      if (isTaken && port === undefined) continue;
      const cause = { cause: error };
      if (isTaken) throw new TidelabError("studio.port", { port: candidate, reason: error.code }, "--port", cause);
      throw new TidelabError("studio.host", { received: host }, "--host", cause);
    }
  }
  throw new Error("any free port was refused");
}

/** What another machine can ask for; every address of this one has no name of its own. */
function shownHost(host: string): string {
  if (host !== "0.0.0.0" && host !== "::") return host.includes(":") && !host.startsWith("[") ? `[${host}]` : host;
  const all = Object.values(networkInterfaces()).flatMap((list) => list ?? []);
  return all.find(({ family, internal }) => family === "IPv4" && !internal)?.address ?? "127.0.0.1";
}

/** Where a page follows the queue; `studio/src/queue` asks there. */
const EVENTS = "/queue/events";

/** What is answered to a request: events, a file of the site, or a sentence. */
function answer(
  request: IncomingMessage,
  response: ServerResponse,
  site: Site,
  token: string | undefined,
  port: number,
  events: Events | undefined,
): void {
  const { method, headers } = request;
  const target = parseTarget(request.url ?? "");
  if (method !== "GET" && method !== "HEAD") say(405, "Only GET and HEAD.\n", response, { Allow: "GET, HEAD" });
  else if (target === undefined) say(400, "This address cannot be read.\n", response);
  else {
    const access = decideAccess({ host: headers.host, cookie: headers.cookie, url: target.url }, token, port);
    const file = site.get(target.path === "/" ? "/index.html" : target.path);
    if (access.kind === "cookie") {
      say(303, "", response, { "Set-Cookie": access.cookie, Location: access.location });
    } else if (access.kind === "refused") say(403, REFUSALS[access.reason], response);
    else if (target.path === EVENTS && method === "GET" && events) events.send(response, HEADERS);
    else if (file === undefined) say(404, "There is no such file.\n", response);
    else send(file, request, response, token !== undefined);
  }
}

/** Node itself leaves the text out where HEAD was asked. */
function say(
  status: number,
  text: string,
  response: ServerResponse,
  more: Readonly<Record<string, string>> = {},
): void {
  const common = { ...HEADERS, "Content-Type": "text/plain; charset=utf-8", "Cache-Control": "no-store" };
  response.writeHead(status, { ...common, "Content-Length": Buffer.byteLength(text), ...more }).end(text);
}

const REFUSALS = {
  host: "Ask for 127.0.0.1 or localhost: this server answers this machine alone.\n",
  token: "The address lacks the token. Open the one that tidelab studio has printed.\n",
} as const;

/** An address of this site, and its path decoded; undefined for what is none. A redirect to it stays here. */
function parseTarget(target: string): { url: URL; path: string } | undefined {
  try {
    const url = new URL(target, "http://site");
    if (!target.startsWith("/") || url.host !== "site" || url.pathname.startsWith("//")) return undefined;
    return { url, path: decodeURIComponent(url.pathname) };
  } catch {
    return undefined;
  }
}

function send(file: SiteFile, request: IncomingMessage, response: ServerResponse, isPrivate: boolean): void {
  const keep = `${isPrivate ? "private" : "public"}, max-age=31536000, immutable`;
  const headers = { ...HEADERS, ETag: file.etag, "Cache-Control": file.isHashed ? keep : "no-cache" };
  const known = request.headers["if-none-match"]?.split(",").map((tag) => tag.trim().replace(/^W\//, ""));
  if (known?.some((tag) => tag === file.etag || tag === "*")) {
    response.writeHead(304, headers).end();
    return;
  }
  response.writeHead(200, { ...headers, "Content-Type": file.type, "Content-Length": file.bytes.length });
  response.end(file.bytes);
}
