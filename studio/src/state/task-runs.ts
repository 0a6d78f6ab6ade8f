/**
 * The runs of an exercise in this page: planned, trained a few at a time, kept as they end. It goes on while other screens are open; what is
 * done is not trained again, whenever it was.
 */
import { computed, type ReadonlySignal, signal } from "@preact/signals";
import type { EndedRun, PlannedRun, PlannedSweep } from "tidelab/sweep";
import type { Assignment } from "tidelab/teaching";
import type { ErrorData } from "../engine/protocol.ts";
import { RunRefused } from "../engine/run-client.ts";
import type { FolderFiles } from "../engine/run-protocol.ts";
import { TaskClient } from "../engine/task-client.ts";
import type { TaskProgress } from "../engine/task-protocol.ts";
import { readTaskFolder, readTaskRecord, runPlace } from "../store/tasks.ts";
import { reportFault } from "./faults.ts";

export type TaskPhase = "planning" | "ready" | "training" | "paused" | "finished" | "elsewhere" | "refused";

const keyOf = ({ arm, seed }: Pick<PlannedRun, "arm" | "seed">) => `${arm}/seed-${seed}`;

/** JSON with the keys of objects in order. */
const sorted = (value: unknown): string =>
  JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === "object" && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );

export class TaskRuns {
  readonly id: string;
  readonly plan = signal<PlannedSweep | undefined>(undefined);
  readonly phase = signal<TaskPhase>("planning");
  readonly ended = signal<readonly EndedRun[]>([]);
  /** By `arm/seed-n`, of the runs that are being trained. */
  readonly running = signal<ReadonlyMap<string, TaskProgress>>(new Map());
  readonly problems = signal<readonly ErrorData[]>([]);
  /** Whether the browser keeps what is trained. */
  readonly keeps = signal(true);
  /** Of all epochs of all runs, the share that is done. */
  readonly share: ReadonlySignal<number> = computed(() => {
    const all = this.plan.value?.runs.length ?? 0;
    const partly = [...this.running.value.values()].reduce((sum, { epoch, epochs }) => sum + epoch / epochs, 0);
    return all === 0 ? 0 : (this.ended.value.length + partly) / all;
  });
  /** Files of runs that could not be kept. */
  readonly #files = new Map<string, FolderFiles>();
  readonly #client = new TaskClient();
  #release: (() => void) | undefined;
  #isAsked = false;

  constructor(id: string, assignment: Assignment, number: string) {
    this.id = id;
    void this.#open(assignment, number);
  }

  async #open(assignment: Assignment, number: string): Promise<void> {
    try {
      const plan = await this.#client.ask("plan", { assignment, number });
      const kept = await Promise.all(
        plan.runs.map(async (run) => {
          const record = await readTaskRecord(runPlace(this.id, run)).catch(() => undefined);
          // A run of another version of the exercise is none of this one.
          const isIts = record && sorted(record.spec) === sorted(run.spec);
          return isIts ? [{ arm: run.arm, seed: run.seed, record }] : [];
        }),
      );
      this.ended.value = kept.flat();
      this.plan.value = plan;
      this.phase.value = this.ended.value.length === plan.runs.length ? "finished" : "ready";
    } catch (error) {
      this.#refuse(error);
    }
  }

  /** Trains what is not done yet, or goes on after a pause. */
  async start(): Promise<void> {
    const plan = this.plan.value;
    if (plan === undefined || this.phase.value === "training" || this.phase.value === "finished") return;
    if (!(await this.#lock())) {
      this.phase.value = "elsewhere";
      return;
    }
    this.phase.value = "training";
    this.#client.resume();
    if (this.#isAsked) return;
    this.#isAsked = true;
    const done = new Set(this.ended.value.map(keyOf));
    await Promise.all(plan.runs.filter((run) => !done.has(keyOf(run))).map((run) => this.#train(run)));
    this.#isAsked = false;
    this.#release?.();
    this.#release = undefined;
    if (this.phase.value === "training") {
      this.phase.value = this.ended.value.length === plan.runs.length ? "finished" : "ready";
    }
  }

  pause(): void {
    if (this.phase.value !== "training") return;
    this.phase.value = "paused";
    this.#client.pause();
  }

  async #train(run: PlannedRun): Promise<void> {
    const key = keyOf(run);
    const note = (progress: TaskProgress | undefined) => {
      const next = new Map(this.running.value);
      if (progress) next.set(key, progress);
      else next.delete(key);
      this.running.value = next;
    };
    try {
      const { record, files } = await this.#client.ask("train", { run, place: runPlace(this.id, run) }, note);
      if (files) {
        this.#files.set(key, files);
        this.keeps.value = false;
      }
      this.ended.value = [...this.ended.value, { arm: run.arm, seed: run.seed, record }];
    } catch (error) {
      if (error instanceof RunRefused) {
        const [first] = error.errors;
        const failure = { reason: "failed" as const, message: first?.message ?? "" };
        this.ended.value = [...this.ended.value, { arm: run.arm, seed: run.seed, failure }];
      } else reportFault(String(error), error instanceof Error ? (error.stack ?? "") : "");
    } finally {
      note(undefined);
    }
  }

  /** Folders of the runs that have a record, by `arm/seed-n`. */
  async folders(): Promise<[name: string, files: FolderFiles][]> {
    const names: [string, FolderFiles][] = [];
    for (const run of this.ended.value) {
      if (run.record === undefined) continue;
      const key = keyOf(run);
      names.push([key, this.#files.get(key) ?? (await readTaskFolder(runPlace(this.id, run)))]);
    }
    return names;
  }

  #refuse(error: unknown): void {
    this.phase.value = "refused";
    if (error instanceof RunRefused) this.problems.value = error.errors;
    else reportFault(String(error), error instanceof Error ? (error.stack ?? "") : "");
  }

  async #lock(): Promise<boolean> {
    if (navigator.locks === undefined || this.#release) return true;
    return new Promise((resolve) => {
      void navigator.locks.request(`task-${this.id}`, { ifAvailable: true }, (lock) => {
        resolve(lock !== null);
        return lock === null ? undefined : new Promise<void>((release) => (this.#release = release));
      });
    });
  }
}

const opened = new Map<string, TaskRuns>();

/** The runs of an exercise: those of before, while the page is open. @param number  of the student, where seeds are made of it */
export function openTaskRuns(id: string, assignment: Assignment, number: string): TaskRuns {
  const runs = opened.get(id) ?? new TaskRuns(id, assignment, number);
  opened.set(id, runs);
  return runs;
}

let looking: TaskClient | undefined;

/** Asks a worker that trains no exercise: conclusions, reports, submissions. */
export const askTask: TaskClient["ask"] = (name, ask, onProgress) => {
  looking ??= new TaskClient(1);
  return looking.ask(name, ask, onProgress);
};
