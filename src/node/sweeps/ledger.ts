/**
 * The arms and runs of a sweep, kept in its folder and reported to the store as they change. It runs nothing. Node only.
 */
import type { RunRecord } from "../../runs/record.ts";
import { keepIds } from "../../sweep/arm-ids.ts";
import { type Arm, axesOf } from "../../sweep/arms.ts";
import { monitorOf, scoreArm } from "../../sweep/objective.ts";
import type { Failure } from "../../sweep/result.ts";
import { knownArms, nextArms, plannedArms } from "../../sweep/rounds.ts";
import type { Store } from "../store/store.ts";
import { readSweepFile, recordOf, type SweepFile, writeSweepFile } from "./folder.ts";
import { findDone, type Job, type JobName, jobsOf, type PlannedArm, planArms, type SweepPlan } from "./jobs.ts";
import { createRecorder, type Recorder } from "./recorder.ts";

/** Arms that were added to the sweep. */
export interface Added {
  readonly arms: readonly PlannedArm[];
  readonly jobs: readonly Job[];
  /** Those of the jobs that are done already. */
  readonly done: ReadonlyMap<Job, RunRecord>;
}

export class Ledger {
  readonly #plan: SweepPlan;
  readonly #recorder: Recorder;
  readonly #arms: PlannedArm[] = [];
  readonly #records = new Map<string, RunRecord>();
  #file: SweepFile;
  /** Files are written one after another, whoever asks: the newest state last. */
  #writing: Promise<void> = Promise.resolve();

  private constructor(plan: SweepPlan, recorder: Recorder, failures: SweepFile["failures"]) {
    this.#plan = plan;
    this.#recorder = recorder;
    this.#file = { ...describeSweep(plan, [], []), failures };
  }

  /**
   * Opens the ledger of a folder with the arms that the plan begins with and those that were proposed there before.
   * @throws TidelabError `sweep.otherRuns`, `run.diskFull` or `run.outputUnwritable`
   */
  static async open(
    plan: SweepPlan,
    store: Store | undefined,
    onStoreFailed: (error: unknown) => void,
  ): Promise<{ ledger: Ledger; added: Added }> {
    const before = await readSweepFile(plan.folder);
    const proposed = await planArms(knownArms(plan.definition, before).slice(plan.arms.length), plan);
    const recorder = createRecorder(store, plan.folder, onStoreFailed);
    const ledger = new Ledger(plan, recorder, before?.failures ?? []);
    return { ledger, added: await ledger.#add(keepIds([...plan.arms, ...proposed], before?.arms ?? [])) };
  }

  /** Runs that there will be in all, as far as is known. */
  get total(): number {
    const { definition, arms, seeds } = this.#plan;
    return plannedArms(definition, arms.length) * seeds.length;
  }

  /** Runs of the arms that there are. */
  get known(): number {
    return this.#arms.length * this.#plan.seeds.length;
  }

  /** The arms that the results of all before propose; undefined when there are enough, or none are left to propose. */
  async propose(): Promise<Added | undefined> {
    const { definition, seeds } = this.#plan;
    const scores = this.#arms.map(({ id: arm }) => {
      const records = seeds.map((seed) => this.#records.get(keyOf({ arm, seed })));
      return scoreArm(records, monitorOf(definition.base));
    });
    const more = await planArms(nextArms(definition, this.#arms, scores), this.#plan);
    return more.length > 0 ? this.#add(more) : undefined;
  }

  /** What is added is in the file before it is run, and stays what it is from then on. */
  async #add(arms: readonly PlannedArm[]): Promise<Added> {
    const jobs = jobsOf(arms, this.#plan);
    const done = await findDone(this.#plan.folder, jobs);
    this.#arms.push(...arms);
    for (const [job, record] of done) this.#records.set(keyOf(job), record);
    await this.#write(describeSweep(this.#plan, this.#arms, this.#file.failures));
    await this.#recorder.update(
      this.#file,
      [...done].map(([{ arm, seed }, record]) => ({ arm, seed, record })),
    );
    return { arms, jobs, done };
  }

  /**
   * Takes in a run that was saved.
   * @param known  its record, if that was read already
   * @returns its record; undefined when it is not there
   */
  async addRun(name: JobName, known?: RunRecord): Promise<RunRecord | undefined> {
    const { arm, seed } = name;
    const record = known ?? (await recordOf(this.#plan.folder, arm, seed));
    if (record === undefined) return undefined;
    this.#records.set(keyOf(name), record);
    const hasFailed = this.#file.failures.some((entry) => entry.arm === arm && entry.seed === seed);
    if (hasFailed) await this.#write(withFailure(this.#file, name, undefined));
    await this.#recorder.addRun(arm, seed, record);
    return record;
  }

  async addFailure(name: JobName, failure: Failure): Promise<void> {
    await this.#write(withFailure(this.#file, name, failure));
    await this.#recorder.addFailure(name.arm, name.seed, failure);
  }

  /** Runs that ended, well or not, as the folder has them now. */
  async countEnded(): Promise<number> {
    const done = await findDone(this.#plan.folder, jobsOf(this.#arms, this.#plan));
    return new Set([...done.keys(), ...this.#file.failures].map(keyOf)).size;
  }

  /** @param file  made from the state of this moment, and the state from this moment on */
  #write(file: SweepFile): Promise<void> {
    this.#file = file;
    const written = this.#writing.then(() => writeSweepFile(this.#plan.folder, this.#file));
    // What comes later is tried all the same.
    this.#writing = written.catch(() => {});
    return written;
  }
}

function keyOf({ arm, seed }: JobName): string {
  return `${seed} ${arm}`;
}

/** What `sweep.json` says: failures of before stay until their runs are run again. */
function describeSweep(
  { definition, seeds }: SweepPlan,
  arms: readonly Arm[],
  failures: SweepFile["failures"],
): SweepFile {
  return {
    name: definition.name,
    seeds: [...seeds],
    axes: axesOf(definition, arms),
    arms: arms.map(({ id, settings }) => ({ id, settings: { ...settings } })),
    failures: failures.filter(({ arm, seed }) => arms.some(({ id }) => id === arm) && seeds.includes(seed)),
    definition: { ...definition },
  };
}

/** With a failure instead of the one before, or without any; in the order of arms and seeds. */
function withFailure(sweep: SweepFile, { arm, seed }: JobName, failure: Failure | undefined): SweepFile {
  const others = sweep.failures.filter((entry) => entry.arm !== arm || entry.seed !== seed);
  const all = failure === undefined ? others : [...others, { arm, seed, ...failure }];
  const place = (entry: JobName) =>
    sweep.arms.findIndex(({ id }) => id === entry.arm) * sweep.seeds.length + sweep.seeds.indexOf(entry.seed);
  return { ...sweep, failures: all.sort((a, b) => place(a) - place(b)) };
}
