/** The editor without a page: which runs are the teacher's own, and the assignment that a draft becomes. */
import { parseSpec, type Spec } from "tidelab";
import { parseAssignment } from "tidelab/teaching";
import { beforeEach, describe, expect, it } from "vitest";
import { AssignmentDraft, draftInput, endDraft, openDraft, runsOfSpec } from "../src/state/assignment-draft.ts";
import { labSpec } from "../src/state/lab.ts";
import { keptRuns } from "../src/state/studio.ts";
import type { RunRow } from "../src/store/runs.ts";

const HASH = "ab".repeat(32);

function row(id: string, spec: Spec, record: object = {}): RunRow {
  const made = { status: "finished", spec, weightsSha256: HASH, numerics: "fused", ...record };
  return { id, label: id, record: made } as unknown as RunRow;
}

const other = parseSpec({ ...labSpec(), seed: 8 });

describe("runs of a spec", () => {
  it("are those that give its weights, whatever they are called", () => {
    const rows = [
      row("lab", labSpec()),
      row("named", { ...labSpec(), name: "mine", numerics: "fused" }),
      row("other-seed", other),
      row("stopped", labSpec(), { status: "stopped" }),
      row("fork", labSpec(), { initial: { run: "x", weightsSha256: HASH } }),
      { id: "open", label: "open" } as unknown as RunRow,
    ];
    expect(runsOfSpec(labSpec(), rows).map((one) => one.row.id)).toEqual(["lab", "named"]);
  });
});

describe("a draft", () => {
  let draft: AssignmentDraft;
  beforeEach(() => {
    draft = new AssignmentDraft();
    draft.setQuestion(0, { text: "What do you expect?" });
    keptRuns.value = [row("lab", labSpec())];
    draft.ownRun.value = "lab";
  });

  it("asks for the weights of the own run only where all get the same", () => {
    expect(parseAssignment(draftInput(draft)).expected).toBeUndefined();
    draft.seed.value = "set";
    expect(parseAssignment(draftInput(draft)).expected).toEqual({ weightsSha256: HASH, numerics: "fused" });
    draft.setFree("training.lr", { min: "", max: "" });
    expect(parseAssignment(draftInput(draft)).expected).toBeUndefined();
    draft.setFree("training.lr", undefined);
    draft.begin.value = "summary";
    expect(parseAssignment(draftInput(draft)).expected).toBeUndefined();
    draft.begin.value = "lab";
    keptRuns.value = [row("lab", other)];
    expect(parseAssignment(draftInput(draft)).expected).toBeUndefined();
  });

  it("becomes the assignment that it says", () => {
    draft.setFree("training.lr", { min: "0.001", max: "" });
    draft.questions.value = [
      ...draft.questions.value,
      { kind: "choice", text: " Which? ", options: "a\n\n b ", before: false },
    ];
    expect(parseAssignment(draftInput(draft))).toMatchObject({
      ...{ id: "lab4", title: "Lab 4", seed: "student", free: [{ path: "training.lr", min: 0.001 }] },
      questions: [
        { id: "q1", kind: "text", before: true },
        { id: "q2", kind: "choice", text: "Which?", options: ["a", "b"] },
      ],
    });
  });

  it("outlasts the screen until it is made", () => {
    openDraft().name.value = "Lab 5";
    expect(openDraft().name.value).toBe("Lab 5");
    endDraft();
    expect(openDraft().name.value).toBe("Lab 4");
  });
});
