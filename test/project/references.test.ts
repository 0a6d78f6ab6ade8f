/** Files that comments and decisions name are there: a reader who follows one finds it. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

const root = fileURLToPath(new URL("../../", import.meta.url));
const FOLDERS = ["src", "test", "bench", "docs", "kernels", "scripts", "examples", "studio"];

function filesOf(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.name === "node_modules") return [];
    return entry.isDirectory() ? filesOf(path) : [path];
  });
}

it("`name.ts`, `name.mjs` and `name.py` are names of files", () => {
  const files = FOLDERS.filter((folder) => existsSync(join(root, folder))).flatMap(filesOf);
  const names = new Set(files.map((file) => basename(file)));
  // Fixtures name scripts that are not ours.
  const texts = files.filter((file) => !file.startsWith("test/") && /\.(tsx?|mjs|py|md)$/.test(file));
  expect(texts.length).toBeGreaterThan(200);
  const stale = texts.flatMap((file) =>
    [...readFileSync(join(root, file), "utf8").matchAll(/`([\w./-]+\.(?:ts|mjs|py))`/g)]
      .map(([, name = ""]) => name)
      // `.ts` is the ending of files of time series too.
      .filter((name) => !names.has(basename(name)) && !/_(TRAIN|TEST)\.ts$/.test(name))
      .map((name) => `${file}: ${name}`),
  );
  expect(stale).toEqual([]);
});
