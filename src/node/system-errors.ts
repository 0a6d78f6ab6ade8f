/** Errors of the file system, as opposed to our own. */

/** An error that the operating system gave a call of Node's, such as `ENOENT`. */
export interface SystemError extends Error {
  readonly code: string;
  readonly syscall: string;
}

export function isSystemError(error: unknown): error is SystemError {
  return error instanceof Error && "syscall" in error && "code" in error && typeof error.code === "string";
}

/** `ENOSPC: no space left on device`, without the paths that Node adds after it. */
export function reasonOf(error: SystemError): string {
  return error.message.split(", ")[0] ?? error.code;
}
