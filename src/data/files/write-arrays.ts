/**
 * Series as the bytes of NumPy's files: an `.npy` with one array of values, or an `.npz` with values, classes and groups. Bytes as `numpy.save`
 * writes them; what reads them is `readers/input/numpy.ts`.
 */
import { LARGEST_ZIP, type ZipFile, zipOf, zipSize } from "../../bytes/zip.ts";
import { TidelabError } from "../../errors/errors.ts";
import { NO_CLASS } from "./classes.ts";
import type { Loss, SeriesToWrite, WrittenTable } from "./written.ts";

/**
 * `.npy`: float32 of (N, T), or (N, T, C) with several channels. Shorter series are filled up with NaN.
 * @throws TidelabError `convert.endMissing` for a series that ends with missing values, which would be taken for such filling
 */
export function npy(data: SeriesToWrite): WrittenTable {
  const losses: Loss[] = data.series.some(({ label }) => label !== NO_CLASS) ? ["labels"] : [];
  if (data.series.some(({ group }) => group !== undefined)) losses.push("groups");
  return { pieces: [valuesOf(data)], losses: [...losses, ...lossesOf(data)] };
}

/** `.npz`: the same as `X`, beside the classes as `y` and the groups as `group`, where all series have one. @throws also `convert.large` */
export function npz(data: SeriesToWrite): WrittenTable {
  const { series } = data;
  const labels = series.map(({ label }) => label);
  const groups = series.flatMap(({ group }) => group ?? []);
  const isLabelled = !labels.includes(NO_CLASS);
  const arrays: [string, Uint8Array][] = [["X", valuesOf(data)]];
  if (isLabelled) arrays.push(["y", npyOfTexts(labels)]);
  if (groups.length === series.length) arrays.push(["group", npyOfTexts(groups)]);
  const losses: Loss[] = isLabelled || labels.every((label) => label === NO_CLASS) ? [] : ["labels"];
  if (groups.length > 0 && groups.length < series.length) losses.push("groups");
  const entries = arrays.map(([name, bytes]) => ({ name: `${name}.npy`, bytes }));
  return { pieces: [archiveOf(entries)], losses: [...losses, ...lossesOf(data)] };
}

function lossesOf({ series, channels, channelNames }: SeriesToWrite): Loss[] {
  const [shortest, longest] = lengthsOf(series);
  return [
    ...(series.some(({ id }, row) => id !== String(row + 1)) ? (["ids"] as const) : []),
    ...(channelNames !== undefined && channels > 1 ? (["channelNames"] as const) : []),
    ...(shortest < longest ? (["lengths"] as const) : []),
    ...(channels > 1 && longest <= channels ? (["axes"] as const) : []),
  ];
}

function lengthsOf(series: SeriesToWrite["series"]): [shortest: number, longest: number] {
  let [shortest, longest] = [Number.POSITIVE_INFINITY, 0];
  for (const { length } of series) [shortest, longest] = [Math.min(shortest, length), Math.max(longest, length)];
  return [shortest, longest];
}

function valuesOf({ series, channels }: SeriesToWrite): Uint8Array {
  const [, longest] = lengthsOf(series);
  const values = new Float32Array(series.length * longest * channels).fill(Number.NaN);
  for (const [row, one] of series.entries()) {
    if (one.values.subarray(-channels).every(Number.isNaN))
      throw new TidelabError("convert.endMissing", { series: one.id }, "--to");
    values.set(one.values, row * longest * channels);
  }
  const shape = channels === 1 ? [series.length, longest] : [series.length, longest, channels];
  return npyBytes("<f4", shape, littleEndian(values));
}

function littleEndian(values: Float32Array): Uint8Array {
  const view = new DataView(new ArrayBuffer(values.byteLength));
  for (let i = 0; i < values.length; i++) view.setFloat32(4 * i, values[i]!, true);
  return new Uint8Array(view.buffer);
}

/** Texts of one width, four bytes a character, filled up with zeros. */
function npyOfTexts(texts: readonly string[]): Uint8Array {
  const characters = texts.map((text) => Array.from(text, (char) => char.codePointAt(0) ?? 0));
  const width = characters.reduce((most, { length }) => Math.max(most, length), 1);
  const view = new DataView(new ArrayBuffer(4 * width * texts.length));
  for (const [row, codes] of characters.entries()) {
    for (const [i, code] of codes.entries()) view.setUint32(4 * (row * width + i), code, true);
  }
  return npyBytes(`<U${width}`, [texts.length], new Uint8Array(view.buffer));
}

/** Format 1.0: the header ends at a multiple of 64 bytes. */
function npyBytes(type: string, shape: readonly number[], data: Uint8Array): Uint8Array {
  const sizes = shape.length === 1 ? `${shape[0]},` : shape.join(", ");
  const text = `{'descr': '${type}', 'fortran_order': False, 'shape': (${sizes}), }`;
  const start = Math.ceil((10 + text.length + 1) / 64) * 64;
  const bytes = new Uint8Array(start + data.length);
  bytes.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0]);
  new DataView(bytes.buffer).setUint16(8, start - 10, true);
  bytes.set(new TextEncoder().encode(`${text.padEnd(start - 11)}\n`), 10);
  bytes.set(data, start);
  return bytes;
}

function archiveOf(entries: readonly ZipFile[]): Uint8Array {
  const size = zipSize(entries);
  if (size > LARGEST_ZIP) throw new TidelabError("convert.large", { bytes: size, most: LARGEST_ZIP }, "--to");
  return zipOf(entries);
}
