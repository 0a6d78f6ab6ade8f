/**
 * Fitted classifiers as plain data: an object that JSON keeps, with numbers in base64 and a hash over all of it, so that a changed or
 * shortened file is refused and never answers wrongly.
 */
import { canonical } from "../bytes/canonical.ts";
import { sha256OfText } from "../bytes/sha256.ts";
import { TidelabError } from "../errors/errors.ts";
import type { FittedShape } from "./series.ts";

export type Numbers = Float32Array | Float64Array | Int32Array;

/** What a fitted part needs to be restored, by name. */
export type Parts = Readonly<Record<string, Numbers | number | boolean>>;

/** A fitted classifier as JSON keeps it. */
export interface SavedClassifier {
  readonly format: "tidelab-classical-1";
  readonly method: string;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly shape: FittedShape;
  readonly parts: Readonly<Record<string, SavedNumbers | number | boolean>>;
  /** Of the rest, as canonical JSON. */
  readonly sha256: string;
}

interface SavedNumbers {
  readonly type: keyof typeof ARRAYS;
  readonly base64: string;
}

const FORMAT = "tidelab-classical-1";
const ARRAYS = { float32: Float32Array, float64: Float64Array, int32: Int32Array } as const;

/** @param parts  all that training has found */
export function saveClassifier(
  method: string,
  settings: Readonly<Record<string, unknown>>,
  shape: FittedShape,
  parts: Parts,
): SavedClassifier {
  const encoded = Object.fromEntries(
    Object.entries(parts).map(([name, part]) => [name, typeof part === "object" ? encode(part) : part]),
  );
  const content = { format: FORMAT, method, settings, shape, parts: encoded } as const;
  return { ...content, sha256: hashOf(content) };
}

/**
 * The parts of a saved classifier, once its hash is right.
 * @throws TidelabError `classical.saved`
 */
export function readParts(saved: unknown): { content: SavedClassifier; parts: Parts } {
  const { sha256, ...content } = (typeof saved === "object" && saved !== null ? saved : {}) as SavedClassifier;
  if (content.format !== FORMAT) throw new TidelabError("classical.saved", { problem: "format" });
  if (hashOf(content) !== sha256) throw new TidelabError("classical.saved", { problem: "hash" });
  const parts = Object.fromEntries(
    Object.entries(content.parts).map(([name, part]) => [name, typeof part === "object" ? decode(part) : part]),
  );
  return { content: saved as SavedClassifier, parts };
}

function hashOf(content: object): string {
  return sha256OfText(canonical(content));
}

const ACCESS = {
  float32: ["getFloat32", "setFloat32"],
  float64: ["getFloat64", "setFloat64"],
  int32: ["getInt32", "setInt32"],
} as const;

/** Little-endian. */
function encode(numbers: Numbers): SavedNumbers {
  const type = numbers instanceof Float32Array ? "float32" : numbers instanceof Float64Array ? "float64" : "int32";
  const bytes = new Uint8Array(numbers.byteLength);
  const view = new DataView(bytes.buffer);
  const [, set] = ACCESS[type];
  for (let i = 0; i < numbers.length; i++) view[set](i * numbers.BYTES_PER_ELEMENT, numbers[i]!, true);
  let text = "";
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return { type, base64: btoa(text) };
}

function decode({ type, base64 }: SavedNumbers): Numbers {
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  const view = new DataView(bytes.buffer);
  const size = ARRAYS[type].BYTES_PER_ELEMENT;
  const [get] = ACCESS[type];
  const numbers = new ARRAYS[type](bytes.length / size);
  for (let i = 0; i < numbers.length; i++) numbers[i] = view[get](i * size, true);
  return numbers;
}

type ArrayOf<Type extends keyof typeof ARRAYS> = InstanceType<(typeof ARRAYS)[Type]>;

/** @throws TidelabError `classical.saved` where the part is not there or of another type */
export function numbersOf<Type extends keyof typeof ARRAYS>(parts: Parts, name: string, type: Type): ArrayOf<Type> {
  const part = parts[name];
  if (part instanceof ARRAYS[type]) return part as ArrayOf<Type>;
  throw new TidelabError("classical.saved", { problem: "parts" });
}

/** @throws TidelabError `classical.saved` */
export function numberOf(parts: Parts, name: string): number {
  const part = parts[name];
  if (typeof part === "number") return part;
  throw new TidelabError("classical.saved", { problem: "parts" });
}
