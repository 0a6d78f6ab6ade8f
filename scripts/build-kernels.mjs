// Compiles kernels/ with relaxed SIMD, makes the portable build of it, and writes that, deflated, with the TypeScript
// signatures, to src/engine/wasm/kernels-binary.ts; and kernels/rocket/, a module without relaxed SIMD, to
// src/classical/rocket-binary.ts. Skips the work when no source has changed.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";
import { deflateRawSync } from "node:zlib";
import asc from "assemblyscript/asc";

const root = fileURLToPath(new URL("..", import.meta.url));
const target = `${root}src/engine/wasm/kernels-binary.ts`;
const rocketTarget = `${root}src/classical/rocket-binary.ts`;

const compiler = [
  ...["--runtime", "stub", "--importMemory", "--noExportMemory", "--initialMemory", "1"],
  ...["--use", "abort="], // no assertion may ask the host for anything: the module imports its memory and nothing else
  ...["--noAssert", "--debug", "--enable", "simd", "--enable", "relaxed-simd"], // the names that --debug keeps are for the optimizer
];

const features = [
  ...["--enable-simd", "--enable-relaxed-simd", "--enable-bulk-memory", "--enable-sign-ext"],
  ...["--enable-mutable-globals", "--enable-nontrapping-float-to-int"],
];

// What stays a call, though it has one caller: work of a row or more, whose code would crowd its caller's registers.
const calls = [
  ...["_tail", "/row_backward", "/update_state", "/multiply", "/gemm", "/combine"],
  ...[
    "/weighted_column_sums",
    "/gradient_points",
    "/add_taps",
    "/rows6",
    "/rows4_tn",
    "/tile6_tn",
    "/panel6",
    "/columns6",
    "/softmax",
    "/softmax_backward2",
    "/gradient_tiles",
    "/input_tiles",
  ],
];

const optimizer = [
  ...calls.map((name) => `--no-inline=*${name}`),
  ...["-O3", "--converge"],
  ...features,
  ...["--strip-debug", "--strip-producers", "--strip-target-features"],
];

/**
 * @param entry  its folder within kernels/
 * @returns the module's bytes, and how many multiply-adds are in it
 */
