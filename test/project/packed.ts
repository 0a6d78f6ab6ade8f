/**
 * The package as `npm pack` makes it: the one place that knows how npm prints it. Packing takes seconds and six files of tests want it,
 * so it is packed once for one state of the files in it.
 */
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../", import.meta.url));
const cache = join(root, "node_modules/.cache/tidelab-packed");

export interface Packed {
  readonly filename: string;
  /** Bytes. */
  readonly size: number;
  readonly files: readonly { readonly path: string }[];
}

/** @returns what npm says of the package, and where the packed file is */
export function pack(): Packed & { readonly path: string } {
  const state = stateOfFiles();
  const folder = join(cache, state);
  if (!existsSync(folder)) {
    mkdirSync(cache, { recursive: true });
    for (const old of readdirSync(cache)) if (old !== state) rmSync(join(cache, old), { recursive: true, force: true });
    const made = mkdtempSync(join(root, "node_modules/.cache/packing-"));
    const args = ["pack", "--json", "--ignore-scripts", "--pack-destination", made];
    writeFileSync(join(made, "pack.json"), execFileSync("npm", args, { cwd: root, encoding: "utf8" }));
    try {
      renameSync(made, folder);
    } catch (error) {
      // Another process was faster.
      rmSync(made, { recursive: true, force: true });
      if (!existsSync(folder)) throw error;
    }
  }
  const packed = readPacked(readFileSync(join(folder, "pack.json"), "utf8"));
  return { ...packed, path: join(folder, packed.filename) };
}

/** A hash of names, sizes and times of everything that may be packed. */
function stateOfFiles(): string {
  const listed = ["dist", "schema", "assets", "docs", "examples", "bench/figures"].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: "utf8" }).map((file) => join(folder, file)),
  );
  const top = readdirSync(root).filter((name) => /\.md$|^LICENSE$|^package\.json$/.test(name));
  const results = readdirSync(join(root, "bench")).map((name) => join("bench", name));
  const hash = createHash("sha256");
  for (const file of [...listed, ...top, ...results].sort()) {
    const { size, mtimeMs } = statSync(join(root, file));
    hash.update(`${file} ${size} ${mtimeMs}\n`);
  }
  return hash.digest("hex").slice(0, 16);
}

/** npm 11 and older print a list of packages; npm 12 an object with the packages' names as keys. */
export function readPacked(output: string): Packed {
  const [only, ...others] = Object.values(JSON.parse(output) as Packed[] | Record<string, Packed>);
  if (only === undefined || others.length > 0 || !Array.isArray(only.files)) {
    throw new Error(`expected npm pack to report one package, received ${output.slice(0, 200)}`);
  }
  return only;
}
