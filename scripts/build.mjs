// Builds everything: kernels (AssemblyScript -> WebAssembly -> src/engine/wasm/kernels-binary.ts), TypeScript -> dist/, the studio ->
// dist/studio.
// `npm ci` runs it through the `prepare` script.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { buildKernels } from "./build-kernels.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));

/** What is read: any change of it builds again. */
const SOURCES = /** @type {const} */ ([
  ...["src", "kernels", "schema", "scripts", "studio/src", "studio/public", "studio/index.html"],
  ...["studio/offline-plugin.ts", "studio/vite.config.ts", "studio/tsconfig.json", "studio/package.json"],
  ...["tsconfig.json", "tsconfig.build.json", "package.json", "package-lock.json"],
]);
const BUILT = ["dist", "build", "src/engine/wasm/kernels-binary.ts", "src/classical/rocket-binary.ts"];
/** Goes with the installed packages, which the build depends on too. */
const STAMP = `${root}node_modules/.cache/tidelab-built`;

/** @param {string} path  of a file, or of a folder with all that is in it */
const filesIn = (path) =>
  statSync(`${root}${path}`, { throwIfNoEntry: false })?.isDirectory()
    ? readdirSync(`${root}${path}`, { recursive: true, encoding: "utf8" })
        .map((name) => `${path}/${name}`)
        .filter((name) => statSync(`${root}${name}`).isFile())
        .sort()
    : [path].filter((name) => existsSync(`${root}${name}`));

/** A hash of the contents of what is read. */
function sourcesHash() {
  const hash = createHash("sha256").update(process.version);
  const names = SOURCES.flatMap(filesIn).filter((name) => !BUILT.includes(name));
  for (const name of names) hash.update(`${name}\0`).update(readFileSync(`${root}${name}`));
  return hash.digest("hex");
}

/** A hash of names, sizes and times of what was written. */
function builtHash() {
  const hash = createHash("sha256");
  for (const name of BUILT.flatMap(filesIn)) {
    const { size, mtimeMs } = statSync(`${root}${name}`);
    hash.update(`${name} ${size} ${mtimeMs}\n`);
  }
  return hash.digest("hex");
}

// `npm ci` builds, and `npm test` right behind it asks for the same. Sources are as they were when the build began: one that changes
// meanwhile is built the next time.
const sources = sourcesHash();
if (existsSync(STAMP) && readFileSync(STAMP, "utf8") === sources + builtHash()) {
  console.log("built already: nothing has changed");
  process.exit(0);
}
rmSync(STAMP, { force: true });
await buildKernels();
rmSync(`${root}dist`, { recursive: true, force: true });
/** @param {string} option */
const compile = (option) =>
  execFileSync(
    process.execPath,
    [`${root}node_modules/typescript/bin/tsc`, "-p", `${root}tsconfig.build.json`, option],
    {
      stdio: "inherit",
      cwd: root,
    },
  );
// Comments are for whoever reads the sources or the types: in the code that runs they are a tenth of the package. The second
// call writes the declarations again, with them.
compile("--removeComments");
compile("--emitDeclarationOnly");
// A thread loads one file in half of the time that its seventy modules take, and every run on several threads waits for it.
const worker = `${root}dist/node/worker.js`;
await build({
  entryPoints: [worker],
  outfile: worker,
  allowOverwrite: true,
  bundle: true,
  format: "esm",
  platform: "node",
});
chmodSync(`${root}dist/cli/main.js`, 0o755);
// The studio imports the package that was just built; it is static files, which `tidelab studio` serves.
execFileSync(
  process.execPath,
  [`${root}node_modules/vite/bin/vite.js`, "build", "--config", `${root}studio/vite.config.ts`, "--logLevel", "warn"],
  { stdio: "inherit", cwd: root },
);
mkdirSync(`${root}node_modules/.cache`, { recursive: true });
writeFileSync(STAMP, sources + builtHash());
