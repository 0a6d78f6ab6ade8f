/** Each module of the package is small, holds nothing that is not its own, has types, and does what the README says, wherever it runs. */
import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { chromium } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { kernelArchive } from "../../dist/engine/wasm/kernels-binary.js";
import { saveRun } from "../../src/node/reports/draw.ts";
import { finish, tinySpec } from "../runs/tiny.ts";
import { markedBlocks, promised } from "./examples.ts";
import { installPacked } from "./installed.ts";
import { exported, SUBPATHS } from "./subpaths.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const TSC = join(root, "node_modules/typescript/bin/tsc");
/** Kilobytes that both READMEs name for each module. */
const STATED = ["README.md", "README.zh-CN.md"].map((file) => {
  const rows = readFileSync(join(root, file), "utf8").matchAll(/^\| (`tidelab\/[^|]*) \|.*\| ([\d.]+) \|$/gm);
  return new Map(
    [...rows].flatMap(([, names = "", size]) => names.split(/[,、] ?/).map((name) => [name, Number(size)])),
  );
});
const executablePath = process.env.TIDELAB_CHROMIUM || "/usr/bin/chromium";
const folder = mkdtempSync(join(realpathSync(tmpdir()), "tidelab-subpaths-"));
const examples = markedBlocks(readFileSync(join(root, "README.md"), "utf8"), "module");

beforeAll(async () => {
  installPacked(folder);
  writeFileSync(join(folder, "package.json"), '{ "private": true, "type": "module" }');
  // The run that the README's commands save.
  await saveRun(join(folder, "runs/mine"), await finish(tinySpec()));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A bundle of some code, as a user of the installed package would make it. */
async function bundle(contents: string, platform: "browser" | "node") {
  const { outputFiles, metafile } = await build({
    stdin: { contents, resolveDir: folder },
    absWorkingDir: folder,
    bundle: true,
    minify: true,
    format: "esm",
    metafile: true,
    write: false,
    logLevel: "silent",
    platform,
    // As every bundler but esbuild has it for Node too; jsonc-parser's other form cannot be bundled.
    mainFields: ["module", "main"],
    // Packages with machine code of their own stay what they are.
    // What is loaded by `import()` when a file needs it is a chunk of its own in a user's bundle.
    external: [
      "hyparquet",
      "hyparquet-compressors",
      ...(platform === "node" ? ["@resvg/*", "libsql", "pg", "kysely"] : []),
    ],
  });
  const [output] = Object.values(metafile.outputs);
  const kept = Object.entries(output?.inputs ?? {}).filter(([, { bytesInOutput }]) => bytesInOutput > 0);
  const sources = kept.map(([path]) =>
    path.replace(/^node_modules\/tidelab\/dist/, "").replace(/^.*node_modules/, "/node_modules"),
  );
  return { bytes: outputFiles[0]!.contents, text: outputFiles[0]!.text, sources };
}

const platformOf = (module: string) => (SUBPATHS[module]?.host === "node" ? "node" : "browser");

it("the table has every module that package.json exports, and no other", () => {
  expect(Object.keys(SUBPATHS).sort()).toEqual([...exported].sort());
  const [english = new Map(), chinese = new Map()] = STATED;
  expect([...chinese.keys()]).toEqual([...english.keys()]);
  expect(english.size).toBeGreaterThan(15);
});

describe.each(Object.entries(SUBPATHS))("%s", (module, { ceiling, without, name, host }) => {
  const all = name === undefined ? `import "${module}";` : `export * from "${module}";`;

  it("stays below its ceiling, which is close, and holds nothing that is not its own", async () => {
    const { bytes, text, sources } = await bundle(all, platformOf(module));
    const size = gzipSync(bytes, { level: 9 }).length;
    expect(size).toBeLessThan(ceiling);
    // A ceiling far above what it bounds bounds nothing: lower it.
    expect(size).toBeGreaterThan(0.8 * ceiling);
    for (const stated of STATED) {
      const kilobytes = stated.get(`\`${module}\``);
      if (kilobytes === undefined) continue;
      expect(Math.abs(kilobytes / (size / 1000) - 1), "what a README says").toBeLessThan(0.15);
    }
    if (name !== undefined) expect(text).toMatch(new RegExp(`\\b${name}\\b`));
    expect(sources.filter((source) => without.some((part) => source.includes(part)))).toEqual([]);
    if (without.some((part) => part.startsWith("/engine/"))) expect(text).not.toContain(kernelArchive.slice(0, 60));
    if (host === "anywhere") expect(text).not.toMatch(/["']node:/);
  });
});

