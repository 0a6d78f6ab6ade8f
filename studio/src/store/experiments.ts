/** Experiments as they are kept: what was planned. Their runs are rows of their own, which name them. */
import type { SweepInput } from "tidelab/sweep";
import { answer, transact } from "./database.ts";
import type { OwnFile } from "./own-files.ts";

export interface ExperimentRow {
  readonly id: string;
  readonly name: string;
  /** ISO 8601 */
  readonly createdAt: string;
  /** What is run: the base is a spec, the seeds are a list. */
  readonly sweep: SweepInput & { readonly seeds: readonly number[] };
  /** A race: its arms differ in the model alone, and the first seed of all is run side by side. */
  readonly isRace: boolean;
  /** The user's own files that its base names. */
  readonly files?: readonly OwnFile[];
  /** In the bin since then, ISO 8601. */
  readonly deletedAt?: string;
}

/** All experiments, the newest first, without those in the bin. */
export async function listExperiments(): Promise<ExperimentRow[]> {
  const rows = await transact(["experiments"], "readonly", (table) => answer(table("experiments").getAll()));
  return (rows as ExperimentRow[])
    .filter(({ deletedAt }) => deletedAt === undefined)
    .sort((a, b) => b.createdAt.localeCompare(a.createdAt));
}

export async function putExperiment(row: ExperimentRow): Promise<void> {
  await transact(["experiments"], "readwrite", (table) => void table("experiments").put(row));
}
