/** Assignments: what is right, what is wrong with others, links, seeds, and keys of a run that are not as set. */
import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseSpec } from "../../src/spec/parse.ts";
import { planSweep } from "../../src/sweep/plan.ts";
import { assignedExercises, exerciseAssignment } from "../../src/teaching/exercises.ts";
import { assignmentLink, readAssignmentLink } from "../../src/teaching/link.ts";
import { rulesBroken, seedOfStudent, workOfStudent } from "../../src/teaching/rules.ts";
import { TINY_BASE } from "../sweep/tiny-sweep.ts";
import { tinyAssignment } from "./tiny-task.ts";

const faultsOf = (make: () => unknown) => {
  try {
    make();
    return [];
  } catch (error) {
    return (error as { all: { path: string; code: string; message: string }[] }).all;
  }
};
const codes = (make: () => unknown) => faultsOf(make).map(({ path, code }) => `${path} ${code}`);

describe("an assignment", () => {
  it("has its defaults", () => {
    const { needs, seed, language } = tinyAssignment({ seed: undefined });
    expect({ needs, seed, language }).toEqual({
      ...{ needs: { runs: 1, verified: false, observations: 0 }, seed: "set", language: "en" },
    });
  });

  it("says everything that is wrong, each at its place", () => {
    const wrong = () =>
      tinyAssignment({
        questions: [
          { kind: "text", id: "a", text: "?" },
          { kind: "text", id: "a", text: "?" },
        ],
        free: [{ path: "training.rate" }, { path: "training.lr", min: 1, max: 0 }],
      });
    expect(codes(wrong)).toEqual([
      "questions[1].id assignment.twice",
      "free[0].path assignment.noKey",
      "free[1].min assignment.range",
    ]);
    expect(codes(() => tinyAssignment({ work: { kind: "spec", spec: { ...TINY_BASE, seed: -1 } } }))).toEqual([
      "work.spec.seed spec.range",
    ]);
    expect(codes(() => tinyAssignment({ work: { kind: "exercise", name: "structure" } }))).toEqual([
      "free assignment.exerciseFree",
    ]);
    const [unlike] = faultsOf(() =>
      tinyAssignment({ expected: { weightsSha256: "abc", numerics: "fused" }, free: [] }),
    );
    expect(unlike?.message).toBe(
      'expected.weightsSha256: expected a SHA-256 of 64 digits 0-9 and a-f, received "abc".',
    );
    // What varies cannot have the weights of one run.
    const expected = { weightsSha256: "a".repeat(64), numerics: "fused" } as const;
    const varied = ["expected assignment.varies"];
    expect(codes(() => tinyAssignment({ expected, seed: "set" }))).toEqual(varied);
    expect(codes(() => tinyAssignment({ expected, free: [] }))).toEqual(varied);
    expect(codes(() => tinyAssignment({ expected, free: [], work: { kind: "exercise", name: "structure" } }))).toEqual(
      varied,
    );
    expect(codes(() => tinyAssignment({ expected, free: [], seed: "set" }))).toEqual([]);
    const exercise = { work: { kind: "exercise", name: "structure" }, free: [] } as const;
    expect(codes(() => tinyAssignment({ ...exercise, free: [], needs: { observations: 1 } }))).toEqual([
      "needs.observations assignment.exercisePins",
    ]);
    expect(codes(() => tinyAssignment({ version: 2 }))).toEqual(["version assignment.newer"]);
    expect(codes(() => tinyAssignment({ due: "tomorrow" }))).toHaveLength(1);
    expect(
      codes(() => tinyAssignment({ questions: [{ kind: "choice", id: "a", text: "?", options: ["one"] }] })),
    ).toEqual(["questions[0].options spec.length"]);
  });

  it.each(assignedExercises)(
    "of the exercise %s asks one thing before and three after, in both languages",
    async (name) => {
      for (const language of ["en", "zh-CN"] as const) {
        const assignment = exerciseAssignment(name, { quick: true }, language);
        expect(assignment.questions.map(({ before }) => before)).toEqual([true, false, false, false]);
        const work = await workOfStudent(assignment, "20243104");
        expect(work.kind === "sweep" && (await planSweep(work.sweep)).seeds[0]).toBe(7);
      }
    },
  );
});

