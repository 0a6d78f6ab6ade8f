/** Unpacks gzip while it is read, with the host's own `DecompressionStream`, which also checks the sum at the end. */

import { piecesOf } from "../../../bytes/pieces.ts";
import { checkUnpacked } from "../../../bytes/unpacked.ts";
import { TidelabError } from "../../../errors/errors.ts";
import type { ByteSource } from "./source.ts";

/** Whether the bytes begin as gzip files do. */
export function isGzip(head: Uint8Array): boolean {
  return head[0] === 0x1f && head[1] === 0x8b;
}

/**
 * The unpacked bytes.
 * @throws TidelabError while streaming: `reader.gzip` where the file is damaged or cut off, `packed.ratio` where so few bytes unpack to very many
 */
export function gunzipped(source: ByteSource): ByteSource {
  return { name: source.name, stream: () => unpack(source) };
}

async function* unpack(source: ByteSource): AsyncGenerator<Uint8Array> {
  const { readable, writable } = new DecompressionStream("gzip");
  const writer = writable.getWriter();
  /** What the source itself threw; what is wrong with its bytes comes out at the other end. */
  let failure: { readonly error: unknown } | undefined;
  let packed = 0;
  const feed = async () => {
    try {
      for await (const piece of source.stream()) {
        packed += piece.length;
        // A copy: the type asks for bytes that no other thread sees.
        if (!(await writer.write(new Uint8Array(piece)).then(isDone, isNotDone))) return;
      }
    } catch (error) {
      failure = { error };
      await writer.abort(error).then(isDone, isNotDone);
      return;
    }
    await writer.close().then(isDone, isNotDone);
  };
  const fed = feed();
  try {
    let unpacked = 0;
    for await (const piece of piecesOf(readable)) {
      unpacked += piece.length;
      checkUnpacked("gzip", source.size ?? packed, unpacked, source.name);
      yield piece;
    }
  } catch (error) {
    if (error instanceof TidelabError) throw error;
    await fed;
    if (failure !== undefined) throw failure.error;
    throw new TidelabError("reader.gzip", {}, source.name, { cause: error });
  } finally {
    // Where the consumer left early, so that the feeding ends too.
    await writer.abort().then(isDone, isNotDone);
  }
}

const isDone = () => true;
const isNotDone = () => false;
