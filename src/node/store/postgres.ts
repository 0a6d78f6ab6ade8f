/**
 * PostgreSQL by pg, as Kysely's dialect: a pool whose connections may break at any moment. Tables are elsewhere. It retries
 * nothing; that is `store.ts`'s.
 */
import { Socket } from "node:net";
import { PostgresDialect } from "kysely";

/** Milliseconds. A server that does not answer must not keep a run from ending. */
const CONNECT_TIMEOUT = 10_000;
const QUERY_TIMEOUT = 30_000;
const CLOSE_TIMEOUT = 2_000;

export async function postgresDialect(url: string): Promise<{ dialect: PostgresDialect; close: () => Promise<void> }> {
  const { default: pg } = await import("pg");
  const sockets = new Set<Socket>();
  const pool = new pg.Pool({
    connectionString: url,
    max: 2,
    connectionTimeoutMillis: CONNECT_TIMEOUT,
    query_timeout: QUERY_TIMEOUT,
    keepAlive: true,
    application_name: "tidelab",
    stream: () => {
      const socket = new GuardedSocket();
      sockets.add(socket);
      socket.on("close", () => sockets.delete(socket));
      return socket;
    },
  });
  // A connection may break while idle, or in use between two queries. Without listeners that ends the process; with them,
  // whoever uses the connection next gets the error.
  pool.on("error", () => {});
  pool.on("connect", (client) => client.on("error", () => {}));
  return {
    dialect: new PostgresDialect({ pool }),
    // Ending a connection waits for the server's goodbye, which one that hangs never says. One that never came about, for want of a key that
    // fits its certificate, is not the pool's: its socket would wait for a minute.
    async close() {
      let timer: NodeJS.Timeout | undefined;
      const timeout = new Promise<void>((done) => {
        timer = setTimeout(done, CLOSE_TIMEOUT);
      });
      await Promise.race([pool.end().catch(() => {}), timeout]);
      clearTimeout(timer);
      for (const socket of sockets) socket.destroy();
    },
  };
}

/** pg throws out of the socket's event when a server sends what is no PostgreSQL; here that breaks the connection only. */
class GuardedSocket extends Socket {
  override emit(event: string | symbol, ...details: unknown[]): boolean {
    const emit = super.emit as (event: string | symbol, ...details: unknown[]) => boolean;
    if (event !== "data") return emit.call(this, event, ...details);
    try {
      return emit.call(this, event, ...details);
    } catch (error) {
      this.destroy(error instanceof Error ? error : new Error(String(error)));
      return true;
    }
  }
}

const BROKEN = /connection terminated|connection error|not queryable|stream has been|received invalid response/i;
const TIMED_OUT = /read timeout|timeout expired|timeout exceeded/i;
/** PostgreSQL's classes of refusal that are not about the data: who, which database, no room, shutting down. */
const NOT_DATA = /^(E[A-Z_]+|08...|28...|3D...|53...|57...|42501|58...|XX...)$/;

/** Whether a connection broke, so that another one may do better. */
export function isConnectionBroken(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return /^(E(CONN|PIPE)[A-Z]*|08...|57P0[1-5])$/.test(codeOf(error)) || BROKEN.test(error.message);
}

/** Whether a connection broke, or the server no longer answers on it. */
export function isConnectionLost(error: Error): boolean {
  return isConnectionBroken(error) || codeOf(error) === "ETIMEDOUT" || TIMED_OUT.test(error.message);
}

/** Whether the server could not be used at all, whatever the query was. */
export function isUnreachable(error: Error): boolean {
  return isConnectionLost(error) || NOT_DATA.test(codeOf(error));
}

/** Codes of OpenSSL, and Node's for a certificate of another name. */
const CERTIFICATE = /CERT|UNABLE_TO_VERIFY|SELF_SIGNED/;
/** Codes of a file that cannot be read. */
const NO_FILE = /^(ENOENT|ENOTDIR|EISDIR|EACCES|EPERM)$/;

/** Whether a server is there whose certificate says somebody else, or nobody who is known. */
export function isUntrusted(error: Error): boolean {
  return CERTIFICATE.test(codeOf(error));
}

/** Whether a file of the address, of a certificate or a key, cannot be read. */
export function isOfFile(error: Error): boolean {
  // A socket is read too, and one that is connected may be a file.
  const { syscall } = error as NodeJS.ErrnoException;
  return (syscall === "open" || syscall === "read") && NO_FILE.test(codeOf(error));
}

export function codeOf(error: Error): string {
  return "code" in error && typeof error.code === "string" ? error.code : "";
}

/** Node's failure to connect to one of several addresses has no message. */
export function reasonOf(error: Error): string {
  if (error.message !== "") return error.message;
  const [first] = error instanceof AggregateError ? error.errors : [];
  return first instanceof Error ? first.message : error.name;
}
