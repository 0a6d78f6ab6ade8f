/**
 * Named bytes that can be read in pieces, wherever they come from: a `File`, a buffer, a stream. Paths and stdin are Node's, see
 * `node/byte-sources.ts`. Nothing here knows a format.
 */
import { joined, piecesOf } from "../../../bytes/pieces.ts";
import { pauses } from "../../pauses.ts";

/** Bytes that a reader reads, from wherever they come. */
export interface ByteSource {
  /** What the bytes are to the user, usually a file name; begins the path of errors. Its ending hints at the format. */
  readonly name: string;
  /** In bytes, where it is known before the end. */
  readonly size?: number | undefined;
  /** The bytes from the beginning. A source made of a stream gives them once. */
  stream(): AsyncIterable<Uint8Array>;
}

/** How far a file was read. */
export interface ReadProgress {
  /** Of the file as it is stored, packed or not. */
  readonly bytes: number;
  /** Of all; undefined where it is not known. */
  readonly size: number | undefined;
}

/** Bytes of one piece: enough to be fast, and short enough to pause between two. */
const PIECE = 2 ** 18;

/**
 * Makes a source of what a page or a script has in hand.
 * @param name  what the bytes are to the user; that of a `File` when left out
 * @example
 * ```ts
 * import { byteSource, readSeries } from "tidelab/readers";
 *
 * const file = new File(["label,t0,t1\nsine,0.1,0.5\nsquare,1,-1\n"], "two.csv");
 * const { series } = await readSeries(byteSource(file));
 * console.log(series.map(({ label }) => label).join(" ")); // sine square
 * ```
 */
export function byteSource(
  input: Blob | ArrayBuffer | Uint8Array | ReadableStream<Uint8Array> | AsyncIterable<Uint8Array>,
  name = isNamed(input) ? input.name : "input",
): ByteSource {
  if (input instanceof Uint8Array) return { name, size: input.length, stream: () => slices(input) };
  if (input instanceof ArrayBuffer) {
    return { name, size: input.byteLength, stream: () => slices(new Uint8Array(input)) };
  }
  if (input instanceof Blob) return { name, size: input.size, stream: () => piecesOf(input.stream()) };
  return { name, stream: () => ("getReader" in input ? piecesOf(input) : input) };
}

/** The same source, with a pause now and then for events, a check of the signal and a report at each piece. */
export function watched(
  source: ByteSource,
  {
    signal,
    onProgress,
  }: { signal?: AbortSignal | undefined; onProgress?: ((progress: ReadProgress) => void) | undefined },
): ByteSource {
  return {
    name: source.name,
    size: source.size,
    async *stream() {
      const pause = pauses();
      let bytes = 0;
      for await (const piece of source.stream()) {
        signal?.throwIfAborted();
        bytes += piece.length;
        yield piece;
        onProgress?.({ bytes, size: source.size });
        await pause();
      }
      signal?.throwIfAborted();
    },
  };
}

/** All bytes of a source in one array. */
export const allBytes = (source: ByteSource): Promise<Uint8Array> => joined(source.stream());

async function* slices(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += PIECE) yield bytes.subarray(at, at + PIECE);
}

function isNamed(input: object): input is { name: string } {
  return "name" in input && typeof input.name === "string";
}
