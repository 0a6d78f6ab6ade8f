/**
 * The names that the package exports, with their docstrings, read from the sources' text. Not a parser of TypeScript: it knows the forms of
 * export that this project uses, and fails on a name that it cannot find.
 */
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const src = fileURLToPath(new URL("../../src/", import.meta.url));

/** The module behind each way to import the package. */
export const ENTRIES: Readonly<Record<string, string>> = {
  tidelab: "node/index.ts",
  "tidelab/classical": "classical/index.ts",
  "tidelab/compare": "compare/index.ts",
  "tidelab/errors/zh-CN": "errors/zh-CN.ts",
  "tidelab/figures": "figures/index.ts",
  "tidelab/formats/safetensors": "formats/safetensors.ts",
  "tidelab/inference": "inference/index.ts",
  "tidelab/lens": "lens/index.ts",
  "tidelab/node": "node/index.ts",
  "tidelab/predict": "predict/index.ts",
  "tidelab/readers": "data/readers/index.ts",
  "tidelab/readers/en": "inference/messages/en.ts",
  "tidelab/readers/zh-CN": "inference/messages/zh-CN.ts",
  "tidelab/report": "report/index.ts",
  "tidelab/runs": "runs/index.ts",
  "tidelab/sweep": "sweep/index.ts",
  "tidelab/teaching": "teaching/index.ts",
  "tidelab/webgpu": "engine/webgpu/index.ts",
  "tidelab/zoo": "zoo/index.ts",
};

export interface PublicName {
  readonly name: string;
  /** Below `src/`. */
  readonly file: string;
  readonly kind: "function" | "class" | "const" | "interface" | "type" | "namespace";
  /** The text of the comment above it, without its stars; empty where there is none. */
  readonly doc: string;
}

/** Every name that a module exports, wherever it is declared. */
export function exportsOf(file: string): PublicName[] {
  const text = readFileSync(join(src, file), "utf8");
  const target = (path: string) => join(dirname(file), path).replaceAll("\\", "/");
  const found: PublicName[] = [];
  for (const [, names = "", path = ""] of text.matchAll(/^export (?:type )?\{([^}]*)\} from "(\.[^"]+)"/gm)) {
    const wanted = names.split(",").flatMap((part) => part.trim().replace(/^type /, "") || []);
    const there = new Map(exportsOf(target(path)).map((one) => [one.name, one]));
    for (const name of wanted) {
      const one = there.get(name);
      if (one === undefined) throw new Error(`${file} exports ${name} from ${path}, where it was not found`);
      found.push(one);
    }
  }
  // Names that were imported and are handed on.
  for (const [, names = ""] of text.matchAll(/^export (?:type )?\{([^}]*)\};/gm)) {
    for (const name of names.split(",").map((part) => part.trim().replace(/^type /, ""))) {
      const path = text.match(new RegExp(`^import [^;]*\\b${name}\\b[^;]*from "(\\.[^"]+)"`, "m"))?.[1];
      const one = path && exportsOf(target(path)).find((other) => other.name === name);
      if (!one) throw new Error(`${file} exports ${name}, which was not found`);
      found.push(one);
    }
  }
  for (const [, path = ""] of text.matchAll(/^export \* from "(\.[^"]+)"/gm)) found.push(...exportsOf(target(path)));
  for (const [, name = "", path = ""] of text.matchAll(/^export \* as (\w+) from "(\.[^"]+)"/gm)) {
    const doc = docAbove(readFileSync(join(src, target(path)), "utf8"), 0) || headerOf(target(path));
    found.push({ name, file: target(path), kind: "namespace", doc });
  }
  const declared = /^export (?:async )?(?:declare )?(function|class|const|interface|type)\*? (\w+)/gm;
  for (const match of text.matchAll(declared)) {
    const [, kind, name = ""] = match;
    found.push({ name, file, kind: kind as PublicName["kind"], doc: docAbove(text, match.index) });
  }
  return found;
}

function headerOf(file: string): string {
  return (
    readFileSync(join(src, file), "utf8")
      .match(/^\/\*\*(.*?)\*\//s)?.[1]
      ?.trim() ?? ""
  );
}

/** The comment that ends right above a place in the text. */
function docAbove(text: string, index: number): string {
  const before = text.slice(0, index);
  if (!before.endsWith("*/\n")) return "";
  const begin = before.lastIndexOf("/**");
  const body = before.slice(begin + 3, -3);
  return body.replace(/^[ \t]*\* ?/gm, "").trim();
}

/** The code of a docstring's examples. */
export function examplesIn(doc: string): string[] {
  return [...doc.matchAll(/@example\n```ts\n(.*?)\n```/gs)].map(([, code = ""]) => code);
}
