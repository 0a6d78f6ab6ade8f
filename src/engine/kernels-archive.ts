/**
 * Unpacks the two kernel modules. The archive holds `portable`; `fused` is the same code with one instruction, relaxed SIMD's
 * multiply-add, in the place of every multiplication and addition. `scripts/build-kernels.mjs` packs it.
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
  const bytes: number[] = [];
  const reader: ReadableStreamDefaultReader<Uint8Array> = readable.getReader();
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    for (const byte of next.value) bytes.push(byte);
  }
  await written;
  return Uint8Array.from(bytes);
}

const CODE_SECTION = 10;
const MULTIPLY_ADD = [0xfd, 0x85, 0x02]; // f32x4.relaxed_madd

/** `fused` of `portable`: only function bodies differ, and the sizes that stand before them. */
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
  const code = leb128(size());
  while (at < module.length) {
    const body: number[] = [];
    for (const end = size() + at; at < end; ) {
      if (isMultiplyAndAdd(module, at)) {
        body.push(...MULTIPLY_ADD);
        at += 10;
      } else {
        body.push(module[at++]!);
      }
    }
    code.push(...leb128(body.length));
    for (const byte of body) code.push(byte);
  }
  return Uint8Array.from([...module.subarray(0, start), CODE_SECTION, ...leb128(code.length), ...code]);
}

/** Whether a, b and c on the stack become a · b + c here: local.set s, f32x4.mul, local.get s, f32x4.add. */
function isMultiplyAndAdd(code: Uint8Array, at: number): boolean {
  if (code[at] !== 0x21) return false;
  const scratch = code[at + 1];
  return [0x21, scratch, 0xfd, 0xe6, 0x01, 0x20, scratch, 0xfd, 0xe4, 0x01].every((byte, i) => code[at + i] === byte);
}

function leb128(value: number): number[] {
  const bytes: number[] = [];
  for (let rest = value; ; rest >>>= 7) {
    if (rest < 0x80) return [...bytes, rest];
    bytes.push((rest & 0x7f) | 0x80);
  }
}