describe("a link", () => {
  it("gives the same assignment, and is short", async () => {
    const assignment = tinyAssignment();
    const link = await assignmentLink(assignment);
    expect(link.length).toBeLessThan(900);
    expect(await readAssignmentLink(link)).toMatchObject({ ...assignment, work: { kind: "spec" } });
    const [first, second] = await Promise.all(
      [assignment, await readAssignmentLink(link)].map((one) => workOfStudent(one, "1")),
    );
    expect(second).toEqual(first);
  });

  it("that was cut, is hostile, or holds something else is refused", async () => {
    const link = await assignmentLink(tinyAssignment());
    await expect(readAssignmentLink(link.slice(0, -3))).rejects.toMatchObject({ code: "link.cut" });
    await expect(readAssignmentLink("2.abc.00000000")).rejects.toMatchObject({ code: "link.newer" });
    const { specLink } = await import("../../src/runs/link.ts");
    await expect(readAssignmentLink(await specLink(parseSpec(TINY_BASE)))).rejects.toMatchObject({
      code: "spec.choice",
    });
  });
});

describe("the seed of a student", () => {
  const lab = tinyAssignment();

  it("is the number as far as it can be one, and else its hash", () => {
    expect(seedOfStudent(lab, " 20243104 ")).toBe(20243104);
    expect(seedOfStudent(lab, "4294967295")).toBe(4294967295);
    const hash = createHash("sha256").update("lab4\n4294967296").digest();
    expect(seedOfStudent(lab, "4294967296")).toBe(hash.readUInt32BE(0));
    expect(seedOfStudent({ ...lab, id: "lab5" }, "4294967296")).not.toBe(hash.readUInt32BE(0));
    expect(seedOfStudent(tinyAssignment({ seed: "set" }), "20243104")).toBeUndefined();
  });

  it("is one that a spec takes, whatever is typed", () => {
    fc.assert(
      fc.property(fc.string(), (number) => {
        const seed = seedOfStudent(lab, number) ?? -1;
        return parseSpec({ ...TINY_BASE, seed }).seed === seed;
      }),
    );
  });

  it("begins the seeds of an exercise", async () => {
    const assignment = tinyAssignment({ work: { kind: "exercise", name: "summary" }, free: [] });
    const work = await workOfStudent(assignment, "100");
    expect(work.kind === "sweep" && (await planSweep(work.sweep)).seeds).toEqual([100, 101, 102, 103, 104]);
  });
});

describe("rules", () => {
  const set = parseSpec(TINY_BASE);
  const own = (changes: object) => parseSpec({ ...TINY_BASE, ...changes });
  const broken = (
    spec: ReturnType<typeof own>,
    free: readonly { path: string; min?: number; max?: number; values?: unknown[] }[] = [],
  ) => rulesBroken(spec, set, free).map(({ path }) => path);

  it("name the keys that are other than set, and not what changes nothing", () => {
    expect(broken(own({ name: "mine", numerics: "auto" }))).toEqual([]);
    expect(broken(own({ seed: 8, training: { ...TINY_BASE.training, lr: 0.5 } }))).toEqual(["seed", "training.lr"]);
    expect(broken(own({ training: { ...TINY_BASE.training, edits: [{ step: 2, set: { lr: 0.1 } }] } }))).toContain(
      "training.edits[0].step",
    );
  });

  it("leave free what is free, within its range or list", () => {
    const fast = own({ training: { ...TINY_BASE.training, lr: 0.5 } });
    expect(broken(fast, [{ path: "training" }])).toEqual([]);
    expect(broken(fast, [{ path: "training.lr", max: 1 }])).toEqual([]);
    expect(broken(fast, [{ path: "training.lr", max: 0.1 }])).toEqual(["training.lr"]);
    expect(broken(fast, [{ path: "training.lr", values: [0.5, 0.1] }])).toEqual([]);
    expect(broken(fast, [{ path: "training.lr", values: [0.1] }])).toEqual(["training.lr"]);
  });

  it("let the keys of a layer come and go with its kind", () => {
    const [first, ...rest] = TINY_BASE.model.layers;
    const other = own({ model: { layers: [{ ...first, layer: "rnn", name: "rnn" }, ...rest] } });
    expect(broken(other)).toContain("model.layers[0].layer");
    expect(broken(other, [{ path: "model.layers[0].layer" }, { path: "model.layers[0].name" }])).toEqual([]);
  });
});
