/** What a run left behind when it went back: its curves from there on. It can be kept as a run of its own. */
import type { EditSpec } from "tidelab";
import type { EpochRecord } from "tidelab/runs";
import { LOSS, NORM, RATE, STEP_VALUES } from "../engine/protocol.ts";
import { listBranches, type RunRow, readSteps } from "../store/runs.ts";
import type { StepLog } from "./step-log.ts";

export interface Branch {
  /** Of the run that it is, where it is kept. */
  readonly id: string;
  readonly label: string;
  /** It began after this step, and ended with that one. */
  readonly from: number;
  readonly to: number;
  /** Of each of its steps. */
  readonly loss: readonly number[];
  readonly norm: readonly number[];
  readonly rate: readonly number[];
  /** Epochs that ended in it. */
  readonly history: readonly EpochRecord[];
  /** Changes by hand that began in it. */
  readonly edits: readonly EditSpec[];
  readonly isDiverged: boolean;
  /** Whether it is on this device, and can be gone to. */
  readonly isKept: boolean;
}

const after = (edits: readonly EditSpec[], step: number) => edits.filter((edit) => edit.step > step);

/** What a run is, as far as a branch of it has it. */
interface Whole {
  readonly steps: StepLog;
  readonly history: readonly EpochRecord[];
  readonly edits: readonly EditSpec[];
  readonly stepsPerEpoch: number;
  readonly isDiverged: boolean;
}

/** What a run has done since a step, before that is taken from it. */
export function branchOf(run: Whole, from: number, left: { branch: string; label: string; kept: boolean }): Branch {
  const { branch, label, kept } = left;
  const { steps, history, edits, stepsPerEpoch, isDiverged } = run;
  return {
    ...{ id: branch, label, from, to: steps.count, isDiverged, isKept: kept },
    ...{ loss: steps.loss.slice(from), norm: steps.norm.slice(from), rate: steps.rate.slice(from) },
    history: history.slice(Math.floor(from / stepsPerEpoch)),
    edits: after(edits, from),
  };
}

async function readBranch(row: RunRow): Promise<Branch> {
  const from = row.branchOf?.step ?? 0;
  const all = await readSteps(row.id);
  const values = (of: number) => Array.from(all.slice(from * STEP_VALUES)).filter((_, at) => at % STEP_VALUES === of);
  return {
    ...{
      id: row.id,
      label: row.label,
      from,
      to: all.length / STEP_VALUES,
      isDiverged: row.status === "diverged",
      isKept: true,
    },
    ...{ loss: values(LOSS), norm: values(NORM), rate: values(RATE) },
    history: row.history.slice(Math.floor(from / row.stepsPerEpoch)),
    edits: after(row.edits ?? row.record?.spec.training.edits ?? [], from),
  };
}

/** The branches of a run that is opened again, the newest last; none where nothing is kept. */
export async function readBranches(id: string): Promise<Branch[]> {
  const rows = await listBranches(id).catch(() => []);
  return Promise.all(rows.filter(({ deletedAt }) => deletedAt === undefined).map(readBranch));
}
