// Compiles kernels/ twice (portable SIMD, and fused = relaxed SIMD) and writes both, with their TypeScript
// signatures, to src/engine/kernels-binary.ts. Skips the work when no source has changed.
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";
import asc from "assemblyscript/asc";

const root = fileURLToPath(new URL("..", import.meta.url));
const target = `${root}src/engine/kernels-binary.ts`;

const common = [
  "kernels/index.ts",
  "--runtime",
  "stub",
  "--importMemory",
  "--noExportMemory",
  "--initialMemory",
  "1",
  "--use",
  "abort=", // no assertion may ask the host for anything: the module imports its memory and nothing else
  "-O3",
  "--converge",
  "--noAssert",
  "--enable",
  "simd",
]; // prettier-ignore

async function compile(name, flags) {
  const files = new Map();
  const { error, stderr } = await asc.main(
    [...common, ...flags, "--outFile", `${name}.wasm`, "--textFile", `${name}.wat`],
    {
      readFile: (file, base) => {
        try {
          return readFileSync(`${base}/${file}`, "utf8");
        } catch {
          return null;
        }
      },
      writeFile: (file, contents) => void files.set(file, contents),
      listFiles: () => [],
    },
  );
  if (error) throw new Error(`kernels (${name}) do not compile:\n${stderr.toString()}`);
  mkdirSync(`${root}build`, { recursive: true });
  for (const [file, contents] of files) writeFileSync(`${root}build/${file}`, contents);
  return files.get(`${name}.wasm`);
}

/** `export function f(a: usize, b: f32): void` → `f(a: number, b: number): void`: a wrong call fails the type check. */
function signatures(wasm) {
  const exported = new Set(WebAssembly.Module.exports(new WebAssembly.Module(wasm)).map((entry) => entry.name));
  const lines = [];
  for (const file of readdirSync(`${root}kernels`).sort()) {
    const text = readFileSync(`${root}kernels/${file}`, "utf8");
    for (const [, name, parameters, result] of text.matchAll(/^export function (\w+)\(([^)]*)\): (\w+)/gm)) {
      if (!exported.has(name)) continue;
      const typed = parameters.replace(/\/\/.*$/gm, "").replace(/: (usize|i32|u32|f32|f64)/g, ": number");
      const flat = typed.replace(/\s+/g, " ").replace(/,\s*$/, "").trim();
      lines.push(`  ${name}(${flat}): ${result === "void" ? "void" : "number"};`);
    }
  }
  return lines.join("\n");
}

function sourceHash() {
  const hash = createHash("sha256");
  hash.update(readFileSync(fileURLToPath(import.meta.url)));
  hash.update(readFileSync(`${root}package-lock.json`));
  for (const file of readdirSync(`${root}kernels`).sort()) {
    if (file.endsWith(".ts")) hash.update(file).update(readFileSync(`${root}kernels/${file}`));
  }
  return hash.digest("hex");
}

export async function buildKernels() {
  const hash = sourceHash();
  try {
    if (readFileSync(target, "utf8").includes(hash)) return;
  } catch {
    // not built yet
  }
  const portable = await compile("portable", []);
  const fused = await compile("fused", ["--enable", "relaxed-simd"]);
  const base64 = (bytes) => Buffer.from(bytes).toString("base64");
  const text = `// Written by scripts/build-kernels.mjs from kernels/ (${hash}). Not for editing, not for git.

/** The kernels' exports. Addresses are byte offsets into the module's memory; see kernels/ for what each does. */
export interface Kernels {
${signatures(portable)}
}

/** WebAssembly modules in base64: \`fused\` uses relaxed SIMD's multiply-add, \`portable\` does not. */
export const kernelBinaries = {
  portable: "${base64(portable)}",
  fused: "${base64(fused)}",
} as const;
`;
  writeFileSync(`${target}.tmp`, text);
  renameSync(`${target}.tmp`, target);
  console.error(`kernels: portable ${portable.length} bytes, fused ${fused.length} bytes`);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) await buildKernels();
