/** What a run is known by: a hash of what it was started with, so that it keeps its name wherever its folder goes. */
import { canonical } from "../bytes/canonical.ts";
import { sha256OfText } from "../bytes/sha256.ts";
import type { Numerics } from "../engine/device.ts";
import type { Spec } from "../spec/spec.ts";

const DIGITS = 16;

/** What a record says of a run's start. A classifier without gradients has neither training nor numerics: there is one build of its kernels. */
interface Started {
  readonly spec: object & { readonly training?: Spec["training"] };
  readonly numerics?: Numerics;
  readonly startedAt: string;
}

/**
 * The id of a run, as the store and forks know it: 16 hex digits. A run that was stopped and then resumed is the same run, and so is one that was
 * changed while it trained: an id is given when a run starts.
 * @param started  a record, or what the run was started with
 * @example
 * ```ts
 * import { models, parseSpec } from "tidelab";
 * import { runId } from "tidelab/runs";
 *
 * const spec = parseSpec({ data: { kind: "waves" }, model: models.recurrent() });
 * const id = runId({ spec, numerics: "portable", startedAt: "2026-11-27T12:00:00.000Z" });
 * console.log(id.length); // 16
 * ```
 */
export function runId({ spec, numerics, startedAt }: Started): string {
  const { edits: _, ...training } = spec.training ?? {};
  const started = spec.training === undefined ? spec : { ...spec, training };
  return sha256OfText(canonical({ spec: started, ...(numerics && { numerics }), startedAt })).slice(0, DIGITS);
}

/** Of what decides a run's numbers: its spec without the name. */
export function specHash({ name: _, $schema: __, ...spec }: Spec): string {
  return sha256OfText(canonical(spec));
}
