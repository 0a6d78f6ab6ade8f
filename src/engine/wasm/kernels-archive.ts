/**
 * Unpacks the two kernel modules. The archive holds `portable`; `fused` is the same code with one instruction, relaxed SIMD's
 * multiply-add, in place of every multiplication and addition. `scripts/build-kernels.mjs` packs it.
 */

/** Both modules, ready to compile. */
export interface KernelModules {
  readonly fused: Uint8Array<ArrayBuffer>;
  readonly portable: Uint8Array<ArrayBuffer>;
}

/** @param base64  `portable`, deflated */
export async function unpackKernels(base64: string): Promise<KernelModules> {
  const packed = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  const portable = await inflate(packed);
  return { portable, fused: fuse(portable) };
}

/** Chunk by chunk: `Response`, which would do it in a line, takes Node 50 ms to load. */
async function inflate(packed: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const { readable, writable } = new DecompressionStream("deflate-raw");
  const writer = writable.getWriter();
  const written = writer.write(packed).then(() => writer.close());
  const chunks: Uint8Array[] = [];
  const reader: ReadableStreamDefaultReader<Uint8Array> = readable.getReader();
  for (let next = await reader.read(); !next.done; next = await reader.read()) chunks.push(next.value);
  await written;
  return concatenate(chunks);
}

function concatenate(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

const CODE_SECTION = 10;
const LOCAL_SET = 0x21;
const MULTIPLY_ADD = Uint8Array.of(0xfd, 0x85, 0x02); // f32x4.relaxed_madd

/**
 * `fused` of `portable`: only function bodies differ, and the sizes before them. Every process unpacks before its code
 * is compiled, so bytes are searched and copied by the host and not one by one.
 */
function fuse(module: Uint8Array): Uint8Array<ArrayBuffer> {
  let at = 8; // past magic number and version
  const size = () => {
    let value = 0;
    for (let shift = 0, byte = 0x80; byte >= 0x80; shift += 7) {
      byte = module[at++]!;
      value |= (byte & 0x7f) << shift;
    }
    return value;
  };
  let start = at;
  while (module[at++] !== CODE_SECTION) {
    const length = size();
    at += length;
    start = at;
  }
  size(); // of the section: it is the last one
  const code = [leb128(size())];
  while (at < module.length) {
    const body: Uint8Array[] = [];
    const end = size() + at;
    for (let found = at - 1; ; ) {
      found = module.indexOf(LOCAL_SET, found + 1);
      if (found < 0 || found >= end) break;
      if (!isMultiplyAndAdd(module, found)) continue;
      body.push(module.subarray(at, found), MULTIPLY_ADD);
      at = found + 10;
      found = at - 1;
    }
    body.push(module.subarray(at, end));
    at = end;
    code.push(leb128(body.reduce((length, part) => length + part.length, 0)), ...body);
  }
  const section = concatenate(code);
  return concatenate([module.subarray(0, start), Uint8Array.of(CODE_SECTION), leb128(section.length), section]);
}

/** Whether a, b and c on the stack become a · b + c here: local.set s, f32x4.mul, local.get s, f32x4.add. */
function isMultiplyAndAdd(code: Uint8Array, at: number): boolean {
  const scratch = code[at + 1];
  return (
    code[at + 2] === 0xfd &&
    code[at + 3] === 0xe6 &&
    code[at + 4] === 0x01 &&
    code[at + 5] === 0x20 &&
    code[at + 6] === scratch &&
    code[at + 7] === 0xfd &&
    code[at + 8] === 0xe4 &&
    code[at + 9] === 0x01
  );
}

function leb128(value: number): Uint8Array {
  const bytes: number[] = [];
  for (let rest = value; ; rest >>>= 7) {
    if (rest < 0x80) return Uint8Array.from([...bytes, rest]);
    bytes.push((rest & 0x7f) | 0x80);
  }
}
