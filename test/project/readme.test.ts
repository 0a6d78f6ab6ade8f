/** The READMEs keep their word: their code is an example that runs, their output the reference, their links lead somewhere. */
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { pack } from "./packed.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const read = (file: string) => readFileSync(join(root, file), "utf8");
const manifest = JSON.parse(read("package.json")) as {
  version: string;
  engines: { node: string };
  dependencies: Record<string, string>;
};

const READMES = ["README.md", "README.zh-CN.md"];
const decisions = readdirSync(join(root, "docs/decisions")).map((file) => `docs/decisions/${file}`);

/** The fenced block below a marker. */
function blockAfter(text: string, marker: string): string {
  const block = text.split(`<!-- ${marker} -->\n`)[1]?.match(/^```\w+\n(.*?)\n```$/ms)?.[1];
  if (block === undefined) throw new Error(`no block after ${marker}`);
  return block;
}

/** As GitHub makes anchors of headings. */
function anchors(text: string): string[] {
  return [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, "")
      .replaceAll(" ", "-"),
  );
}

describe.each(READMES)("%s", (file) => {
  const text = read(file);

  it("has the two commands, and asks for the Node that the package asks for", () => {
    expect(text).toMatch(/^ {4}npm ci && npx tidelab lab$/m);
    expect(text).toMatch(/^ {4}npm ci && npm test$/m);
    expect(manifest.engines.node).toMatch(/^>=20\.19\b/);
    expect(text).toContain("Node 20.19");
  });

  it("shows the example that the tests run, and it is some ten lines long", () => {
    const code = blockAfter(text, "example: examples/train-lab.mjs");
    expect(`${code}\n`).toBe(read("examples/train-lab.mjs"));
    expect(code.split("\n").length).toBeLessThanOrEqual(10);
  });

  it("shows lines of the reference, in its order", () => {
    const shown = blockAfter(text, "lab").split("\n");
    const [first, last, ...more] = shown.join("\n").split("\n…\n");
    expect(more).toEqual([]);
    const reference = read("test/fixtures/goldens/lab-seed7.txt").trimEnd().replace(/ +$/gm, "");
    expect(reference.startsWith(`${first}\n`)).toBe(true);
    // Python's print leaves a second line end after the report.
    expect(reference.replace(/\n+/g, "\n").endsWith(`\n${last}`.replace(/\n+/g, "\n"))).toBe(true);
  });
});

describe("READMEs", () => {
  it("say the same in both languages", () => {
    const [english = "", chinese = ""] = READMES.map((file) => read(file));
    const facts = (text: string) => ({
      headings: [...text.matchAll(/^#+ /gm)].map(String),
      commands: [...text.matchAll(/npx tidelab [^`\n]*|node examples\/\S+?(?=`)/g)].map(String),
      flags: [...text.matchAll(/--[a-z]+/g)].map(String),
      rows: [...text.matchAll(/^\|/gm)].length,
      figures: [...text.matchAll(/docs\/figures\/([a-z-]+)/g)].map(([, name]) => name),
      seconds: [...text.matchAll(/\| \d\.\d \| \d\.\d \|/g)].map(String),
    });
    expect(facts(english).commands.length).toBeGreaterThanOrEqual(6);
    expect(facts(english).seconds.length).toBe(3);
    expect(facts(chinese)).toEqual(facts(english));
  });

  it("have pictures that load fast", () => {
    for (const file of READMES) {
      const pictures = [...read(file).matchAll(/!\[[^\]]+\]\(([^)]+)\)/g)].map(([, path = ""]) => path);
      expect(pictures.length).toBe(3);
      for (const path of pictures) {
        const bytes = readFileSync(join(root, path));
        expect(bytes.subarray(1, 4).toString()).toBe("PNG");
        expect(bytes.length).toBeLessThan(80_000);
      }
    }
  });
});

describe("documents", () => {
  // Of the package and not only of the checkout: a link to what is not packed leads nowhere for whoever installed it.
  it("link to what is there, in the package", () => {
    const packed = new Set(pack().files.map(({ path }) => path));
    const files = [...packed].filter((path) => path.endsWith(".md"));
    expect(files).toEqual(expect.arrayContaining([...READMES, "CONTRIBUTING.md", "docs/spec.md", ...decisions]));
    const links = files.flatMap((file) =>
      [...read(file).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = ""]) => ({ file, target })),
    );
    const isPacked = (path: string) => packed.has(path) || [...packed].some((one) => one.startsWith(`${path}/`));
    const broken = links.filter(({ file, target }) => {
      if (/^https?:/.test(target)) return false;
      const [path, anchor] = target.split("#");
      const linked = path ? join(dirname(file), path).replaceAll("\\", "/").replace(/\/$/, "") : file;
      if (!isPacked(linked)) return true;
      return anchor !== undefined && !anchors(read(linked)).includes(anchor);
    });
    expect(links.length).toBeGreaterThan(20);
    expect(broken).toEqual([]);
  });

  it("name the version of the package", () => {
    expect(read("CHANGELOG.md")).toMatch(new RegExp(`^## ${manifest.version.replaceAll(".", "\\.")}\\b`, "m"));
    expect(read("LICENSE")).toMatch(/^MIT License\n\nCopyright \(c\) \d{4} The Tidelab developers\n/);
  });

  it("number the decisions, each with its context, decision and consequence, on one page", () => {
    expect(decisions.length).toBeGreaterThanOrEqual(9);
    // Numbers are given out ahead to work that goes on side by side, so there may be gaps.
    const numbers = decisions.map((file) => file.match(/\/(\d{3})-[a-z0-9-]+\.md$/)?.[1] ?? file);
    expect(new Set(numbers).size).toBe(decisions.length);
    for (const [index, file] of decisions.entries()) {
      const number = numbers[index];
      const text = read(file);
      expect(text.startsWith(`# ${number} `)).toBe(true);
      expect(text).toMatch(/^\*\*Context\.\*\* .*^\*\*Decision\.\*\* .*^\*\*Consequence\.\*\* /ms);
      expect(text.split("\n").length).toBeLessThan(25);
    }
  });

  it("give a reason for every runtime dependency, and for no other", () => {
    const rows = read("docs/decisions/004-runtime-dependencies.md").match(/^\| `.*$/gm) ?? [];
    const named = rows.flatMap((row) => [...(row.split("|")[1] ?? "").matchAll(/`([^`]+)`/g)].map(([, name]) => name));
    expect(named.sort()).toEqual(Object.keys(manifest.dependencies).sort());
  });
});
