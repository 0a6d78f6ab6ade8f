/**
 * Installs the package as a user has it: packed, then unpacked into `node_modules` of a folder outside the checkout, with copies of
 * what a browser's bundle needs and links to the rest. Not npm's own install, which would ask the registry.
 */
import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { pack } from "./packed.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
/** A development server follows links, and takes what is behind one for the page's own source. */
const IN_BROWSERS = [
  "valibot",
  "leven",
  "@stablelib/sha256",
  "@stablelib/binary",
  "@stablelib/int",
  "@stablelib/hash",
  "@stablelib/wipe",
];

/** @returns the folder of the installed package */
export function installPacked(folder: string): string {
  const { path } = pack();
  const target = join(folder, "node_modules/tidelab");
  mkdirSync(target, { recursive: true });
  execFileSync("tar", ["-xzf", path, "-C", target, "--strip-components=1"], { cwd: folder });
  const { dependencies } = JSON.parse(readFileSync(join(target, "package.json"), "utf8")) as {
    dependencies: Record<string, string>;
  };
  for (const name of new Set([...Object.keys(dependencies), ...IN_BROWSERS])) {
    const source = join(root, "node_modules", name);
    const copy = join(folder, "node_modules", name);
    if (!existsSync(source)) continue;
    mkdirSync(dirname(copy), { recursive: true });
    if (IN_BROWSERS.includes(name)) cpSync(source, copy, { recursive: true });
    else symlinkSync(source, copy, "junction");
  }
  return target;
}
