/** Submissions: whole, changed afterwards, and what is no submission; checked by training again; hints between several. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { unzipFiles, zipFiles } from "../../src/runs/zip.ts";
import type { Spec } from "../../src/spec/spec.ts";
import type { Assignment } from "../../src/teaching/assignment.ts";
import { checkSubmittedRun } from "../../src/teaching/check.ts";
import { findHints, jaccard, phrasesOf } from "../../src/teaching/hints.ts";
import { inspectSubmission } from "../../src/teaching/inspect.ts";
import type { Place } from "../../src/teaching/place.ts";
import {
  type PinnedObservation,
  readSubmission,
  type SubmissionInput,
  type SubmittedRun,
} from "../../src/teaching/submission.ts";
import { tinyAssignment, tinySubmission, withText } from "./tiny-task.ts";

const ORACLE = `
import hashlib, json, sys, zipfile
with zipfile.ZipFile(sys.argv[1]) as archive:
    assert archive.testzip() is None
    manifest = json.loads(archive.read("manifest.json"))
    wrong = [name for name, sha in manifest["files"].items() if hashlib.sha256(archive.read(name)).hexdigest() != sha]
    print(json.dumps({"wrong": wrong, "names": sorted(archive.namelist()), "methods": sorted({i.compress_type for i in archive.infolist()})}))
`;

async function check(run: SubmittedRun, epochs?: number) {
  const verification = checkSubmittedRun(run, epochs === undefined ? {} : { epochs });
  let next = await verification.next();
  while (!next.done) next = await verification.next();
  return next.value;
}

describe("an honest submission", () => {
  let file: Awaited<ReturnType<typeof tinySubmission>>;
  beforeAll(async () => {
    file = await tinySubmission("20243101");
  });

  it("is named after the student and read as it was made", async () => {
    expect(file.name).toBe("Lin-Student-20243101.tidelab");
    const read = await readSubmission(file.bytes, file.name);
    expect(read.student).toEqual({ name: "Lin Student", number: "20243101" });
    expect(read.manifest).toEqual({ changed: [], missing: [], extra: [] });
    expect(read.assignment).toEqual(tinyAssignment());
    expect(read.runs.map(({ name, error }) => ({ name, error }))).toEqual([{ name: "lab", error: undefined }]);
    expect(read.answers.expect).toMatchObject({ value: "The curve falls.", beforeRuns: true });
  });

  it("is a zip to Python too, whose manifest fits", () => {
    const folder = mkdtempSync(join(tmpdir(), "tidelab-submission-"));
    try {
      writeFileSync(join(folder, file.name), file.bytes);
      const text = execFileSync("python3", ["-c", ORACLE, join(folder, file.name)], { encoding: "utf8" });
      expect(JSON.parse(text)).toEqual({
        wrong: [],
        methods: [0, 8],
        names: [
          ...["answers.json", "assignment.json", "manifest.json", "report.html", "runs/lab/gradients.json"],
          ...["runs/lab/model.safetensors", "runs/lab/run.json", "student.json"],
        ],
      });
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it("has nothing to complain about, and trains to the same bits", async () => {
    const read = await readSubmission(file.bytes, file.name);
    const found = await inspectSubmission(read);
    expect(found).toMatchObject({ assignment: "same", strangers: [], missing: [], report: "same" });
    expect(found.runs).toEqual([{ name: "lab", broken: [] }]);
    expect(await check(read.runs[0]!)).toMatchObject({ result: "same", epochs: 2, of: 2, error: undefined });
    expect(await check(read.runs[0]!, 1)).toMatchObject({ result: "same", epochs: 1, of: 2 });
    expect(await check(read.runs[0]!, 9)).toMatchObject({ result: "same", epochs: 2 });
  });
});

describe("a submission that was changed", () => {
  const edited = async (change: (record: string) => string) => {
    const file = await tinySubmission("20243104", {
      change: (input) => ({ ...input, runs: new Map([["lab", withText(input.runs.get("lab")!, "run.json", change)]]) }),
    });
    return readSubmission(file.bytes, file.name);
  };

  it("after it was made is named with its files, and hinted at", async () => {
    const file = await tinySubmission("20243104");
    const files = await unzipFiles(file.bytes, file.name);
    files.set("answers.json", new TextEncoder().encode('{"tidelab":"answers","version":1,"answers":{}}'));
    files.delete("report.html");
    files.set("notes.txt", new Uint8Array(3));
    const read = await readSubmission(zipFiles(files), file.name);
    expect(read.manifest).toEqual({ changed: ["answers.json"], missing: ["report.html"], extra: ["notes.txt"] });
    expect((await inspectSubmission(read)).missing).toEqual([
      { what: "answers", questions: ["expect", "why"] },
      { what: "report" },
    ]);
    expect(findHints([{ id: "a", submission: read }], read.assignment)).toEqual([
      { kind: "manifest", ids: ["a"], files: ["answers.json", "report.html", "notes.txt"] },
    ]);
  });

  it("in its record differs from that epoch, with equal weights, and its report is about another record", async () => {
    const read = await edited((text) => text.replace(/("epoch": 2,[^}]*"valAccuracy": )[\d.]+/, "$10.125"));
    const verdict = await check(read.runs[0]!);
    expect(verdict).toMatchObject({ result: "different", epochs: 1, of: 2, epoch: 2, sameWeights: true });
    expect(verdict.differences).toMatchObject([{ path: "history[1].valAccuracy", recorded: 0.125 }]);
    expect((await inspectSubmission(read)).report).toBe("otherRuns");
  });

  it("in its weights says so, though its record is right", async () => {
    const other = await readSubmission((await tinySubmission("5")).bytes, "other");
    const file = await tinySubmission("20243104", {
      change: (input) => {
        const weights = other.runs[0]!.files.get("model.safetensors")!;
        return {
          ...input,
          runs: new Map([["lab", new Map(input.runs.get("lab")!).set("model.safetensors", weights)]]),
        };
      },
    });
    const read = await readSubmission(file.bytes, file.name);
    expect(await check(read.runs[0]!)).toMatchObject({
      result: "different",
      epochs: 2,
      error: { code: "run.weightsChanged" },
    });
  });

  it("in the text of its report is found", async () => {
    const file = await tinySubmission("20243104", {
      change: (input) => ({ ...input, report: input.report.replace("</h1>", "!</h1>") }),
    });
    expect((await inspectSubmission(await readSubmission(file.bytes, file.name))).report).toBe("edited");
  });

  it("in a locked key is named with what was set; with another seed it is hinted at", async () => {
    const file = await tinySubmission("20243104", {
      spec: (own) => ({ ...own, seed: 9, training: { ...own.training, epochs: 1, lr: 0.05 } }),
    });
    const read = await readSubmission(file.bytes, file.name);
    expect((await inspectSubmission(read)).runs).toEqual([
      {
        name: "lab",
        broken: [
          { path: "seed", expected: "20243104", received: "9" },
          { path: "training.epochs", expected: "2", received: "1" },
        ],
      },
    ]);
    expect(findHints([{ id: "a", submission: read }], read.assignment)).toEqual([
      { kind: "otherSeed", ids: ["a"], run: "lab", seed: 9, expected: 20243104 },
    ]);
  });

  it("of a run that is no record any more is unreadable, and the rest is read", async () => {
    const read = await edited((text) => text.slice(0, 100));
    expect(read.runs[0]).toMatchObject({ record: undefined, error: { code: "json.syntax" } });
    expect(await check(read.runs[0]!)).toMatchObject({ result: "unreadable", of: 0 });
    expect((await inspectSubmission(read)).missing).toEqual([{ what: "runs", count: 1 }]);
  });
});

describe("what is no submission", () => {
  const bytes = (files: Record<string, string>) =>
    zipFiles(new Map(Object.entries(files).map(([name, text]) => [name, new TextEncoder().encode(text)])));

  it.each([
    ["another archive", bytes({ "run.json": "{}" }), "bundle.kind"],
    ["a manifest of something else", bytes({ "manifest.json": '{"name":"app"}' }), "bundle.kind"],
    ["a newer one", bytes({ "manifest.json": '{"tidelab":"submission","version":2}' }), "bundle.newer"],
    [
      "one without an assignment",
      bytes({ "manifest.json": '{"tidelab":"submission","version":1,"made":"0","assignment":"a","files":{}}' }),
      "bundle.missing",
    ],
    ["no archive", new Uint8Array(100), "zip.damaged"],
  ])("%s is refused", async (_, file, code) => {
    await expect(readSubmission(file, "a.tidelab")).rejects.toMatchObject({ code });
  });

  it("one without a name cannot be made", async () => {
    const change = (input: SubmissionInput) => ({ ...input, student: { name: " ", number: "1" } });
    await expect(tinySubmission("1", { change })).rejects.toMatchObject({ code: "bundle.student" });
  });
});

describe("hints between submissions", () => {
  const WHY = "The gradients vanish over the many steps of a long series, so the cell has to keep its state.";

  it("name a copied run and a copied answer, and not those of one student", async () => {
    const [first, own, copy] = await Promise.all([
      tinySubmission("1", { why: WHY }),
      tinySubmission("1", { why: WHY }),
      tinySubmission("2", { why: WHY.toUpperCase().replace("so", "and so"), spec: (spec) => ({ ...spec, seed: 1 }) }),
    ]);
    const read = await Promise.all([first, own, copy].map((file, index) => readSubmission(file!.bytes, String(index))));
    const named = read.map((submission, index) => ({ id: String(index), submission }));
    const hints = findHints(named, tinyAssignment());
    expect(hints.map(({ kind, ids }) => `${kind} ${ids.join()}`)).toEqual([
      ...["sameWeights 0,1,2", "otherSeed 2", "sameAnswer 0,2", "sameAnswer 1,2"],
    ]);
    const forAll = findHints(named, tinyAssignment({ seed: "set" }));
    expect(forAll.map(({ kind }) => kind)).toEqual(["sameAnswer", "sameAnswer"]);
  });

  it("count phrases of five words, of Chinese of five characters", () => {
    expect([...phrasesOf("One two, three four five six.")]).toEqual([
      "one two three four five",
      "two three four five six",
    ]);
    expect(phrasesOf("梯度消失了吗").size).toBe(2);
    expect(phrasesOf("too short an answer").size).toBe(0);
    expect(jaccard(new Set(["a", "b"]), new Set(["b", "c"]))).toBeCloseTo(1 / 3);
    expect(jaccard(new Set(), new Set())).toBe(0);
  });
});

describe("runs that must be submitted", () => {
  const copied = async (free?: []) => {
    const assignment = tinyAssignment({ needs: { runs: 2 }, ...(free && { free }) });
    const change = (input: SubmissionInput) => {
      const folder = input.runs.get("lab")!; // the run of every tiny submission
      return { ...input, runs: new Map([...input.runs, ["again", folder]]) };
    };
    const { bytes, name } = await tinySubmission("1", { assignment, change });
    return (await inspectSubmission(await readSubmission(bytes, name))).missing;
  };

  it("are not one run in two folders where something may be changed", async () => {
    expect(await copied()).toEqual([{ what: "runs", count: 1 }]);
  });

  it("are each counted where all that can be trained is the same", async () => {
    expect(await copied([])).toEqual([]);
  });
});

describe("the weights of the teacher's own run", () => {
  const all = { free: [], seed: "set" as const };

  it("are compared where nothing varies and the keys are as set", async () => {
    const plain = tinyAssignment(all);
    const own = await readSubmission((await tinySubmission("1", { assignment: plain })).bytes, "own");
    const { weightsSha256, numerics } = own.runs[0]!.record!;
    const found = async (expected: Assignment["expected"], submission = own) =>
      (await inspectSubmission(submission, tinyAssignment({ ...all, ...(expected && { expected }) }))).runs[0]?.weights;
    expect(await found(undefined)).toBeUndefined();
    expect(await found({ weightsSha256, numerics })).toBe("same");
    expect(await found({ weightsSha256: "0".repeat(64), numerics })).toBe("other");
    const others = numerics === "fused" ? "portable" : "fused";
    expect(await found({ weightsSha256: "0".repeat(64), numerics: others })).toBe("otherNumerics");
    // Equal is equal, wherever it was trained.
    expect(await found({ weightsSha256, numerics: others })).toBe("same");
    const spec = (set: Spec) => ({ ...set, seed: 8 });
    const changed = await readSubmission((await tinySubmission("1", { assignment: plain, spec })).bytes, "changed");
    expect(await found({ weightsSha256, numerics }, changed)).toBeUndefined();
  });
});

describe("places that are pointed at", () => {
  const assignment = tinyAssignment({
    questions: [
      { kind: "step", id: "when", text: "When?" },
      { kind: "cell", id: "what", text: "What?" },
    ],
    needs: { observations: 2 },
  });
  const at = "2026-11-27T12:00:00.000Z";
  const pointing = (places: readonly Place[], observations: readonly PinnedObservation[] = []) =>
    tinySubmission("20243101", {
      assignment,
      change: (input) => ({
        ...input,
        answers: { when: { value: 1, at, beforeRuns: false, places: [...places] } },
        observations,
      }),
    }).then(({ bytes, name }) => readSubmission(bytes, name));

  it("are read as they were written, and held against the record", async () => {
    const there: Place[] = [
      { kind: "step", run: "lab", step: 1 },
      { kind: "epoch", run: "lab", epoch: 2 },
      { kind: "cell", run: "lab", truth: 1, predicted: 0 },
      { kind: "series", run: "lab", series: 1 },
    ];
    const read = await pointing(there);
    expect(read.answers.when?.places).toEqual(there);
    const { steps, data } = read.runs[0]!.record!;
    expect((await inspectSubmission(read)).nowhere).toEqual([]);
    const last = await pointing([
      { kind: "step", run: "lab", step: steps },
      { kind: "series", run: "lab", series: data.test },
    ]);
    expect((await inspectSubmission(last)).nowhere).toEqual([]);
    const nowhere: Place[] = [
      { kind: "step", run: "lab", step: steps + 1 },
      { kind: "epoch", run: "lab", epoch: 3 },
      { kind: "cell", run: "lab", truth: 0, predicted: data.classNames.length },
      { kind: "series", run: "lab", series: data.test + 1 },
      { kind: "step", run: "other", step: 1 },
    ];
    expect((await inspectSubmission(await pointing(nowhere))).nowhere).toEqual(
      nowhere.map((place) => ({ question: "when", place })),
    );
  });

  it("that are no places are refused", async () => {
    for (const place of [
      { kind: "step", run: "lab", step: 0 },
      { kind: "step", run: "lab", step: 1.5 },
      { kind: "x" },
    ]) {
      await expect(pointing([place as Place])).rejects.toMatchObject({ code: "bundle.damaged" });
    }
  });

  it("pinned observations are counted once each, and only in runs that are there", async () => {
    const missing = async (observations: readonly PinnedObservation[]) => {
      const found = (await inspectSubmission(await pointing([], observations))).missing;
      return found.flatMap((one) => (one.what === "observations" ? [one.count] : []));
    };
    const first = { run: "lab", id: "notBetter", step: 1 };
    expect(await missing([])).toEqual([2]);
    expect(await missing([first, first])).toEqual([1]);
    expect(await missing([first, { ...first, run: "other" }, { ...first, id: "spike", step: 100_000 }])).toEqual([1]);
    expect(await missing([first, { ...first, id: "spike" }])).toEqual([]);
  });
});