it.each(["node16", "nodenext", "bundler"])("all have types with moduleResolution %s", async (moduleResolution) => {
  const files = Object.entries(SUBPATHS).map(([module, { name }]) => {
    const file = `${module.replaceAll("/", "-")}-types.mts`;
    const use = `import { ${name} } from "${module}";\nexport const used: object = ${name};`;
    // That there is no such name is known only where the types are read.
    const wrong = `// @ts-expect-error\nexport { noSuchName } from "${module}";\n`;
    writeFileSync(join(folder, file), name === undefined ? `import "${module}";\n` : `${use}\n${wrong}`);
    return file;
  });
  const compilerOptions = {
    ...{ noEmit: true, strict: true, target: "es2023", lib: ["es2023", "dom"], types: [], skipLibCheck: true },
    ...{ moduleResolution, module: moduleResolution === "bundler" ? "esnext" : moduleResolution },
    noUncheckedSideEffectImports: true,
  };
  const config = join(folder, `${moduleResolution}.json`);
  writeFileSync(config, JSON.stringify({ compilerOptions, files }));
  const check = promisify(execFile)(process.execPath, [TSC, "-p", config], { cwd: folder });
  expect(await check.catch(({ stdout }: { stdout: string }) => ({ stdout }))).toMatchObject({ stdout: "" });
});

describe("the README's examples", () => {
  const runnable = [...examples].filter(([module]) => SUBPATHS[module]?.name !== undefined);

  it("are there for every module, the same in both languages", () => {
    expect([...examples.keys()].sort()).toEqual([...exported].sort());
    for (const [module, code] of examples) {
      const imported = code.match(new RegExp(`"${SUBPATHS[module]?.name === undefined ? "tidelab" : module}"`));
      expect(imported, module).not.toBeNull();
    }
    const chinese = markedBlocks(readFileSync(join(root, "README.zh-CN.md"), "utf8"), "module");
    expect([...chinese]).toEqual([...examples]);
  });

  it.each(runnable)("%s: runs in Node as it is, and as a bundle", async (module, code) => {
    const path = join(folder, `${module.replaceAll("/", "-")}.mjs`);
    writeFileSync(path, code);
    const direct = await promisify(execFile)(process.execPath, [path], { cwd: folder });
    expect(direct.stdout.trimEnd().split("\n")).toEqual(promised(code));
    const { bytes } = await bundle(code, platformOf(module));
    writeFileSync(`${path.slice(0, -4)}.bundle.mjs`, bytes);
    const bundled = await promisify(execFile)(process.execPath, [`${path.slice(0, -4)}.bundle.mjs`], { cwd: folder });
    expect(bundled.stdout).toBe(direct.stdout);
  });

  it.skipIf(!existsSync(executablePath))("print the same in Chromium", async () => {
    const browser = await chromium.launch({
      executablePath,
      args: ["--no-sandbox", "--disable-gpu", "--no-first-run"],
    });
    try {
      for (const [module, code] of runnable) {
        if (platformOf(module) === "node") continue;
        const { text } = await bundle(`${code}\nglobalThis.isDone = true;`, "browser");
        const page = await browser.newPage();
        const printed: string[] = [];
        page.on("console", (message) => printed.push(message.text()));
        page.on("pageerror", (error) => printed.push(error.message));
        await page.addScriptTag({ content: text, type: "module" });
        await page.waitForFunction("globalThis.isDone");
        expect(printed, module).toEqual(promised(code));
        await page.close();
      }
    } finally {
      await browser.close();
    }
  });
});
