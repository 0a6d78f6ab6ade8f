/** Fits a recorded classifier without gradients again and compares every number of its record, to the bit. Writes nothing and runs anywhere. */
import type { SeriesFiles } from "../../data/kinds/kind.ts";
import { TidelabError } from "../../errors/errors.ts";
import type { Environment } from "../record.ts";
import type { Difference } from "../verify.ts";
import { type FinishedClassicalRun, runClassicalSpec } from "./fit.ts";
import type { ClassicalRunRecord } from "./record.ts";

/** What verifying a record of a classifier without gradients found. */
export interface ClassicalVerdict {
  readonly result: "same" | "different";
  /** `data.sha256` alone where the series differ: then nothing was fitted. */
  readonly differences: readonly Difference[];
  /** Where it ran this time; undefined where nothing was fitted. */
  readonly environment: Environment | undefined;
  /** What fitting again left; undefined where nothing was fitted. */
  readonly run: FinishedClassicalRun | undefined;
}

/** All that a record holds, without when and where it ran, and how long that took. */
const COMPARED = ["data", "found", "test", "answersSha256", "files"] as const;

/** @param files  reads the files that the run was trained on; others in their places are refused */
export async function verifyClassicalRun(
  record: ClassicalRunRecord,
  files?: SeriesFiles | undefined,
): Promise<ClassicalVerdict> {
  const recorded = record.data.sha256;
  try {
    const run = await runClassicalSpec(record.spec, {
      files,
      expectedFiles: record.data.source?.files,
      onData: ({ sha256 }) => {
        if (sha256 !== recorded)
          throw new TidelabError("run.dataChanged", { expected: recorded, received: sha256 }, "data");
      },
    });
    const differences = COMPARED.flatMap((key) => differencesOf(record[key], run.record[key], key));
    return {
      result: differences.length > 0 ? "different" : "same",
      differences,
      environment: run.record.environment,
      run,
    };
  } catch (error) {
    if (!(error instanceof TidelabError) || error.code !== "run.dataChanged") throw error;
    const { received } = (error as TidelabError<"run.dataChanged">).params;
    const differences = [{ path: "data.sha256", recorded, found: received }];
    return { result: "different", differences, environment: undefined, run: undefined };
  }
}

function differencesOf(recorded: unknown, found: unknown, path: string): Difference[] {
  // A record of an earlier version.
  if (path === "data.preparationSha256" && recorded === undefined) return [];
  if (typeof recorded !== "object" || recorded === null || typeof found !== "object" || found === null) {
    return Object.is(recorded, found) ? [] : [{ path, recorded, found }];
  }
  const keys = new Set([...Object.keys(recorded), ...Object.keys(found)]);
  return [...keys].flatMap((key) => {
    const inner = Array.isArray(found) ? `${path}[${key}]` : `${path}.${key}`;
    return differencesOf((recorded as Record<string, unknown>)[key], (found as Record<string, unknown>)[key], inner);
  });
}
