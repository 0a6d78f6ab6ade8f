/** An exercise or assignment that is open: the student's words, name and number, and what of it was begun. Saved as it changes. */
import { signal } from "@preact/signals";
import type { Assignment, Question, Student } from "tidelab/teaching";
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
    if (row === undefined && isTeachers) task.#keep();
    return task;
  }

  /** @param value  empty takes the answer back */
  answer({ id }: Question, value: string | number): void {
    const { [id]: _, ...others } = this.row.value.answers;
    const at = new Date().toISOString();
    const answer = { value, at, beforeRuns: this.row.value.begunAt === undefined };
    this.change({ answers: value === "" ? others : { ...others, [id]: answer } });
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
    this.#timer = setTimeout(() => this.#keep(), PAUSE_MS);
  }

  /** What was typed last, at once: the screen is left. */
  flush(): void {
    if (this.#timer === undefined) return;
    this.#keep();
  }

  #keep(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    Promise.all([writeTask(this.row.value), writeStudent(this.student.value)]).then(
      () => {
        this.saved.value = "saved";
      },
      () => {
        this.saved.value = "refused";
      },
    );
  }
}

export const isNamed = ({ name, number }: Student): boolean => name.trim() !== "" && number.trim() !== "";
