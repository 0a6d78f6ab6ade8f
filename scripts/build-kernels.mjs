// Compiles kernels/ twice (portable SIMD, and fused = relaxed SIMD) and writes both, with their TypeScript
// signatures, to src/engine/kernels-binary.ts. Skips the work when no source has changed.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";
import { deflateRawSync } from "node:zlib";
import asc from "assemblyscript/asc";

const root = fileURLToPath(new URL("..", import.meta.url));
const target = `${root}src/engine/kernels-binary.ts`;

const compiler = [
  "kernels/index.ts",
  ...["--runtime", "stub", "--importMemory", "--noExportMemory", "--initialMemory", "1"],
  ...["--use", "abort="], // no assertion may ask the host for anything: the module imports its memory and nothing else
  ...["--noAssert", "--debug", "--enable", "simd"], // the names that --debug keeps are for the optimizer
];

const optimizer = [
  ...["-O3", "--converge", "--no-inline=*_tail"], // what a tail needs stays a call, out of a hundred loops
  ...["--enable-simd", "--enable-relaxed-simd", "--enable-bulk-memory", "--enable-sign-ext"],
  ...["--enable-mutable-globals", "--enable-nontrapping-float-to-int"],
  ...["--strip-debug", "--strip-producers", "--strip-target-features"],
];

/** Compiles one build. @returns the module's bytes, also written to build/ */
async function compile(name, flags) {
  mkdirSync(`${root}build`, { recursive: true });
  const raw = `${root}build/${name}.raw.wasm`;
  const out = `${root}build/${name}.wasm`;
  const { error, stderr } = await asc.main([...compiler, ...flags, "--outFile", "out.wasm"], {
    readFile: (file, base) => {
      try {
        return readFileSync(`${base}/${file}`, "utf8");
      } catch {
        return null;
      }
    },
    writeFile: (file, contents) => {
      if (file === "out.wasm") writeFileSync(raw, contents);
    },
    listFiles: () => [],
  });
  if (error) throw new Error(`kernels (${name}) do not compile:\n${stderr.toString()}`);
  const wasmOpt = fileURLToPath(new URL("../node_modules/binaryen/bin/wasm-opt", import.meta.url));
  execFileSync(process.execPath, [wasmOpt, raw, ...optimizer, "-o", out], { stdio: "inherit" });
  rmSync(raw);
  return readFileSync(out);
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

/** Cuts a module into what stands before its code and its function bodies, each with its LEB128 size before it. */
function cut(wasm) {
  let at = 8;
  const leb128 = () => {
    let value = 0;
    for (let shift = 0, byte = 0x80; byte >= 0x80; shift += 7) {
      byte = wasm[at++];
      value |= (byte & 0x7f) << shift;
    }
    return value;
  };
  for (;;) {
    const start = at;
    const section = wasm[at++];
    const end = leb128() + at;
    if (section === 10) {
      if (end !== wasm.length) throw new Error("kernels: expected the code to be the last section");
      const bodies = Array.from({ length: leb128() }, () => {
        const from = at;
        const size = leb128();
        at += size;
        return wasm.subarray(from, at);
      });
      return { head: wasm.subarray(0, start), bodies };
    }
    at = end;
  }
}

/** Both modules in one deflated archive: see src/engine/kernels-archive.ts. */
function archive(fused, portable) {
  const [a, b] = [cut(fused), cut(portable)];
  if (!Buffer.from(a.head).equals(Buffer.from(b.head)) || a.bodies.length !== b.bodies.length) {
    throw new Error("kernels: expected the two builds to differ in function bodies only");
  }
  const sizes = Buffer.alloc(8);
  sizes.writeUInt32LE(a.head.length, 0);
  sizes.writeUInt32LE(a.bodies.length, 4);
  const pairs = a.bodies.flatMap((body, index) => [body, b.bodies[index]]);
  return deflateRawSync(Buffer.concat([sizes, a.head, ...pairs]), { level: 9 }).toString("base64");
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
  const text = `// Written by scripts/build-kernels.mjs from kernels/ (${hash}). Not for editing, not for git.

/** The kernels' exports. Addresses are byte offsets into the module's memory; see kernels/ for what each does. */
export interface Kernels {
${signatures(portable)}
}

/** Both builds, as kernels-archive.ts unpacks them. */
export const kernelArchive =
  "${archive(fused, portable)}";
`;
  writeFileSync(`${target}.tmp`, text);
  renameSync(`${target}.tmp`, target);
  console.error(`kernels: portable ${portable.length} bytes, fused ${fused.length} bytes`);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) await buildKernels();
