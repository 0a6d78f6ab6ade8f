/**
 * The runs that a sweep's report is about, carried along unseen: which folder each was in, and the hash of its weights. With them
 * `tidelab verify` finds the runs and holds them against the report.
 */
import * as v from "valibot";
import { decodeHidden, hiddenJson } from "../html.ts";
import type { SweepReportInput } from "./input.ts";

const ID = "sweep-json";

const schema = v.object({
  runs: v.array(
    v.object({ arm: v.string(), seed: v.number(), folder: v.nullable(v.string()), weightsSha256: v.string() }),
  ),
});

export type RunInside = v.InferOutput<typeof schema>["runs"][number];

export function runsForHtml({ result, folderOf }: SweepReportInput): string {
  const runs = result.arms.flatMap(({ id: arm, runs }) =>
    runs.map(({ seed, weightsSha256 }) => ({ arm, seed, folder: folderOf?.(arm, seed) ?? null, weightsSha256 })),
  );
  return hiddenJson(ID, { runs });
}

/** @returns undefined for any other document */
export function runsInHtml(html: string): readonly RunInside[] | undefined {
  const json = decodeHidden(ID, html);
  if (json === undefined) return undefined;
  try {
    return v.parse(schema, JSON.parse(json)).runs;
  } catch {
    return undefined;
  }
}
