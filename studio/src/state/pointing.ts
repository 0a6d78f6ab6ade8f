/** A question that is being answered by pointing: the student goes to a place in a run, and takes it. */
import { signal } from "@preact/signals";
import type { Place, Question } from "tidelab/teaching";
import { navigate } from "../app/router.ts";
import type { Task } from "./task.ts";

/** What may be pointed at; `any` is evidence for an answer in words. */
export type PointingKind = Place["kind"] | "any";

export interface Pointing {
  readonly task: Task;
  readonly question: Question;
  readonly kind: PointingKind;
  /** Runs that may be submitted; places are in one of them. */
  readonly runs: readonly { readonly id: string; readonly label: string }[];
}

export const pointing = signal<Pointing | undefined>(undefined);

export function kindOf({ kind }: Question): PointingKind | undefined {
  if (kind === "choice") return undefined;
  return kind === "text" ? "any" : kind;
}

/** Goes to where a question can be answered. */
export function beginPointing(asked: Pointing, run: string): void {
  pointing.value = asked;
  navigate([asked.kind === "cell" || asked.kind === "series" ? "run" : "train", run]);
}

/** Back to the question, with the place or without one. @param text  of the place, which is the answer where it is no number */
export async function endPointing(place: Place | undefined, text = ""): Promise<void> {
  const asked = pointing.value;
  if (asked === undefined) return;
  pointing.value = undefined;
  if (place) {
    const { task, question, runs } = asked;
    task.point(question, place, text);
    const id = runs.find(({ label }) => label === place.run)?.id;
    const { chosen } = task.row.value;
    // What an answer points at is submitted with it.
    if (id !== undefined && !chosen.includes(id)) task.change({ chosen: [...chosen, id] });
    await task.flush();
  }
  navigate(["task", asked.task.id]);
}

/** The address that opens a place. @param id  of its run on this device; @param stepsPerEpoch  of that run */
export function addressOf(place: Place, id: string, stepsPerEpoch: number): [string[], URLSearchParams] {
  switch (place.kind) {
    case "step":
      return [["train", id], new URLSearchParams({ at: String(place.step) })];
    case "epoch":
      return [["train", id], new URLSearchParams({ at: String(place.epoch * stepsPerEpoch) })];
    case "cell":
      return [["run", id], new URLSearchParams({ cell: `${place.truth},${place.predicted}` })];
    case "series":
      return [["explain", id], new URLSearchParams({ src: `test:${place.series - 1}` })];
  }
}
