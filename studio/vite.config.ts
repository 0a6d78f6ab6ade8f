/** How the studio is built: static files in dist/studio, beside the package that it imports. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { defineConfig, type Plugin } from "vite";
import { serviceWorker } from "./offline-plugin.ts";

const root = fileURLToPath(new URL("../", import.meta.url));

type Target = string | { readonly browser?: Target; readonly default?: Target };

/** The file that a browser gets for a subpath of the package. */
function fileOf(target: Target | undefined): string | undefined {
  return typeof target === "object" ? fileOf(target.browser ?? target.default) : target;
}

/** `tidelab` and its subpaths, by the `exports` of the package that this workspace is part of: no other file of it can be reached. */
export function tidelab(): Plugin {
  const manifest = JSON.parse(readFileSync(`${root}package.json`, "utf8")) as { exports: Record<string, Target> };
  return {
    name: "tidelab-exports",
    enforce: "pre",
    resolveId(source) {
      if (source !== "tidelab" && !source.startsWith("tidelab/")) return undefined;
      const file = fileOf(manifest.exports[`.${source.slice("tidelab".length)}`]);
      if (file === undefined) throw new Error(`package.json exports no ${source}`);
      return `${root}${file.slice(2)}`;
    },
  };
}

/** What gives threads: the page is cross-origin isolated with them. `tidelab studio` sends the same. */
const headers = {
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
  "Cross-Origin-Resource-Policy": "same-origin",
};

// `--mode not-isolated` serves as a host does that sends no headers.
export default defineConfig(({ mode }) => ({
  root: fileURLToPath(new URL(".", import.meta.url)),
  base: "./",
  plugins: [tidelab(), serviceWorker(`${root}dist/studio`)],
  worker: { format: "es", plugins: () => [tidelab()] },
  build: { outDir: `${root}dist/studio`, emptyOutDir: true, target: "es2023", modulePreload: { polyfill: false } },
  // What a preview sends is what the development server sends.
  server: mode === "not-isolated" ? {} : { headers },
}));
