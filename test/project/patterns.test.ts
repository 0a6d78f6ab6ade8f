/**
 * Every regular expression of the sources takes time linear in its input: none takes more than some seconds for a million
 * characters, where a quadratic one takes hours. Each runs in a process of its own, since nothing else can stop it.
 */
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const src = fileURLToPath(new URL("../../src/", import.meta.url));

/** Pattern and flags of every regular expression in a source, comments left out. */
function patternsIn(text: string): [pattern: string, flags: string][] {
  const code = text.replace(/\/\*[\s\S]*?\*\//g, "").replace(/(^|[\s;{])\/\/.*$/gm, "$1");
  // A slash that begins a pattern comes after an operator, a bracket or a comma; one that divides, after a value.
  const literals = code.matchAll(
    /(?<=[=(,:!?&|[{;]\s*|return\s+|=>\s*|^\s*)\/((?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n*[])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])*)\/([dgimsuvy]*)(?=[.,;)\]\s])/gm,
  );
  return [...literals].map(([, pattern = "", flags = ""]) => [pattern, flags]);
}

const found = new Map<string, string>();
for (const name of readdirSync(src, { recursive: true }) as string[]) {
  if (!name.endsWith(".ts")) continue;
  for (const [pattern, flags] of patternsIn(readFileSync(join(src, name), "utf8"))) {
    found.set(JSON.stringify([pattern, flags]), name);
  }
}

describe("regular expressions", () => {
  it("are found", () => {
    expect(found.size).toBeGreaterThan(60);
    const numbers = [...found]
      .filter(([, name]) => name === "data/readers/table/values.ts")
      .map(([pattern]) => pattern);
    expect(numbers.length).toBeGreaterThanOrEqual(6);
  });

  it("take linear time", { timeout: 200_000 }, () => {
    const script = fileURLToPath(new URL("patterns.mjs", import.meta.url));
    const { stdout, status, signal } = spawnSync(process.execPath, [script], {
      input: JSON.stringify([...found.keys()].map((key) => JSON.parse(key))),
      encoding: "utf8",
      timeout: 180_000,
    });
    // The last line is the pattern that was running when it was stopped.
    expect({ status, signal, last: status === 0 ? "" : stdout.trimEnd().split("\n").at(-1) }).toEqual({
      status: 0,
      signal: null,
      last: "",
    });
    expect(stdout.trimEnd().split("\n").at(-1)).toBe(`done ${found.size}`);
  });
});
