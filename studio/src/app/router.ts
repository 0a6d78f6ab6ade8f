/** The address after `#`: a path and a query. Any static host serves it, and a link opens the same place. */
import { signal } from "@preact/signals";

export interface Route {
  /** Parts of the path, decoded; none for the start. */
  readonly path: readonly string[];
  readonly query: URLSearchParams;
}

/** @param hash  as `location.hash` has it; parts that cannot be decoded are left as they are */
export function parseHash(hash: string): Route {
  const [path = "", query = ""] = hash.replace(/^#\/?/, "").split(/\?(.*)/s);
  const parts = path.split("/").filter((part) => part !== "");
  return { path: parts.map(decode), query: new URLSearchParams(query) };
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

export function formatHash(path: readonly string[], query?: URLSearchParams): string {
  const text = query?.toString();
  return `#/${path.map(encodeURIComponent).join("/")}${text ? `?${text}` : ""}`;
}

export const route = signal<Route>(parseHash(globalThis.location?.hash ?? ""));

export function followAddress(): void {
  addEventListener("hashchange", () => {
    route.value = parseHash(location.hash);
  });
}

/** Goes to another place; with `replace` the browser's back button skips this one. */
export function navigate(path: readonly string[], options: { replace?: boolean; query?: URLSearchParams } = {}): void {
  const hash = formatHash(path, options.query);
  if (options.replace) history.replaceState(history.state, "", hash);
  else history.pushState(undefined, "", hash);
  route.value = parseHash(hash);
}
