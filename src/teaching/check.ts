/**
 * Trains the runs of a submission again and says how far they are equal: `tidelab/runs` verifies, this names the outcome. Nothing that a
 * student sent is executed: records and specs are data that are parsed.
 */
import { TidelabError } from "../errors/errors.ts";
import { readRunFiles } from "../runs/run-files.ts";
import type { RunEvent } from "../runs/run-spec.ts";
import { type Difference, type VerifyOptions, verifyRun } from "../runs/verify.ts";
import type { SubmittedRun } from "./submission.ts";

/** What training a run again has shown. */
export interface RunCheck {
  readonly name: string;
  /**
   * `same`: equal to the bit, as far as it was trained; `different`: from an epoch on, at the end, or in its files; `otherNumerics`: this
   * host rounds in another way; `unreadable`: no run at all; `stopped`: no verdict yet.
   */
  readonly result: "same" | "different" | "otherNumerics" | "unreadable" | "stopped";
  /** Epochs that are equal, of those that the record has. */
  readonly epochs: number;
  readonly of: number;
  /** The first epoch that differs; undefined where all are equal. */
  readonly epoch: number | undefined;
  /** Of that epoch, or of what follows the last one. */
  readonly differences: readonly Difference[];
  /** Whether the weights are equal where it differs, so that the record was edited after the run. */
  readonly sameWeights: boolean;
  /** Why it cannot be read, or which of its files does not belong to it. */
  readonly error: TidelabError | undefined;
}

/**
 * Trains a submitted run again and compares it to the bit.
 * @param options  as for `verifyRun`; `epochs` for a first look at all before all of each
 * @example
 * ```ts
 * import { readFile } from "node:fs/promises";
 * import { parseRecord } from "tidelab/runs";
 * import { checkSubmittedRun } from "tidelab/teaching";
 *
 * const names = ["run.json", "model.safetensors", "gradients.json"];
 * const files = new Map(await Promise.all(names.map(async (name) => [name, await readFile(`runs/mine/${name}`)] as const)));
 * const record = parseRecord(new TextDecoder().decode(files.get("run.json")), "run.json");
 * const check = checkSubmittedRun({ name: "mine", files, record, error: undefined }, { epochs: 1 });
 * let next = await check.next();
 * while (!next.done) next = await check.next();
 * console.log(next.value.result, next.value.epochs, next.value.of); // same 1 2
 * ```
 */
export async function* checkSubmittedRun(
  { name, record, error, files }: SubmittedRun,
  options: VerifyOptions = {},
): AsyncGenerator<RunEvent, RunCheck> {
  if (record === undefined) {
    return { ...{ name, result: "unreadable", epochs: 0, of: 0, epoch: undefined }, ...NOTHING, error };
  }
  const about = { name, of: record.history.length };
  const wrong = faultOfFiles(files);
  try {
    const { result, epochs, epoch, differences } = yield* verifyRun(record, {
      ...options,
      ...(options.epochs !== undefined && { epochs: Math.min(options.epochs, Math.max(1, about.of)) }),
    });
    const sameWeights = !differences.some(({ path }) => path.endsWith("weightsSha256") || path.startsWith("data."));
    const isWrong = result === "same" && wrong !== undefined;
    return { ...about, result: isWrong ? "different" : result, epochs, epoch, differences, sameWeights, error: wrong };
  } catch (cause) {
    if (!(cause instanceof TidelabError)) throw cause;
    const result = cause.code === "numerics.unavailable" ? "otherNumerics" : "unreadable";
    return { ...about, result, epochs: 0, epoch: undefined, ...NOTHING, error: cause };
  }
}

const NOTHING = { differences: [], sameWeights: false } as const;

/** Weights and gradients that are not those of the record. */
function faultOfFiles(files: SubmittedRun["files"]): TidelabError | undefined {
  try {
    readRunFiles(files);
    return undefined;
  } catch (error) {
    if (error instanceof TidelabError) return error;
    throw error;
  }
}
