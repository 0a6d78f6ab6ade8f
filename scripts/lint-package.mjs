// Lints what is published, as it is packed: publint reads manifest and files, attw resolves the types as TypeScript would.
// Needs `npm run build` before.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "tidelab-lint-"));

/** @param {string} command @param {string[]} args */
function run(command, ...args) {
  const { status, stdout, stderr, error } = spawnSync(command, args, { cwd: root, encoding: "utf8" });
  if (status === 0) return;
  console.error(`${[command, ...args].join(" ")}\n${stdout}${stderr}${error ?? ""}`);
  process.exitCode = 1;
}

try {
  run("npm", "pack", "--ignore-scripts", "--silent", "--pack-destination", folder);
  for (const file of readdirSync(folder)) {
    const packed = join(folder, file);
    run(process.execPath, "node_modules/publint/src/cli.js", "run", packed, "--strict");
    // The package is ES modules only: no `require`, and no types for the `moduleResolution: node10` of old.
    run(process.execPath, "node_modules/@arethetypeswrong/cli/dist/index.js", packed, "--profile", "esm-only");
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
