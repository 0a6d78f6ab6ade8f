/** A NumPy array of float32 (N, T), as `numpy.save` writes it: format 1.0, in C order. */

/** @param valueAt  of a row and a step */
export function npyOf(
  rows: number,
  steps: number,
  valueAt: (row: number, step: number) => number,
): Uint8Array<ArrayBuffer> {
  const text = `{'descr': '<f4', 'fortran_order': False, 'shape': (${rows}, ${steps}), }`;
  // The header's end is at a multiple of 64 bytes.
  const header = `${text.padEnd(Math.ceil((11 + text.length) / 64) * 64 - 11)}\n`;
  const bytes = new Uint8Array(10 + header.length + rows * steps * 4);
  const view = new DataView(bytes.buffer);
  bytes.set([0x93, ...new TextEncoder().encode("NUMPY"), 1, 0]);
  view.setUint16(8, header.length, true);
  bytes.set(new TextEncoder().encode(header), 10);
  for (let i = 0; i < rows * steps; i++) {
    view.setFloat32(10 + header.length + i * 4, valueAt(Math.floor(i / steps), i % steps), true);
  }
  return bytes;
}
