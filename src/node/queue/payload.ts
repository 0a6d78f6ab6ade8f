/**
 * What a job of the queue carries, as JSON in the database: checked like a file when it comes from there. It has no paths: files are named
 * by hash, and their names are only names. Node only.
 */
import "../../errors/queue-errors.ts";
import { createHash } from "node:crypto";
import * as v from "valibot";
import { canonical } from "../../bytes/canonical.ts";
import type { DataFile } from "../../data/kinds/kind.ts";
import { TidelabError } from "../../errors/errors.ts";
import { specHash } from "../../runs/run-id.ts";
import { parseShallowJson } from "../../spec/json-scan.ts";
import { parseSpec } from "../../spec/parse.ts";
import type { Spec } from "../../spec/spec.ts";
import { flag, record, seed, sha256, text, whole } from "../../spec/values.ts";
import { DEVICE_CHOICES } from "../choose-device.ts";

const artifactSchema = v.object({ path: text, bytes: whole, sha256 });

const payloadSchema = v.object({
  version: v.literal(1),
  sweep: text,
  arm: text,
  seed,
  spec: record(),
  numerics: v.picklist(["fused", "portable"]),
  device: v.picklist(DEVICE_CHOICES),
  waits: flag(false),
  series: v.optional(
    v.object({
      sha256: v.optional(sha256),
      files: v.array(
        v.object({
          set: v.picklist(["train", "val", "test"]),
          name: text,
          bytes: whole,
          sha256,
          series: whole,
          holds: v.optional(v.picklist(["labels", "indices"])),
        }),
      ),
    }),
  ),
});

export type JobPayload = Omit<v.InferOutput<typeof payloadSchema>, "spec" | "series"> & {
  readonly spec: Spec;
  readonly series?: { readonly sha256?: string | undefined; readonly files: readonly DataFile[] } | undefined;
};

/** Why a job could not be run, in English as records have it. */
export interface JobFailure {
  readonly message: string;
  readonly code?: string | undefined;
  readonly reason?: string | undefined;
}

/** @throws TidelabError `queue.job` for anything else, and what a spec's faults give */
export function parsePayload(json: string, where: string): JobPayload {
  const parsed = v.safeParse(payloadSchema, parseShallowJson(json));
  if (!parsed.success) {
    const [issue] = parsed.issues;
    throw new TidelabError("queue.job", { reason: `${v.getDotPath(issue) ?? ""} ${issue.message}`.trim() }, where);
  }
  const { spec, ...payload } = parsed.output;
  return { ...payload, spec: parseSpec(spec) };
}

/**
 * A payload of the job that has an id: whoever edits one in the database makes another run of it.
 * @throws TidelabError as `parsePayload`
 */
export function parseJob(id: string, json: string): JobPayload {
  const where = `job ${id}`;
  const payload = parsePayload(json, where);
  if (jobId(payload) !== id) throw new TidelabError("queue.job", { reason: "it was changed in the database" }, where);
  return payload;
}

/** Files that a run may leave in the store: their names, and nothing that leads elsewhere. */
const RUN_FILES = /^(run\.json|[a-z-]+\.safetensors|gradients\.json)$/;
const CHECKPOINT_FILES = /^(start\.json|step-\d+\.safetensors)$/;

/** A list of files as the database has it. @throws TidelabError `queue.job` */
export function parseFiles(json: string, kind: "run" | "checkpoint", where: string) {
  const parsed = v.safeParse(v.array(artifactSchema), parseShallowJson(json));
  const names = kind === "run" ? RUN_FILES : CHECKPOINT_FILES;
  const other = parsed.success ? parsed.output.find(({ path }) => !names.test(path)) : undefined;
  if (!parsed.success || other) {
    throw new TidelabError("queue.job", { reason: `${kind} files: ${other?.path ?? "no list"}` }, where);
  }
  return parsed.output;
}

/** The same run of the same sweep has the same id, whoever asks for it, and another spec or other data another one. */
export function jobId({ sweep, arm, seed: number, spec, series }: JobPayload): string {
  const identity = canonical({ sweep, arm, seed: number, spec: specHash(spec), data: series?.sha256 ?? "" });
  const digits = createHash("sha256").update(identity).digest("hex");
  return [
    digits.slice(0, 8),
    digits.slice(8, 12),
    `8${digits.slice(13, 16)}`,
    `8${digits.slice(17, 20)}`,
    digits.slice(20, 32),
  ].join("-");
}
