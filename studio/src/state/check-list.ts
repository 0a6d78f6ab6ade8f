/**
 * The submissions of a class while they are checked: read, held against the assignment, the first epochs of all runs, then the rest. Paused,
 * and continued after a reload: files, verdicts and points are kept as they come.
 */
import { computed, type ReadonlySignal, signal } from "@preact/signals";
import { type Assignment, checkSubmissionSize, findHints, type Hint } from "tidelab/teaching";
import { describeErrors } from "../engine/error-data.ts";
import type { ErrorData } from "../engine/protocol.ts";
import { RunRefused } from "../engine/run-client.ts";
import { TaskClient } from "../engine/task-client.ts";
import type { CheckedRun, ReadSubmission, TaskProgress } from "../engine/task-protocol.ts";
import {
  type CheckRow,
  keepSubmission,
  readChecks,
  readSubmissions,
  removeSubmissions,
  writeChecks,
} from "../store/teaching.ts";
import { reportFault } from "./faults.ts";
import { freeName, type NamedBytes, nameSubmissions } from "./submission-names.ts";

/** Epochs of the first look at all. */
const FIRST = 3;

export type CheckResult =
  | "waiting"
  | "checking"
  | "same"
  | "different"
  | "otherSpec"
  | "otherNumerics"
  | "otherWeights"
  | "incomplete"
  | "report"
  | "unreadable";

export interface CheckedFile {
  /** Of the file, with its folder where several have the same. */
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly sha256: string;
  readonly read: ReadSubmission | undefined;
  readonly problems: readonly ErrorData[];
  /** By run, as far as it was trained again. */
  readonly checks: ReadonlyMap<string, CheckedRun>;
  readonly running: ReadonlyMap<string, TaskProgress>;
  readonly points: string;
  readonly comment: string;
}

/** A run is done with when it differs, cannot be compared, or all its epochs were. */
const isOver = ({ result, epochs, of }: CheckedRun): boolean => result !== "same" || epochs === of;

export function resultOf({ read, problems, checks, running }: CheckedFile): CheckResult {
  if (problems.length > 0) return "unreadable";
  if (read === undefined) return "waiting";
  const found = [...checks.values()];
  const worst = (["different", "unreadable", "otherNumerics"] as const).find((one) =>
    found.some(({ result }) => result === one),
  );
  if (worst) return worst;
  if (read.runs.some(({ name }) => !checks.has(name) || !isOver(checks.get(name)!))) {
    return running.size > 0 || found.length > 0 ? "checking" : "waiting";
  }
  const { inspection } = read;
  const isOther = inspection.runs.some(({ broken }) => broken.length > 0) || inspection.strangers.length > 0;
  if (isOther) return "otherSpec";
  if (inspection.runs.some(({ weights }) => weights !== undefined && weights !== "same")) return "otherWeights";
  if (inspection.missing.length > 0) return "incomplete";
  return inspection.report === "same" ? "same" : "report";
}

/** Mean test accuracy of the runs of a submission. @returns undefined where no run has one */
export function testAccuracyOf(read: ReadSubmission | undefined): number | undefined {
  const accuracies = read?.runs.flatMap(({ record }) => record?.test?.accuracy ?? []) ?? [];
  if (accuracies.length === 0) return undefined;
  return accuracies.reduce((sum, value) => sum + value, 0) / accuracies.length;
}

/** Questions that have an answer. */
export function answeredOf(read: ReadSubmission | undefined, { questions }: Assignment): number {
  return questions.filter(({ id }) => String(read?.answers[id]?.value ?? "").trim() !== "").length;
}

export class CheckList {
  readonly assignment: Assignment;
  readonly files = signal<readonly CheckedFile[]>([]);
  /** Why some of the files that came last were not read. */
  readonly unread = signal<readonly ErrorData[]>([]);
  readonly isPaused = signal(false);
  readonly keeps = signal(true);
  readonly hints: ReadonlySignal<readonly Hint[]>;
  /** Runs that are compared, of all that can be. */
  readonly progress: ReadonlySignal<{ readonly done: number; readonly all: number; readonly share: number }>;
  readonly #client = new TaskClient();
  /** Ends when the files that came before are in the table: what comes next is named beside them. */
  #placed: Promise<unknown>;

