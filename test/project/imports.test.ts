/** Imports run one way, from spec to command, and nothing that the browser runs imports from Node. */
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const src = fileURLToPath(new URL("../../src/", import.meta.url));

/** Each layer may import from itself and from those above it. */
const LAYERS: readonly (readonly string[])[] = [
  [
    "messages/errors-core.en.ts",
    "messages/errors-store.en.ts",
    "messages/errors-experiments.en.ts",
    "messages/errors-store.zh-CN.ts",
    "messages/errors-experiments.zh-CN.ts",
    "messages/errors-files.en.ts",
    "messages/errors-tables.en.ts",
    "messages/errors-tables.zh-CN.ts",
    "messages/errors.en.ts",
    "messages/errors.zh-CN.ts",
    "errors.ts",
    "file-errors.ts",
    "little-endian.ts",
    "sha256.ts",
  ],
  ["random", "metrics", "spec", "statistics"],
  ["data"],
  ["engine"],
  ["layers"],
  ["model", "zoo"],
  ["train"],
  ["messages", "report/blocks.ts", "figures", "waves.ts", "exercises/setting.ts"],
  ["runs", "report", "experiments/result.ts", "experiments/group-runs.ts"],
  ["index.ts"],
  ["store"],
  ["experiments"],
  ["exercises"],
  ["node"],
  ["node.ts"],
  ["cli"],
];

/** What only Node runs. */
const NODE_ONLY = [
  "cli/",
  "node/",
  "node.ts",
  "figures/png.ts",
  "runs/folder.ts",
  "runs/presentation.ts",
  "runs/range-test.ts",
  "runs/files.ts",
  "runs/checkpoints.ts",
  "runs/claim.ts",
  "runs/keep-edited.ts",
  "runs/lock.ts",
  "runs/process-owner.ts",
  "runs/verification-source.ts",
  "runs/verify-files.ts",
  "store/",
  "experiments/lock.ts",
  "experiments/pool.ts",
  "experiments/sweep.ts",
  "experiments/sweep-folder.ts",
  "experiments/recorder.ts",
  "experiments/restore.ts",
];

function files(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return files(path);
    return entry.name.endsWith(".ts") ? [path] : [];
  });
}

/** Modules that a file imports, as written; types count too. */
function imports(path: string): string[] {
  const text = readFileSync(path, "utf8");
  return [...text.matchAll(/(?:from|import)\s*\(?\s*"([^"]+)"/g)].map((match) => match[1]!);
}

function layerOf(file: string): number {
  const exact = LAYERS.findIndex((names) => names.includes(file));
  return exact >= 0 ? exact : LAYERS.findIndex((names) => names.includes(file.split("/")[0]!));
}

const all = files(src).map((path) => ({ path, name: relative(src, path).replaceAll("\\", "/") }));

describe("imports", () => {
  it("every file has a layer", () => {
    expect(all.length).toBeGreaterThan(60);
    expect(all.filter(({ name }) => layerOf(name) < 0).map(({ name }) => name)).toEqual([]);
  });

  it("run one way", () => {
    const wrong = all.flatMap(({ path, name }) =>
      imports(path).flatMap((target) => {
        if (!target.startsWith(".")) return [];
        const other = relative(src, join(dirname(path), target)).replaceAll("\\", "/");
        return layerOf(other) > layerOf(name) ? [`${name} imports ${other}`] : [];
      }),
    );
    expect(wrong).toEqual([]);
  });

  it("leave Node out of what the browser runs", () => {
    const wrong = all.flatMap(({ path, name }) => {
      if (NODE_ONLY.some((only) => name === only || name.startsWith(only))) return [];
      return imports(path).flatMap((target) => (target.startsWith("node:") ? [`${name} imports ${target}`] : []));
    });
    expect(wrong).toEqual([]);
  });

  it("the spec imports nothing of the rest", () => {
    const schemas = ["layers", "spec", "training", "transforms", "values", "waves"];
    const allowed = ["valibot", ...schemas.map((part) => `./${part}.ts`)];
    for (const part of schemas) {
      const found = imports(join(src, `spec/${part}.ts`));
      expect(found).toContain("valibot");
      expect(found.filter((target) => !allowed.includes(target))).toEqual([]);
    }
  });
});
