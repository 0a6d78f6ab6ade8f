/** What a run is known by: a hash of what it was started with, so that it keeps its name wherever its folder goes. */
import { canonical } from "../../bytes/canonical.ts";
import { sha256OfText } from "../../bytes/sha256.ts";
import type { RunRecord } from "../../runs/record.ts";
import type { Spec } from "../../spec/spec.ts";

const DIGITS = 16;

/** 16 hex digits. A run that was stopped and then resumed is the same run. */
export function runId({ spec, numerics, startedAt }: Pick<RunRecord, "spec" | "numerics" | "startedAt">): string {
  return sha256OfText(canonical({ spec, numerics, startedAt })).slice(0, DIGITS);
}

/** Of what decides a run's numbers: its spec without the name. */
export function specHash({ name: _, $schema: __, ...spec }: Spec): string {
  return sha256OfText(canonical(spec));
}