async function compile(entry) {
  mkdirSync(`${root}build`, { recursive: true });
  const [raw, out, text] = ["raw.wasm", "out.wasm", "out.wat"].map((name) => `${root}build/${name}`);
  const { error, stderr } = await asc.main([`kernels/${entry}index.ts`, ...compiler, "--outFile", "out.wasm"], {
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
  if (error) throw new Error(`kernels do not compile:\n${stderr.toString()}`);
  const wasmOpt = fileURLToPath(new URL("../node_modules/binaryen/bin/wasm-opt", import.meta.url));
  execFileSync(process.execPath, [wasmOpt, raw, ...optimizer, "-o", out], { stdio: "inherit" });
  execFileSync(process.execPath, [wasmOpt, out, ...features, "--strip-debug", "-S", "-o", text], { stdio: "inherit" });
  const [wasm, count] = [readFileSync(out), readFileSync(text, "utf8").split("f32x4.relaxed_madd").length - 1];
  for (const file of [raw, out, text]) rmSync(file);
  return { wasm, count };
}

/** `export function f(a: usize, b: f32): void` → `f(a: number, b: number): void`: a wrong call fails the type check. */
function signatures(wasm, folder) {
  const exported = new Set(WebAssembly.Module.exports(new WebAssembly.Module(wasm)).map((entry) => entry.name));
  const lines = [];
  for (const file of sourcesIn(folder)) {
    const text = readFileSync(`${root}${folder}/${file}`, "utf8");
    for (const [, name, parameters, result] of text.matchAll(/^export function (\w+)\(([^)]*)\): (\w+)/gm)) {
      if (!exported.has(name)) continue;
      const typed = parameters.replace(/\/\/.*$/gm, "").replace(/: (usize|i32|u32|f32|f64)/g, ": number");
      const flat = typed.replace(/\s+/g, " ").replace(/,\s*$/, "").trim();
      lines.push(`  ${name}(${flat}): ${result === "void" ? "void" : "number"};`);
    }
  }
  return lines.join("\n");
}

const RELAXED_MADD = Buffer.from([0xfd, 0x85, 0x02]);
const V128 = 0x7b;

/** Reads a module front to back: single bytes, and numbers in LEB128. */
function reader(wasm, at = 0) {
  const leb128 = () => {
    let value = 0;
    for (let shift = 0, byte = 0x80; byte >= 0x80; shift += 7) {
      byte = wasm[at++];
      value |= (byte & 0x7f) << shift;
    }
    return value;
  };
  const list = (read) => Array.from({ length: leb128() }, read);
  const take = (length) => {
    at += length;
    return wasm.subarray(at - length, at);
  };
  return { leb128, list, take, byte: () => wasm[at++], at: () => at };
}

function leb128(value) {
  const bytes = [];
  for (let rest = value; ; rest >>>= 7) {
    if (rest < 0x80) return [...bytes, rest];
    bytes.push((rest & 0x7f) | 0x80);
  }
}

/** How many parameters each function has that a module defines, and the bytes before its code. */
function heads(wasm) {
  const read = reader(wasm, 8);
  let arities = [];
  let types = [];
  for (;;) {
    const start = read.at();
    const section = read.byte();
    const end = read.leb128() + read.at();
    if (section === 1) {
      arities = read.list(() => {
        read.byte(); // func
        const [parameters] = [read.list(read.byte), read.list(read.byte)];
        return parameters.length;
      });
    }
    if (section === 3) types = read.list(read.leb128);
    if (section === 10) {
      if (end !== wasm.length) throw new Error("kernels: expected the code to be the last section");
      return {
        before: wasm.subarray(0, start),
        parameters: types.map((type) => arities[type]),
        bodies: read.list(() => read.take(read.leb128())),
      };
    }
    read.take(end - read.at());
  }
}

/**
 * Both builds of a module with relaxed multiply-adds. `portable` multiplies and adds instead, and keeps the summand in a
 * local meanwhile; `fused` has that local too, unused, so that src/engine/wasm/kernels-archive.ts can derive it from `portable`.
 */
function builds(wasm, count) {
  const { before, parameters, bodies } = heads(wasm);
  let found = 0;
  const pairs = bodies.map((body, index) => {
    if (!body.includes(RELAXED_MADD)) return [body, body];
    const read = reader(body);
    const groups = read.list(() => [read.leb128(), read.byte()]);
    const scratch = groups.reduce((sum, [length]) => sum + length, parameters[index]);
    if (scratch > 127) throw new Error("kernels: expected fewer than 128 locals in a function");
    if (groups.at(-1)?.[1] === V128) groups.at(-1)[0] += 1;
    else groups.push([1, V128]);
    const locals = [groups.length, ...groups.flatMap(([length, type]) => [...leb128(length), type])];
    const parts = [];
    let from = read.at();
    for (let at = body.indexOf(RELAXED_MADD, from); at >= 0; at = body.indexOf(RELAXED_MADD, from)) {
      parts.push(body.subarray(from, at));
      from = at + RELAXED_MADD.length;
      found++;
    }
    parts.push(body.subarray(from));
    const join = (between) =>
      Buffer.concat([Buffer.from(locals), ...parts.flatMap((part, i) => (i ? [between, part] : [part]))]);
    return [join(RELAXED_MADD), join(Buffer.from([0x21, scratch, 0xfd, 0xe6, 0x01, 0x20, scratch, 0xfd, 0xe4, 0x01]))];
  });
  // The bytes of an instruction could occur inside another one's operand, where they would be one too many.
  if (found !== count) throw new Error(`kernels: expected ${count} multiply-adds, found ${found}`);
  const [fused, portable] = [0, 1].map((which) => {
    const code = Buffer.concat([
      Buffer.from(leb128(pairs.length)),
      ...pairs.flatMap((pair) => [Buffer.from(leb128(pair[which].length)), pair[which]]),
    ]);
    return Buffer.concat([before, Buffer.from([10, ...leb128(code.length)]), code]);
  });
  return { fused, portable };
}

function sourcesIn(folder) {
  return readdirSync(`${root}${folder}`)
    .filter((file) => file.endsWith(".ts"))
    .sort();
}

function sourceHash(folder) {
  const hash = createHash("sha256");
  hash.update(readFileSync(fileURLToPath(import.meta.url)));
  hash.update(readFileSync(`${root}package-lock.json`));
  for (const file of sourcesIn(folder)) hash.update(file).update(readFileSync(`${root}${folder}/${file}`));
  return hash.digest("hex");
}

function isBuilt(file, hash) {
  try {
    return readFileSync(file, "utf8").includes(hash);
  } catch {
    return false;
  }
}

function write(file, text) {
  writeFileSync(`${file}.tmp`, text);
  renameSync(`${file}.tmp`, file);
}

export async function buildKernels() {
  await buildEngineKernels();
  await buildRocketKernels();
}

async function buildEngineKernels() {
  const hash = sourceHash("kernels");
  if (isBuilt(target, hash)) return;
  const { wasm, count } = await compile("");
  const { fused, portable } = builds(wasm, count);
  writeFileSync(`${root}build/fused.wasm`, fused);
  writeFileSync(`${root}build/portable.wasm`, portable);
  const text = `// Written by scripts/build-kernels.mjs from kernels/ (${hash}). Not for editing, not for git.

/** The kernels' exports. Addresses are byte offsets into the module's memory; see kernels/ for what each does. */
export interface Kernels {
${signatures(portable, "kernels")}
}

/** What kernels-archive.ts makes both builds of. */
export const kernelArchive: string =
  "${deflateRawSync(portable, { level: 9 }).toString("base64")}";
`;
  write(target, text);
  console.error(`kernels: portable ${portable.length} bytes, fused ${fused.length} bytes`);
}

async function buildRocketKernels() {
  const hash = sourceHash("kernels/rocket");
  if (isBuilt(rocketTarget, hash)) return;
  const { wasm, count } = await compile("rocket/");
  if (count > 0) throw new Error("kernels/rocket: expected no fused multiply-adds: there is one build for all hosts");
  const text = `// Written by scripts/build-kernels.mjs from kernels/rocket/ (${hash}). Not for editing, not for git.

/** The module's exports. Addresses are byte offsets into its memory; see kernels/rocket/ for what each does. */
export interface RocketKernels {
${signatures(wasm, "kernels/rocket")}
}

/** The module, in base64. */
export const rocketBinary: string =
  "${wasm.toString("base64")}";
`;
  write(rocketTarget, text);
  console.error(`kernels/rocket: ${wasm.length} bytes`);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) await buildKernels();
