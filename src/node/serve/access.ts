/**
 * Who may read a site. On this machine alone: whoever asks it by a name of this machine, so that no other page can reach it under a name of
 * its own. Beyond it: whoever brings the token, in the address once and in a cookie from then on. Node only.
 */
import { createHash, randomBytes, timingSafeEqual } from "node:crypto";

/** What a request says of itself. */
export interface Asked {
  readonly host: string | undefined;
  readonly cookie: string | undefined;
  readonly url: URL;
}

export type Access =
  | { readonly kind: "granted" }
  /** The token came in the address: it moves into a cookie, and the address loses it. */
  | { readonly kind: "cookie"; readonly cookie: string; readonly location: string }
  | { readonly kind: "refused"; readonly reason: "host" | "token" };

const LOOPBACK = new Set(["localhost", "127.0.0.1", "[::1]"]);
const PARAMETER = "token";

export function isLoopback(host: string): boolean {
  return LOOPBACK.has(host) || host === "::1";
}

/** 128 bits. */
export function createToken(): string {
  return randomBytes(16).toString("base64url");
}

/** @param token  undefined where only this machine can ask */
export function decideAccess({ host, cookie, url }: Asked, token: string | undefined, port: number): Access {
  if (token === undefined) {
    const name = host?.replace(/:\d+$/, "").toLowerCase();
    return name !== undefined && LOOPBACK.has(name) ? { kind: "granted" } : { kind: "refused", reason: "host" };
  }
  // Cookies do not know ports: two servers of one machine each have their own.
  const name = `tidelab-${port}`;
  const given = url.searchParams.get(PARAMETER);
  if (given !== null && isSame(given, token)) {
    const rest = new URLSearchParams(url.searchParams);
    rest.delete(PARAMETER);
    const search = rest.size === 0 ? "" : `?${rest}`;
    // Lax: the address may be followed from a mail, and the page that it leads to must have the cookie.
    return {
      kind: "cookie",
      cookie: `${name}=${token}; Path=/; HttpOnly; SameSite=Lax`,
      location: url.pathname + search,
    };
  }
  const kept = cookie
    ?.split(";")
    .map((part) => part.trim())
    .find((part) => part.startsWith(`${name}=`))
    ?.slice(name.length + 1);
  return kept !== undefined && isSame(kept, token) ? { kind: "granted" } : { kind: "refused", reason: "token" };
}

/** In a time that says nothing of where two texts differ, nor of how long the right one is. */
function isSame(given: string, token: string): boolean {
  const hash = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(hash(given), hash(token));
}
