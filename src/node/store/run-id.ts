/** What a run is known by: a hash of what it was started with, so that it keeps its name wherever its folder goes. */
import { canonical } from "../../bytes/canonical.ts";
import { sha256OfText } from "../../bytes/sha256.ts";
import type { RunRecord } from "../../runs/record.ts";
import type { Spec } from "../../spec/spec.ts";

const DIGITS = 16;

/**
 * 16 hex digits. A run that was stopped and then resumed is the same run, and so is one that was changed while it trained: an id
 * is given when a run starts.
 */
export function runId({ spec, numerics, startedAt }: Pick<RunRecord, "spec" | "numerics" | "startedAt">): string {
  const { edits: _, ...training } = spec.training;
  return sha256OfText(canonical({ spec: { ...spec, training }, numerics, startedAt })).slice(0, DIGITS);
}

/** Of what decides a run's numbers: its spec without the name. */
export function specHash({ name: _, $schema: __, ...spec }: Spec): string {
  return sha256OfText(canonical(spec));
}
