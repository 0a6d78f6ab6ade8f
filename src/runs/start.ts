/**
 * `checkpoints/start.json`: what a run was started with. The same again, and it is the same run: its hash is in every checkpoint. Text in,
 * start out; `checkpoint-files.ts` has the files.
 */
import { sha256OfText } from "../bytes/sha256.ts";
import type { DataFile } from "../data/kinds/kind.ts";
import type { Numerics } from "../engine/device.ts";
import { TidelabError } from "../errors/errors.ts";
import { parseShallowJson } from "../spec/json-scan.ts";
import { parseSpec } from "../spec/parse.ts";
import type { Spec } from "../spec/spec.ts";
import type { ForkOf } from "./about.ts";

/** What a run was started with: the same again, and it is the same run. */
export interface RunStart {
  readonly spec: Spec;
  readonly numerics: Numerics;
  /** ISO 8601. */
  readonly startedAt: string;
  /** Hash of the series; runs of earlier versions do not have it. */
  readonly dataSha256?: string;
  /** Files that the series were read from. */
  readonly dataFiles?: readonly DataFile[];
  /** The run whose weights it began with, if it did not begin with fresh ones. */
  readonly initial?: { readonly run: string; readonly weightsSha256: string };
  /** The run that it was forked from, and what the fork changed. */
  readonly fork?: ForkOf;
}

export function formatStart(start: RunStart): string {
  return `${JSON.stringify(start, undefined, 2)}\n`;
}

/** What identifies the run in its checkpoints. @param text  of `start.json` */
export function identityOf(text: string): string {
  return sha256OfText(text);
}

/**
 * @param path  what the text is to the user
 * @throws TidelabError `checkpoint.start`
 */
export function parseStart(text: string, path: string): RunStart {
  try {
    const { spec, numerics, startedAt, dataSha256, dataFiles, initial, fork } = parseShallowJson(text) as RunStart;
    if (dataSha256 !== undefined && typeof dataSha256 !== "string") throw new TypeError(path);
    if ((numerics !== "fused" && numerics !== "portable") || typeof startedAt !== "string") throw new TypeError(path);
    return {
      spec: parseSpec(spec),
      numerics,
      startedAt,
      ...(dataSha256 !== undefined && { dataSha256 }),
      ...(dataFiles && { dataFiles }),
      ...(initial && { initial }),
      ...(fork && { fork }),
    };
  } catch (cause) {
    throw new TidelabError("checkpoint.start", undefined, path, { cause });
  }
}
