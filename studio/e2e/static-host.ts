/** A host of static files that sends no headers but types, as many do; its files can be changed, and it can be unplugged. */

import { readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join } from "node:path";

const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
};

export interface StaticHost {
  readonly url: string;
  plug(): Promise<void>;
  unplug(): Promise<void>;
}

export async function hostFiles(folder: string): Promise<StaticHost> {
  let server: Server | undefined;
  let port = 0;
  const plug = async () => {
    server = createServer((request, response) => {
      const { pathname } = new URL(request.url ?? "/", "http://host");
      try {
        const file = join(folder, pathname === "/" ? "index.html" : pathname);
        response.writeHead(200, { "Content-Type": TYPES[extname(file)] ?? "application/octet-stream" });
        response.end(readFileSync(file));
      } catch {
        response.writeHead(404).end();
      }
    });
    await new Promise<void>((resolve) => server?.listen(port, "127.0.0.1", resolve));
    port = (server.address() as AddressInfo).port;
  };
  await plug();
  return {
    url: `http://127.0.0.1:${port}/`,
    plug,
    unplug: async () => {
      server?.closeAllConnections();
      await new Promise((resolve) => server?.close(resolve));
    },
  };
}
