/** Gzipped bytes of what a page loads; `studio/test/budgets.test.ts` holds their ceilings. */
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { table } from "../report/markdown.mjs";
import { TARGETS } from "./targets.mjs";

const folder = fileURLToPath(new URL("../../dist/studio/assets/", import.meta.url));
const text = (/** @type {string} */ name) => readFileSync(`${folder}${name}`, "utf8");
const kilobytes = (/** @type {Iterable<string>} */ names) =>
  [...names].reduce((sum, name) => sum + gzipSync(text(name), { level: 9 }).length, 0) / 1000;

/** Scripts that a script needs before it runs, itself among them. @param {string} name @param {Set<string>} [found] */
function closure(name, found = new Set()) {
  if (found.has(name)) return found;
  found.add(name);
  for (const [, needed = ""] of text(name).matchAll(/(?:from|import)\s*"\.\/([\w.-]+\.js)"/g)) closure(needed, found);
  return found;
}

/** @type {import("./job.mjs").Job} */
export const sizes = {
  about: "gzipped bytes of the first screen, the others, styles and workers",
  async run() {
    const files = readdirSync(folder);
    const index = readFileSync(`${folder}../index.html`, "utf8");
    const [, entry = ""] = /src="\.\/assets\/([\w.-]+\.js)"/.exec(index) ?? [];
    // A screen is what the entry imports when it is first shown.
    const screens = [...text(entry).matchAll(/import\(`\.\/([\w.-]+\.js)`\)/g)].map(([, name = ""]) => name);
    const start = screens.find((name) => name.startsWith("start-")) ?? "";
    if (entry === "" || start === "") throw new Error("expected a built studio, found no entry or no first screen");
    const first = closure(start, closure(entry));
    const others = screens
      .filter((name) => name !== start)
      .map((name) => ({
        name: name.replace(/-.{8}\.js$/, ""),
        size: kilobytes([...closure(name)].filter((needed) => !first.has(needed))),
      }))
      .sort((a, b) => b.size - a.size);
    const css = files.filter((name) => name.endsWith(".css"));
    const isFirst = (/** @type {string} */ name) => /^(index|start)-/.test(name);
    const [largest = 0] = css
      .filter((name) => !isFirst(name))
      .map((name) => kilobytes([name]))
      .sort((a, b) => b - a);
    const values = {
      scripts: kilobytes(first),
      route: others[0]?.size ?? 0,
      styles: kilobytes(css.filter(isFirst)) + largest,
      workers: kilobytes(files.filter((name) => name.includes("worker") && name.endsWith(".js"))),
    };
    const keys = /** @type {(keyof typeof values)[]} */ (Object.keys(values));
    return {
      title: "Sizes",
      body: [
        table(
          ["gzipped", "kB>"],
          keys.map((key) => [TARGETS[key].what, values[key].toFixed(1)]),
        ),
        `Screens beside the first: ${others.map(({ name, size }) => `${name} ${size.toFixed(1)}`).join(", ")} kB.`,
      ],
      verdicts: keys.map((key) => ({ key, value: values[key] })),
    };
  },
};
