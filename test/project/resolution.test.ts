/** The installed package is found, with its types, whatever way TypeScript resolves modules; and its exports are those of its files. */
import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, it } from "vitest";
import { installPacked } from "./installed.ts";

const TSC = fileURLToPath(new URL("../../node_modules/typescript/bin/tsc", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "tidelab-resolution-"));
let installed = "";
beforeAll(() => {
  installed = installPacked(folder);
  writeFileSync(
    join(folder, "node.mts"),
    `import { compile, type FinishedRun, runSpec, type Spec, train, verifyRun } from "tidelab";
export const all = [compile, runSpec, train, verifyRun];
export const end = (run: AsyncGenerator<unknown, FinishedRun>): AsyncGenerator<unknown, FinishedRun> => run;
// @ts-expect-error a spec is no number, so that the types are really there
export const wrong: Spec = 3;
`,
  );
  writeFileSync(join(folder, "node.cts"), `export const library = import("tidelab").then(({ runSpec }) => runSpec);\n`);
  writeFileSync(
    join(folder, "browser.mts"),
    `import { compile, registerWorkers, train } from "tidelab";
// @ts-expect-error there are no files in a browser
import { runSpec } from "tidelab";
export const all = [compile, registerWorkers, train, runSpec];
registerWorkers(() => new Worker("worker.js", { type: "module" }));
`,
  );
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it.each([
  // Our own declarations are checked too, once: they need neither Node's types nor a dependency's.
  ["bundler", "esnext", ["node.mts"], { skipLibCheck: false }],
  ["bundler", "esnext", ["browser.mts"], { customConditions: ["browser"] }],
  ["node16", "node16", ["node.mts", "node.cts"], {}],
  ["nodenext", "nodenext", ["node.mts", "node.cts"], {}],
])("moduleResolution %s with module %s finds the types of %j", async (moduleResolution, module, files, more) => {
  const compilerOptions = {
    ...{ noEmit: true, strict: true, target: "es2023", lib: ["es2023", "dom"], types: [], skipLibCheck: true },
    ...{ moduleResolution, module, ...more },
  };
  const config = join(folder, `${moduleResolution}-${files[0]}.json`);
  writeFileSync(config, JSON.stringify({ compilerOptions, files }));
  const check = promisify(execFile)(process.execPath, [TSC, "-p", config], { cwd: folder });
  expect(await check.catch(({ stdout }: { stdout: string }) => ({ stdout }))).toMatchObject({ stdout: "" });
});

it("every export of the package is a file of it", () => {
  const { exports, bin } = JSON.parse(readFileSync(join(installed, "package.json"), "utf8")) as Record<string, object>;
  const files = (entry: unknown): string[] =>
    typeof entry === "string" ? [entry] : Object.values(entry as object).flatMap(files);
  const named = [...files(exports), ...files(bin)];
  expect(named.length).toBeGreaterThan(6);
  expect(named.filter((file) => !existsSync(join(installed, file)))).toEqual([]);
});
