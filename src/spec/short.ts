/** A spec without what it would have anyway: what a user would write, short enough for a link. */
import { canonical } from "../bytes/canonical.ts";
import { parseSpec } from "./parse.ts";
import type { Spec, SpecInput } from "./spec.ts";

type Container = Record<PropertyKey, unknown>;

/**
 * A spec without the keys whose value is their default: `parseSpec` gives the same spec again.
 * @example
 * ```ts
 * import { models, parseSpec } from "tidelab";
 * import { shortSpec } from "tidelab/runs";
 *
 * const spec = parseSpec({ model: models.cnn({ channels: [4] }), data: { kind: "waves" }, training: { lr: 0.01 } });
 * console.log(JSON.stringify(shortSpec(spec).training)); // {"lr":0.01}
 * ```
 */
export function shortSpec(spec: Spec): SpecInput {
  const { $schema: _, ...whole } = spec;
  const wanted = canonical(parseSpec(whole));
  const short = structuredClone(whole) as Container;
  const isSame = () => {
    try {
      return canonical(parseSpec(short)) === wanted;
    } catch {
      return false; // a key that has no default
    }
  };
  // The largest parts first: what is all default goes at once.
  const visit = (part: unknown) => {
    if (typeof part !== "object" || part === null) return;
    for (const key of Object.keys(part)) {
      const own = (part as Container)[key];
      if (!Array.isArray(part)) {
        delete (part as Container)[key];
        if (isSame()) continue;
        (part as Container)[key] = own;
      }
      visit(own);
    }
  };
  visit(short);
  return short as unknown as SpecInput;
}
