/** What a page loads stays small: gzipped bytes of the built files. A ceiling is raised only in the commit that needs it, with the reason. */
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";

const folder = fileURLToPath(new URL("../../dist/studio/assets/", import.meta.url));
const files = readdirSync(folder);
const sizeOf = (names: readonly string[]) =>
  names.reduce((sum, name) => sum + gzipSync(readFileSync(`${folder}${name}`), { level: 9 }).length, 0);
const text = (name: string) => readFileSync(`${folder}${name}`, "utf8");

/** Scripts that a script needs before it runs, itself among them. */
function closure(name: string, found: Set<string> = new Set()): Set<string> {
  if (found.has(name)) return found;
  found.add(name);
  for (const [, needed = ""] of text(name).matchAll(/(?:from|import)\s*"\.\/([\w.-]+\.js)"/g)) closure(needed, found);
  return found;
}
/** A name, then eight characters of a hash. */
const named = (start: string, end: string) =>
  files.filter((name) => name.startsWith(start) && name.length === start.length + 8 + end.length && name.endsWith(end));
const one = (start: string, end: string) => {
  const found = named(start, end);
  expect(found, `${start}…${end}`).toHaveLength(1);
  return found[0]!;
};

describe("budgets", () => {
  const entry = () => one("index-", ".js");
  /** The script of a screen. Another chunk may have its name; the screen's own is what the entry imports. */
  const screenOf = (name: string) => {
    const own = named(`${name}-`, ".js").filter((file) => text(entry()).includes(`import(\`./${file}\`)`));
    expect(own, name).toHaveLength(1);
    return own[0]!;
  };
  const first = () => closure(screenOf("start"), closure(entry()));

  it("the scripts of the first screen are under 120 kB", () => {
    expect(first().size).toBeGreaterThan(1);
    expect(sizeOf([...first()])).toBeLessThan(120_000);
  });

  it.each([
    "data",
    "train",
    "link",
    "run",
    "explain",
    "compare",
    "report",
    "predict",
    "collect",
    "task",
    "teach",
    "fix",
    "verify",
    "device",
    "queue",
  ])("the screen %s takes under 40 kB more", (screen) => {
    const more = [...closure(screenOf(screen))].filter((name) => !first().has(name));
    expect(sizeOf(more)).toBeLessThan(40_000);
  });

  it("the styles of the first screen are under 9 kB, and those of each other screen or part under 3 kB more", () => {
    // In all they were to be under 15 kB once: a page never loads the styles of all screens.
    const first = [one("index-", ".css"), one("start-", ".css")];
    expect(sizeOf(first)).toBeLessThan(9_000);
    for (const name of files.filter((file) => file.endsWith(".css") && !first.includes(file))) {
      expect(sizeOf([name]), name).toBeLessThan(3_000);
    }
  });

  it("the workers, engine included, are under 400 kB", () => {
    const workers = files.filter((name) => /worker/.test(name) && name.endsWith(".js"));
    expect(workers.length).toBeGreaterThan(1);
    expect(sizeOf(workers)).toBeLessThan(400_000);
  });
});
