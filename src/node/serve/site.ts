/**
 * A folder of static files as a site in memory. What is served is what was there when it was read: no request reaches the file system, so
 * that no path in one can leave the folder. Node only.
 */
import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { extname, join } from "node:path";

export interface SiteFile {
  readonly bytes: Uint8Array;
  readonly type: string;
  /** Of its content, in quotes as the header has it. */
  readonly etag: string;
  /** Whether its name changes with its content, so that it may be kept for good. */
  readonly isHashed: boolean;
}

/** By path as a request names it: `/index.html`, `/assets/main-B1x0cd3F.js`. */
export type Site = ReadonlyMap<string, SiteFile>;

const TEXT = "; charset=utf-8";
const TYPES: Readonly<Record<string, string>> = {
  ".css": `text/css${TEXT}`,
  ".gif": "image/gif",
  ".html": `text/html${TEXT}`,
  ".ico": "image/x-icon",
  ".jpg": "image/jpeg",
  ".js": `text/javascript${TEXT}`,
  ".json": `application/json${TEXT}`,
  ".map": `application/json${TEXT}`,
  ".mjs": `text/javascript${TEXT}`,
  ".png": "image/png",
  ".svg": `image/svg+xml${TEXT}`,
  ".ttf": "font/ttf",
  ".txt": `text/plain${TEXT}`,
  ".wasm": "application/wasm",
  ".webmanifest": `application/manifest+json${TEXT}`,
  ".woff2": "font/woff2",
};

/** A name as a bundler writes it: eight characters of a hash before the ending. */
const HASHED = /-[\w-]{8}\.[a-z0-9]+$/;

/** @returns an empty site where there is no such folder */
export async function readSite(folder: string): Promise<Site> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  });
  const site = new Map<string, SiteFile>();
  for (const entry of entries) {
    // Links are not followed, and what is hidden is not for others.
    const path = join(entry.parentPath, entry.name);
    const name = path.slice(join(folder, "/").length).replaceAll("\\", "/");
    if (!entry.isFile() || name.split("/").some((part) => part.startsWith("."))) continue;
    const bytes = await readFile(path);
    site.set(`/${name}`, {
      bytes,
      type: TYPES[extname(name).toLowerCase()] ?? "application/octet-stream",
      etag: `"${createHash("sha256").update(bytes).digest("base64url").slice(0, 27)}"`,
      isHashed: name.startsWith("assets/") && HASHED.test(name),
    });
  }
  return site;
}