  constructor(assignment: Assignment) {
    this.assignment = assignment;
    this.hints = computed(() => {
      const read = this.files.value.flatMap(({ name, read: found }) =>
        found ? [{ id: name, submission: { ...found, report: undefined, runs: found.runs.map(withoutFiles) } }] : [],
      );
      return findHints(read, assignment);
    });
    this.progress = computed(() => {
      let [done, all, epochs, of] = [0, 0, 0, 0];
      for (const { read, checks, running } of this.files.value) {
        for (const { name, record } of read?.runs ?? []) {
          const check = checks.get(name);
          const count = record?.history.length ?? 1;
          const isDone = check !== undefined && isOver(check);
          all++;
          done += isDone ? 1 : 0;
          of += count;
          epochs += isDone ? count : Math.max(check?.epochs ?? 0, running.get(name)?.epoch ?? 0);
        }
      }
      return { done, all, share: of === 0 ? 0 : epochs / of };
    });
    const restored = this.#restore();
    this.#placed = restored;
    void restored.then((added) => this.#checkAll(added));
  }

  async #restore(): Promise<readonly CheckedFile[]> {
    try {
      const [kept, rows] = await Promise.all([readSubmissions(this.assignment.id), readChecks(this.assignment.id)]);
      return await this.#place(
        kept.map(([name, bytes]) => ({ name, bytes })),
        rows,
      );
    } catch {
      this.keeps.value = false;
      return [];
    }
  }

  /**
   * Takes files, and begins to check them. What is there already stays as it is; another file of the same name takes the place of one that is there
   * if it is of the same student, and keeps its points and comment.
   */
  async add(files: readonly { readonly path: string; readonly blob: Blob }[]): Promise<void> {
    const placed = this.#placed.then(() => this.#add(files));
    this.#placed = placed.catch(() => undefined);
    try {
      await this.#checkAll(await placed);
    } catch (error) {
      this.#fault(error);
    }
  }

  async #add(files: readonly { readonly path: string; readonly blob: Blob }[]): Promise<readonly CheckedFile[]> {
    this.unread.value = [];
    const submissions = files.filter(({ path, blob }) => /\.tidelab$/i.test(path) && this.#isReadable(path, blob.size));
    const given = await Promise.all(
      submissions.map(async ({ path, blob }) => ({ path, bytes: new Uint8Array(await blob.arrayBuffer()) })),
    );
    const named: NamedBytes[] = [];
    for (const one of nameSubmissions(given, this.files.value)) {
      const before = this.#file(one.name);
      const taken = [...this.files.value, ...named].map(({ name }) => name);
      const isOther = before !== undefined && !(await this.#isOfSameStudent(before, one));
      named.push(isOther ? { ...one, name: freeName(one.name, taken) } : one);
    }
    const rows: Record<string, CheckRow> = {};
    for (const { name, bytes } of named) {
      const before = this.#file(name);
      if (before) rows[name] = { points: before.points, comment: before.comment, sha256: "", checks: [] };
      await keepSubmission(this.assignment.id, name, bytes).catch(() => {
        this.keeps.value = false;
      });
    }
    return this.#place(named, rows);
  }

  /** Whether a file is no larger than a submission can be; another one is not read. */
  #isReadable(path: string, size: number): boolean {
    try {
      checkSubmissionSize(size, path);
      return true;
    } catch (error) {
      this.unread.value = [...this.unread.value, ...(describeErrors(error) ?? [])];
      return false;
    }
  }

  /** Whether a file may take the place of another one: never that of somebody else's, nor a damaged one that of a whole one. */
  async #isOfSameStudent(before: CheckedFile, next: NamedBytes): Promise<boolean> {
    const numberOf = async ({ name, bytes }: NamedBytes) => {
      try {
        const read = await this.#client.ask("read", { bytes, source: name, assignment: this.assignment });
        return read.student.number;
      } catch (error) {
        if (error instanceof RunRefused) return undefined;
        throw error;
      }
    };
    const [ours, theirs] = [before.read?.student.number ?? (await numberOf(before)), await numberOf(next)];
    return ours === undefined || ours === theirs;
  }

  /** Puts files into the table. */
  async #place(
    given: readonly NamedBytes[],
    rows: Readonly<Record<string, CheckRow>>,
  ): Promise<readonly CheckedFile[]> {
    if (given.length === 0) return [];
    const names = new Set(given.map(({ name }) => name));
    const hashes = await Promise.all(given.map(({ bytes }) => sha256Of(bytes)));
    const added = given.map(({ name, bytes }, index): CheckedFile => {
      const row = rows[name];
      const sha256 = hashes[index] ?? "";
      // Verdicts are of bytes: none is taken over by another file of the same name, nor of the same size.
      const known = row?.sha256 === sha256 ? row.checks : [];
      return {
        ...{ name, bytes, sha256, read: undefined, problems: [], running: new Map() },
        ...{ checks: new Map(known.map((check) => [check.name, check])) },
        ...{ points: row?.points ?? "", comment: row?.comment ?? "" },
      };
    });
    const others = this.files.value.filter(({ name }) => !names.has(name));
    this.files.value = [...others, ...added].sort((a, b) => (a.name < b.name ? -1 : 1));
    // What was found of another file of the name is gone with it, also after a reload.
    this.#keep();
    return added;
  }

  async #checkAll(added: readonly CheckedFile[]): Promise<void> {
    await Promise.all(added.map((file) => this.#read(file)));
    // A look at the first epochs of all comes before all epochs of any.
    await Promise.all(added.map(({ name }) => this.#check(name, FIRST)));
    await Promise.all(added.map(({ name }) => this.#check(name, undefined)));
  }

  async #read({ name, bytes }: CheckedFile): Promise<void> {
    // Another file of the name may have taken its place.
    const isThere = () => this.#file(name)?.bytes === bytes;
    try {
      const read = await this.#client.ask("read", { bytes, source: name, assignment: this.assignment });
      if (isThere()) this.#change(name, { read });
    } catch (error) {
      if (!isThere()) return;
      if (error instanceof RunRefused) this.#change(name, { problems: error.errors });
      else this.#fault(error);
    }
  }

  async #check(name: string, epochs: number | undefined): Promise<void> {
    const runs = this.#file(name)?.read?.runs ?? [];
    await Promise.all(
      runs.map(async ({ name: run, record }) => {
        const known = this.#file(name)?.checks.get(run);
        const of = record?.history.length ?? 0;
        if (known && (isOver(known) || (epochs !== undefined && known.epochs >= Math.min(epochs, of)))) return;
        const bytes = this.#file(name)?.bytes;
        if (bytes === undefined) return;
        const note = (progress: TaskProgress | undefined) => {
          const running = new Map(this.#file(name)?.running);
          if (progress) running.set(run, progress);
          else running.delete(run);
          this.#change(name, { running });
        };
        try {
          // All epochs of a short run are all of it: its end is compared too.
          const some = epochs !== undefined && epochs < of ? epochs : undefined;
          const check = await this.#client.ask("check", { bytes, source: name, run, epochs: some }, note);
          if (this.#file(name)?.bytes !== bytes) return;
          this.#change(name, { checks: new Map(this.#file(name)?.checks).set(run, check) });
          this.#keep();
        } catch (error) {
          this.#fault(error);
        } finally {
          note(undefined);
        }
      }),
    );
  }

  /** Trains the runs of a submission again that are done with: what was found of them is forgotten. */
  async again(name: string): Promise<void> {
    const file = this.#file(name);
    if (file === undefined || ["waiting", "checking"].includes(resultOf(file))) return;
    this.#change(name, { checks: new Map() });
    this.#keep();
    await this.#check(name, undefined);
  }

  pause(): void {
    this.isPaused.value = true;
    this.#client.pause();
  }

  goOn(): void {
    this.isPaused.value = false;
    this.#client.resume();
  }

  setRemark(name: string, part: Partial<Pick<CheckedFile, "points" | "comment">>): void {
    this.#change(name, part);
    this.#keep();
  }

  async clear(): Promise<void> {
    this.#client.close();
    this.files.value = [];
    this.unread.value = [];
    this.isPaused.value = false;
    await removeSubmissions(this.assignment.id).catch(() => undefined);
  }

  #file(name: string): CheckedFile | undefined {
    return this.files.value.find((file) => file.name === name);
  }

  #change(name: string, part: Partial<CheckedFile>): void {
    this.files.value = this.files.value.map((file) => (file.name === name ? { ...file, ...part } : file));
  }

  #keep(): void {
    const rows = this.files.value.map(({ name, points, comment, sha256, checks }) => {
      return [name, { points, comment, sha256, checks: [...checks.values()] }] as const;
    });
    writeChecks(this.assignment.id, Object.fromEntries(rows)).catch(() => {
      this.keeps.value = false;
    });
  }

  #fault(error: unknown): void {
    if (error instanceof Error && error.message === "closed") return;
    reportFault(String(error), error instanceof Error ? (error.stack ?? "") : "");
  }
}

async function sha256Of(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

const withoutFiles = ({ name, record }: ReadSubmission["runs"][number]) => {
  return { name, record, files: new Map<string, Uint8Array>(), error: undefined };
};

const opened = new Map<string, CheckList>();

export function openCheckList(assignment: Assignment): CheckList {
  const list = opened.get(assignment.id) ?? new CheckList(assignment);
  opened.set(assignment.id, list);
  return list;
}
