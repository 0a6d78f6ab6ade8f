// Builds everything: kernels (AssemblyScript -> WebAssembly -> src/engine/wasm/kernels-binary.ts), TypeScript -> dist/, the studio ->
// dist/studio.
// `npm ci` runs it through the `prepare` script.
import { execFileSync } from "node:child_process";
import { chmodSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { buildKernels } from "./build-kernels.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
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
chmodSync(`${root}dist/cli/main.js`, 0o755);
// The studio imports the package that was just built; it is static files, which `tidelab studio` serves.
execFileSync(
  process.execPath,
  [`${root}node_modules/vite/bin/vite.js`, "build", "--config", `${root}studio/vite.config.ts`, "--logLevel", "warn"],
  { stdio: "inherit", cwd: root },
);
