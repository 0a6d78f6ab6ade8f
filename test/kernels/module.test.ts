/** What a kernel module may ask of its host and bring along: its memory, and nothing. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { kernelBinaries } from "../../src/engine/wasm/kernels.ts";
import { builds } from "./arena.ts";

const binaries = await kernelBinaries();

describe.each(builds)("the %s module", (build) => {
  const bytes = binaries[build];
  const module = new WebAssembly.Module(bytes);

  it("is unpacked as it was built", () => {
    expect(Buffer.from(bytes).equals(readFileSync(new URL(`../../build/${build}.wasm`, import.meta.url)))).toBe(true);
  });

  it("imports its memory only", () => {
    expect(WebAssembly.Module.imports(module)).toEqual([{ module: "env", name: "memory", kind: "memory" }]);
  });

  it("has no data section and no start function", () => {
    expect(sections(bytes)).not.toContain(11);
    expect(sections(bytes)).not.toContain(8);
    expect(sections(bytes)).toContain(10);
  });

  it("changes nothing in its memory when it is instantiated", () => {
    const memory = new WebAssembly.Memory({ initial: 2 });
    const words = new Uint32Array(memory.buffer).fill(0xdeadbeef);
    new WebAssembly.Instance(module, { env: { memory } });
    expect(words.every((word) => word === 0xdeadbeef)).toBe(true);
  });

  it("exports functions only, all of them typed", () => {
    const text = readFileSync(new URL("../../src/engine/wasm/kernels-binary.ts", import.meta.url), "utf8");
    for (const { name, kind } of WebAssembly.Module.exports(module)) {
      expect(kind).toBe("function");
      expect(text).toContain(`  ${name}(`);
    }
  });
});

/** The numbers of a module's sections, in order. */
function sections(bytes: Uint8Array): number[] {
  const found: number[] = [];
  for (let at = 8; at < bytes.length; ) {
    found.push(bytes[at++]!);
    let size = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[at++]!;
      size |= (byte & 0x7f) << shift;
      if (byte < 0x80) break;
    }
    at += size;
  }
  return found;
}
