/** An exercise or assignment that is open: the student's words, name and number, and what of it was begun. Saved as it changes. */
import { signal } from "@preact/signals";
import type { Assignment, Place, Question, Student } from "tidelab/teaching";
import { emptyTask, readStudent, readTask, type TaskRow, writeStudent, writeTask } from "../store/tasks.ts";

/** How long nothing is typed before it is kept. */
const PAUSE_MS = 300;

export class Task {
  readonly id: string;
  readonly assignment: Assignment;
  readonly row = signal<TaskRow>(emptyTask("", undefined));
  readonly student = signal<Student>({ name: "", number: "" });
  readonly saved = signal<"" | "saved" | "refused">("");
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** @param own  whether a teacher set it: then it is kept with its assignment */
  private constructor(id: string, assignment: Assignment) {
    this.id = id;
    this.assignment = assignment;
  }

  static async open(id: string, assignment: Assignment, isTeachers: boolean): Promise<Task> {
    const task = new Task(id, assignment);
    const [row, student] = await Promise.all([
      readTask(id).catch(() => undefined),
      readStudent().catch(() => ({ name: "", number: "" })),
    ]);
    task.row.value = row ?? emptyTask(id, isTeachers ? assignment : undefined);
    task.student.value = student;
    if (row === undefined && isTeachers) void task.#keep();
    return task;
  }

  /** @param value  empty takes the answer back */
  answer({ id, kind }: Question, value: string | number): void {
    // Words keep their evidence; a number that is typed is no place any more.
    const places = kind === "text" ? this.row.value.answers[id]?.places : undefined;
    this.#put(id, value, places);
  }

  /** Points at a place: the answer of a question of its kind, one more piece of evidence for words. @param text  of the place */
  point({ id, kind }: Question, place: Place, text: string): void {
    const { value = "", places = [] } = this.row.value.answers[id] ?? {};
    const isSame = (one: Place) => JSON.stringify(one) === JSON.stringify(place);
    if (kind === "text") this.#put(id, value, [...places.filter((one) => !isSame(one)), place]);
    else this.#put(id, numberOf(place) ?? text, [place]);
  }

  /** Takes a place back; an answer that was nothing else goes with it. */
  unpoint({ id, kind }: Question, place: Place): void {
    const { value = "", places = [] } = this.row.value.answers[id] ?? {};
    const rest = places.filter((one) => JSON.stringify(one) !== JSON.stringify(place));
    this.#put(id, kind === "text" ? value : "", rest);
  }

  #put(id: string, value: string | number, places: readonly Place[] | undefined): void {
    const { [id]: _, ...others } = this.row.value.answers;
    const at = new Date().toISOString();
    const hasPlaces = places !== undefined && places.length > 0;
    const answer = { value, at, beforeRuns: this.row.value.begunAt === undefined };
    const whole = hasPlaces ? { ...answer, places: [...places] } : answer;
    this.change({ answers: value === "" && !hasPlaces ? others : { ...others, [id]: whole } });
  }

  /** The first run begins: what was predicted stays. */
  begin(): void {
    if (this.row.value.begunAt === undefined) this.change({ begunAt: new Date().toISOString() });
  }

  change(part: Partial<Omit<TaskRow, "id">>): void {
    this.row.value = { ...this.row.value, ...part };
    this.#later();
  }

  setStudent(part: Partial<Student>): void {
    this.student.value = { ...this.student.value, ...part };
    this.#later();
  }

  #later(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#keep(), PAUSE_MS);
  }

  /** What was typed last, at once: the screen is left. */
  async flush(): Promise<void> {
    if (this.#timer === undefined) return;
    await this.#keep();
  }

  #keep(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    return Promise.all([writeTask(this.row.value), writeStudent(this.student.value)]).then(
      () => {
        this.saved.value = "saved";
      },
      () => {
        this.saved.value = "refused";
      },
    );
  }
}

/** What a place says as a number; a cell is none. */
function numberOf(place: Place): number | undefined {
  if (place.kind === "step") return place.step;
  if (place.kind === "epoch") return place.epoch;
  return place.kind === "series" ? place.series : undefined;
}

export const isNamed = ({ name, number }: Student): boolean => name.trim() !== "" && number.trim() !== "";
