/**
 * Streams that cannot be written: a reader that has gone away (`| head`), a full disk behind `>`. What a command works on goes on
 * without them, since its result is on disk or in its exit code; nothing is lost because nobody reads along.
 */
import type { Output } from "./terminal.ts";

/** What is used of a stream of the process. */
export interface ProcessStream extends Output {
  on(event: "error", listener: (error: NodeJS.ErrnoException) => void): unknown;
  write(text: string, written?: (error?: Error | null) => void): boolean;
}

export interface SafeOutput {
  readonly output: Output;
  /** Why it cannot be written any more; undefined while it can. */
  readonly failure: NodeJS.ErrnoException | undefined;
  /** Resolves when all that was written has arrived, or will not. */
  flush(): Promise<void>;
}

/** A reader that has seen enough is no failure. */
export function isReaderGone(error: NodeJS.ErrnoException): boolean {
  return error.code === "EPIPE" || error.code === "EOF" || error.code === "ECONNRESET";
}

/** Nothing is written to a stream once it has failed. @param onFailure  called once */
export function guard(stream: ProcessStream, onFailure: (error: NodeJS.ErrnoException) => void = () => {}): SafeOutput {
  let failure: NodeJS.ErrnoException | undefined;
  const fail = (error: NodeJS.ErrnoException) => {
    if (failure) return;
    failure = error;
    onFailure(error);
  };
  stream.on("error", fail);
  const attempt = (write: () => boolean) => {
    if (failure) return false;
    try {
      return write();
    } catch (error) {
      fail(error as NodeJS.ErrnoException);
      return false;
    }
  };
  return {
    output: {
      write: (text) => attempt(() => stream.write(text)),
      get isTTY() {
        return stream.isTTY;
      },
      get columns() {
        return stream.columns;
      },
      get isBroken() {
        return failure !== undefined;
      },
      getWindowSize: () => stream.getWindowSize?.() ?? [],
    },
    get failure() {
      return failure;
    },
    flush: () =>
      new Promise((done) => {
        attempt(() => stream.write("", () => done()));
        if (failure) done();
      }),
  };
}

let endsWithReader = false;

/** For a command whose only result is what it prints: it ends as soon as nobody reads it. */
export function endWithReader(): void {
  endsWithReader = true;
}

export function shouldEndWithReader(): boolean {
  return endsWithReader;
}
