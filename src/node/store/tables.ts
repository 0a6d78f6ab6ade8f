/** The tables of the run store as their columns, the same in SQLite and PostgreSQL. What makes them is `migrations.ts`. */
import type { QueueTables } from "./queue-tables.ts";

export interface RunsTable {
  /** Hash of what the run was started with; see `run-id.ts`. */
  id: string;
  name: string;
  status: "finished" | "stopped" | "diverged";
  started_at: string;
  /** As the store keeps paths; see `places.ts`. */
  folder: string;
  seed: number;
  numerics: string;
  parameters: number;
  /** Epochs that were completed. */
  epochs: number;
  /** By validation loss, never by test. */
  best_epoch: number | null;
  best_val_loss: number | null;
  best_val_accuracy: number | null;
  /** Of the last epoch, as all that follows. */
  train_loss: number | null;
  val_loss: number | null;
  train_accuracy: number | null;
  val_accuracy: number | null;
  test_loss: number | null;
  test_accuracy: number | null;
  /** All epochs, training and validation. */
  seconds: number;
  weights_sha256: string;
  /** JSON: the spec alone, for lists and comparisons. */
  spec: string;
  /** JSON: the whole record. */
  record: string;
  /** The run that this one was forked from. */
  parent: string | null;
  /** JSON: what the fork changed, path to value. */
  changes: string | null;
  /** ISO 8601; null unless the run was moved to the trash. */
  deleted_at: string | null;
}

export interface EpochsTable {
  run: string;
  epoch: number;
  train_loss: number;
  val_loss: number;
  train_accuracy: number;
  val_accuracy: number;
  grad_norm: number;
  train_seconds: number;
  val_seconds: number;
}

/** Scores of a run on its test series, one a row: `accuracy`, `macroAvg.f1Score`, `classes.sine.recall`. */
export interface MetricsTable {
  run: string;
  name: string;
  value: number;
}

export interface ArtifactsTable {
  run: string;
  /** Within the run's folder, with `/`. */
  path: string;
  bytes: number;
  sha256: string;
}

export interface NotesTable {
  run: string;
  at: string;
  /** Hash of the text, which may be longer than an index takes. */
  key: string;
  text: string;
}

export interface TagsTable {
  run: string;
  tag: string;
}

export interface SweepsTable {
  /** Its folder, as the store keeps paths. */
  folder: string;
  name: string;
  /** JSON of the definition. */
  definition: string;
}

export interface ArmsTable {
  sweep: string;
  arm: string;
  position: number;
  /** JSON: axis to value. */
  settings: string;
}

/** One seed of an arm: the run it became, or why it became none. */
export interface ArmRunsTable {
  sweep: string;
  arm: string;
  seed: number;
  run: string | null;
  failure: string | null;
  /** Code of the failure, one of `FAILURE_REASONS`. */
  reason: string | null;
}

export interface Tables extends QueueTables {
  runs: RunsTable;
  epochs: EpochsTable;
  metrics: MetricsTable;
  artifacts: ArtifactsTable;
  notes: NotesTable;
  tags: TagsTable;
  sweeps: SweepsTable;
  arms: ArmsTable;
  arm_runs: ArmRunsTable;
}
