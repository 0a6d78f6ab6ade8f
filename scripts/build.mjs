// Builds everything: kernels (AssemblyScript -> WebAssembly -> src/engine/wasm/kernels-binary.ts), then TypeScript -> dist/.
// `npm ci` runs it through the `prepare` script.
import { execFileSync } from "node:child_process";
import { chmodSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { buildKernels } from "./build-kernels.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
await buildKernels();
rmSync(`${root}dist`, { recursive: true, force: true });
execFileSync(process.execPath, [`${root}node_modules/typescript/bin/tsc`, "-p", `${root}tsconfig.build.json`], {
  stdio: "inherit",
  cwd: root,
});
chmodSync(`${root}dist/cli/main.js`, 0o755);
