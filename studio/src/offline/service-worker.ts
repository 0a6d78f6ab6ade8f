/**
 * The service worker: the studio without a network, and on hosts that send no headers the cross-origin isolation that threads need. Built into
 * `sw.js` beside the page, with the list of its files (`studio/offline-plugin.ts`). It imports nothing: a browser reads it as it is.
 */

/** A file of the site: its path from where the worker is, and its SHA-256. */
interface SiteFile {
  readonly path: string;
  readonly sha256: string;
}
/** Put in front of this text by the build. */
declare const SITE_FILES: readonly SiteFile[];
declare const SITE_VERSION: string;

interface LateEvent extends Event {
  waitUntil(work: Promise<unknown>): void;
}
interface AskEvent extends LateEvent {
  readonly data: unknown;
  readonly ports: readonly MessagePort[];
}
interface RequestEvent extends LateEvent {
  readonly request: Request;
  respondWith(response: Promise<Response>): void;
}
interface Scope {
  addEventListener(type: "activate", listener: (event: LateEvent) => void): void;
  addEventListener(type: "message", listener: (event: AskEvent) => void): void;
  addEventListener(type: "fetch", listener: (event: RequestEvent) => void): void;
  readonly clients: { claim(): Promise<void> };
  readonly registration: { readonly scope: string };
}
const scope = globalThis as unknown as Scope;

const PREFIX = "tidelab-";
const NAME = `${PREFIX}${SITE_VERSION}`;
/** In a cache that has every file: when a page last asked for that. */
const WHOLE = "whole";
/** A network that does not answer is no better than none. */
const NETWORK_MS = 3000;

const at = (path: string) => new URL(path, scope.registration.scope).href;

// Nothing is kept before: a page that waits for threads would wait for all files. A new version leaves the pages of the one before to its worker:
// Chromium may hold their next request up where the new one is in a hurry to take over.
scope.addEventListener("activate", (event) => event.waitUntil(scope.clients.claim()));

scope.addEventListener("message", (event) => {
  const [port] = event.ports;
  if (event.data !== "keep" || port === undefined) return;
  event.waitUntil(
    keep().then(
      () => port.postMessage({ isKept: true }),
      // A version of before may be whole: it is what opens without a network then.
      async (error: unknown) => port.postMessage({ isKept: (await keptPage()) !== undefined, reason: String(error) }),
    ),
  );
});

scope.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || !request.url.startsWith(scope.registration.scope)) return;
  if (request.mode === "navigate") event.respondWith(page(request));
  else if (isOfSite(request.url)) event.respondWith(file(request));
});

/**
 * Keeps all files of this version. Only then those of versions before the last one go: a tab that is still open may load a part of it.
 * @throws Error where a file is not the one of the list: the host is between two versions, or something else answers
 */
async function keep(): Promise<void> {
  const cache = await caches.open(NAME);
  if (!(await cache.match(at(WHOLE)))) for (const one of SITE_FILES) await keepFile(cache, one);
  await cache.put(at(WHOLE), new Response(String(Date.now())));
  const others = (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== NAME);
  // In the order in which they were made.
  for (const name of others.slice(0, -1)) await caches.delete(name);
}

async function keepFile(cache: Cache, { path, sha256 }: SiteFile): Promise<void> {
  if (await cache.match(at(path))) return;
  const response = await fetch(at(path), { cache: "no-cache", credentials: "same-origin" });
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  const bytes = await response.arrayBuffer();
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  const found = Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
  if (found !== sha256) throw new Error(`${path} is not the file of this version`);
  await cache.put(at(path), new Response(bytes, { headers: unpacked(response.headers) }));
}

/** Not what a server beside the page streams without an end: a worker that still answers is not followed by the next one. */
function isOfSite(url: string): boolean {
  const path = url.slice(scope.registration.scope.length).replace(/[?#].*$/s, "");
  return path.startsWith("assets/") || SITE_FILES.some((one) => one.path === path);
}

/** The page: from the network, so that a new version is seen at once; what is kept where there is none, or no answer in time. */
async function page(request: Request): Promise<Response> {
  const isRoot = [at("./"), at("index.html")].includes(request.url.replace(/[?#].*$/s, ""));
  const network = fetch(request);
  if (!isRoot) return isolated(await network);
  const late = new Promise<undefined>((resolve) => setTimeout(resolve, NETWORK_MS));
  const first = await Promise.race([network.catch(() => undefined), late]);
  // A redirect is followed by the browser itself; a page for signing in to a network comes that way.
  if (first && (first.ok || first.type === "opaqueredirect")) return isolated(first);
  const kept = await keptPage();
  return isolated(kept ?? first ?? (await network));
}

/** Of the version that is whole and was asked for last. */
async function keptPage(): Promise<Response | undefined> {
  let newest: { readonly time: number; readonly cache: Cache } | undefined;
  for (const name of await caches.keys()) {
    if (!name.startsWith(PREFIX)) continue;
    const cache = await caches.open(name);
    const mark = await cache.match(at(WHOLE));
    if (mark === undefined) continue;
    const time = Number(await mark.text());
    if (newest === undefined || time >= newest.time) newest = { time, cache };
  }
  return newest?.cache.match(at("index.html"));
}

/** Any other file: names of built files change with their content, so that what is kept is what is asked for. */
async function file(request: Request): Promise<Response> {
  const isBuilt = request.url.startsWith(at("assets/"));
  const kept = isBuilt ? await caches.match(request, { ignoreVary: true }) : undefined;
  if (kept) return isolated(kept);
  try {
    return isolated(await fetch(request));
  } catch (error) {
    const old = await caches.match(request, { ignoreVary: true });
    if (old) return isolated(old);
    throw error;
  }
}

/** Bytes are as they are read: packed on their way or not. */
function unpacked(headers: Headers): Headers {
  const own = new Headers(headers);
  for (const name of ["Content-Encoding", "Content-Length", "Transfer-Encoding"]) own.delete(name);
  return own;
}

/**
 * With the headers that isolate a page; those that a host sends itself stay. The body is read to its end: a page that is left
 * in the middle of one would hold up the next version of this worker.
 */
async function isolated(response: Response): Promise<Response> {
  if (response.type === "opaqueredirect" || response.status === 0) return response;
  const headers = unpacked(response.headers);
  headers.set("Cross-Origin-Opener-Policy", "same-origin");
  headers.set("Cross-Origin-Embedder-Policy", "require-corp");
  headers.set("Cross-Origin-Resource-Policy", "same-origin");
  const isEmpty = response.status === 204 || response.status === 304;
  const body = isEmpty ? null : await response.arrayBuffer();
  return new Response(body, { status: response.status, statusText: response.statusText, headers });
}
