/**
 * Unpacks the two kernel modules. They differ only in their function bodies, so the archive holds the rest once and the
 * bodies in pairs, deflated: less than half of two modules. `scripts/build-kernels.mjs` packs it.
 */

/** Both modules, ready to compile. */
export interface KernelModules {
  readonly fused: Uint8Array<ArrayBuffer>;
  readonly portable: Uint8Array<ArrayBuffer>;
}

const CODE_SECTION = 10;

/**
 * @param base64  deflated: length of the head and number of functions (two little-endian uint32), the head (all sections
 *   before the code), then for each function its body in the fused and in the portable module, each after its LEB128 size
 */
export async function unpackKernels(base64: string): Promise<KernelModules> {
  const packed = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
  const view = new DataView(bytes.buffer);
  const headLength = view.getUint32(0, true);
  const count = view.getUint32(4, true);
  const bodies: [Uint8Array[], Uint8Array[]] = [[], []];
  let at = 8 + headLength;
  for (let index = 0; index < 2 * count; index++) {
    const from = at;
    let size = 0;
    for (let shift = 0, byte = 0x80; byte >= 0x80; shift += 7) {
      byte = bytes[at++]!;
      size |= (byte & 0x7f) << shift;
    }
    at += size;
    bodies[index % 2]!.push(bytes.subarray(from, at));
  }
  const head = bytes.subarray(8, 8 + headLength);
  const [fused, portable] = bodies.map((list) => {
    const code = join([leb128(count), ...list]);
    return join([head, Uint8Array.of(CODE_SECTION), leb128(code.length), code]);
  });
  return { fused: fused!, portable: portable! };
}

function leb128(value: number): Uint8Array {
  const bytes: number[] = [];
  for (let rest = value; ; rest >>>= 7) {
    if (rest < 0x80) return Uint8Array.from([...bytes, rest]);
    bytes.push((rest & 0x7f) | 0x80);
  }
}

function join(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}
