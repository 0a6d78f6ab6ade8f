/** What `npm pack` says of the package: the one place that knows how npm prints it. */
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../", import.meta.url));

export interface Packed {
  readonly filename: string;
  /** Bytes. */
  readonly size: number;
  readonly files: readonly { readonly path: string }[];
}

/** @param args  `--dry-run`, or where the file goes */
export function pack(...args: readonly string[]): Packed {
  const output = execFileSync("npm", ["pack", "--json", "--ignore-scripts", ...args], { cwd: root, encoding: "utf8" });
  return readPacked(output);
}

/** npm 11 and older print a list of packages; npm 12 an object with the packages' names as keys. */
export function readPacked(output: string): Packed {
  const [only, ...others] = Object.values(JSON.parse(output) as Packed[] | Record<string, Packed>);
  if (only === undefined || others.length > 0 || !Array.isArray(only.files)) {
    throw new Error(`expected npm pack to report one package, received ${output.slice(0, 200)}`);
  }
  return only;
}
