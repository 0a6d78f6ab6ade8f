/** The state of Compare in the address: filter, order, chosen runs, race. It is replaced, not pushed. */
import { navigate, route } from "../../app/router.ts";

export const chosenIn = (query: URLSearchParams): string[] =>
  (query.get("runs") ?? "").split(",").filter((id) => id !== "");

/** @param path  of the screen that is to be shown; the one that is shown unless given. An empty value takes a key out */
export function withQuery(
  query: URLSearchParams,
  changes: Readonly<Record<string, string>>,
  path: readonly string[] = route.value.path.slice(1),
): void {
  const next = new URLSearchParams(query);
  for (const [key, value] of Object.entries(changes)) {
    if (value === "") next.delete(key);
    else next.set(key, value);
  }
  if (path.length === 0 && route.value.path.length > 1) next.delete("race");
  navigate(["compare", ...path], { replace: true, query: next });
}
