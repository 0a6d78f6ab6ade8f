/**
 * The assignment that is being written in the editor. It outlasts the screen: a teacher may train a run for it in between. Made into an
 * assignment by `draftInput`, which leaves every check to `parseAssignment`.
 */
import { computed, type ReadonlySignal, signal } from "@preact/signals";
import type { Spec } from "tidelab";
import type { RunRecord } from "tidelab/runs";
import { type AssignmentInput, rulesBroken } from "tidelab/teaching";
import type { RunRow } from "../store/runs.ts";
import { type Language, language } from "../texts/language.ts";
import { LAB } from "./lab.ts";
import { checkSpec, shownSpec } from "./recipe.ts";
import { keptRuns } from "./studio.ts";

export const BEGINS = ["lab", "recipe", "structure", "sequence", "training", "summary"] as const;
export type Begin = (typeof BEGINS)[number];

export const QUESTION_KINDS = ["text", "choice", "step", "epoch", "cell", "series"] as const;

export interface DraftQuestion {
  readonly kind: (typeof QUESTION_KINDS)[number];
  readonly text: string;
  /** Of a choice, one a line. */
  readonly options: string;
  readonly before: boolean;
}

export interface Limits {
  readonly min: string;
  readonly max: string;
}

export const FIRST_QUESTION: DraftQuestion = { kind: "text", text: "", options: "", before: false };

/** A run whose weights may be asked for. */
export interface OwnRun {
  readonly row: RunRow;
  readonly record: RunRecord;
}

/** Finished runs of exactly a spec: what began with other weights or was stopped gives others. */
export function runsOfSpec(spec: Spec, rows: readonly RunRow[]): OwnRun[] {
  return rows.flatMap((row) => {
    const { record } = row;
    if (record?.status !== "finished" || record.initial) return [];
    return rulesBroken(record.spec, spec, []).length === 0 ? [{ row, record }] : [];
  });
}

export class AssignmentDraft {
  readonly name = signal("Lab 4");
  readonly short = signal("lab4");
  readonly about = signal("");
  readonly language = signal<Language>(language.value);
  readonly due = signal("");
  readonly begin = signal<Begin>("lab");
  readonly isFull = signal(false);
  readonly free = signal<ReadonlyMap<string, Limits>>(new Map());
  readonly seed = signal<"set" | "student">("student");
  readonly questions = signal<readonly DraftQuestion[]>([{ ...FIRST_QUESTION, before: true }]);
  readonly runs = signal("1");
  readonly mustVerify = signal(false);
  readonly observations = signal("0");
  /** Id of the teacher's own run; empty for none. */
  readonly ownRun = signal("");

  readonly isExercise: ReadonlySignal<boolean> = computed(() => !["lab", "recipe"].includes(this.begin.value));
  /** What students begin with; undefined for an exercise. */
  readonly spec: ReadonlySignal<Spec | undefined> = computed(() => {
    if (this.isExercise.value) return undefined;
    return this.begin.value === "lab" ? checkSpec(LAB).spec : shownSpec.value;
  });
  /** Whether all get the same weights. */
  readonly isOneRun: ReadonlySignal<boolean> = computed(
    () => !this.isExercise.value && this.seed.value === "set" && this.free.value.size === 0,
  );
  readonly ownRuns: ReadonlySignal<readonly OwnRun[]> = computed(() => {
    const spec = this.spec.value;
    return spec && this.isOneRun.value ? runsOfSpec(spec, keptRuns.value ?? []) : [];
  });

  setFree(path: string, limits: Limits | undefined): void {
    const next = new Map(this.free.value);
    if (limits) next.set(path, limits);
    else next.delete(path);
    this.free.value = next;
  }

  setQuestion(index: number, part: Partial<DraftQuestion>): void {
    this.questions.value = this.questions.value.map((one, at) => (at === index ? { ...one, ...part } : one));
  }
}

const limit = (text: string) => (text.trim() === "" ? undefined : Number(text));

/** As a teacher writes it: nothing of it is checked yet. */
export function draftInput(draft: AssignmentDraft): unknown {
  const { begin, isFull, isExercise } = draft;
  const work = isExercise.value
    ? { kind: "exercise", name: begin.value, quick: !isFull.value }
    : { kind: "spec", spec: begin.value === "lab" ? LAB : shownSpec.value };
  const own = draft.ownRuns.value.find(({ row }) => row.id === draft.ownRun.value)?.record;
  const made: Omit<AssignmentInput, "work"> & { work: unknown } = {
    ...{ tidelab: "assignment", version: 1, id: draft.short.value.trim(), title: draft.name.value.trim() },
    ...{ about: draft.about.value, language: draft.language.value, work, seed: draft.seed.value },
    free: isExercise.value
      ? []
      : [...draft.free.value].map(([path, { min, max }]) => {
          const [least, most] = [limit(min), limit(max)];
          return { path, ...(least !== undefined && { min: least }), ...(most !== undefined && { max: most }) };
        }),
    questions: draft.questions.value.map(({ kind, text, options, before }, index) => {
      const asked = { id: `q${index + 1}`, text: text.trim(), before };
      if (kind !== "choice") return { kind, ...asked };
      const lines = options.split("\n").map((one) => one.trim());
      return { kind, ...asked, options: lines.filter((one) => one !== "") };
    }),
    needs: {
      ...{ runs: Number(draft.runs.value), verified: draft.mustVerify.value },
      observations: isExercise.value ? 0 : Number(draft.observations.value),
    },
    ...(draft.due.value !== "" && { due: draft.due.value }),
    ...(own && { expected: { weightsSha256: own.weightsSha256, numerics: own.numerics } }),
  };
  return made;
}

let open: AssignmentDraft | undefined;

/** The draft of this page: that of before, where the editor was left. */
export function openDraft(): AssignmentDraft {
  open ??= new AssignmentDraft();
  return open;
}

/** The assignment was made: the next one begins empty. */
export function endDraft(): void {
  open = undefined;
}
