/** Writes `sw.js` beside the built page: the service worker, with the list of all files of the site and their hashes. */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { transformSync } from "esbuild";
import type { Plugin } from "vite";

const source = fileURLToPath(new URL("src/offline/service-worker.ts", import.meta.url));

/** @param folder  of the built site */
export function serviceWorker(folder: string): Plugin {
  return {
    name: "tidelab-service-worker",
    apply: "build",
    closeBundle() {
      const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
      const files = entries
        .map((entry) => join(entry.parentPath, entry.name))
        .map((file) => ({
          path: file.slice(join(folder, "/").length).replaceAll("\\", "/"),
          sha256: createHash("sha256").update(readFileSync(file)).digest("hex"),
        }))
        .filter(({ path }) => path !== "sw.js")
        .sort((a, b) => (a.path < b.path ? -1 : 1));
      const { code } = transformSync(readFileSync(source, "utf8"), { loader: "ts", minify: true, target: "es2022" });
      const list = JSON.stringify(files);
      // Its own text too: another worker is another version.
      const version = createHash("sha256").update(list).update(code).digest("hex").slice(0, 16);
      writeFileSync(join(folder, "sw.js"), `const SITE_FILES=${list},SITE_VERSION="${version}";\n${code}`);
    },
  };
}
