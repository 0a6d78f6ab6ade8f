/**
 * The contributor's guides work: their code is applied to a copy of the project, which is then type-checked and built, and
 * their commands run in it. All guides share the copy, and their tests one runner, since each start costs seconds; so no guide
 * may lean on another's files.
 */
import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { applyDiff, type Block, blocksOf, type Copy, commandsOf, copyProject, fileOf } from "./guide.ts";

/** In the order in which they are applied and run: what is trained in the first steps is used later. */
const GUIDES = ["first-steps", "a-layer", "a-reader", "an-exercise", "a-device"];
const RUNNER = "npx vitest run --typecheck=false ";

const guides = new Map<string, Block[]>();
let copy: Copy;

const commands = (name: string) => commandsOf(guides.get(name) ?? [], "run");
const filesOf = (blocks: readonly Block[]) => [...new Set(blocks.flatMap((block) => fileOf(block) ?? []))];
const isTest = (file: string) => file.endsWith(".test.ts");

beforeAll(async () => {
  for (const name of GUIDES) guides.set(name, await blocksOf(name));
  copy = await copyProject();
  for (const name of GUIDES) await copy.apply(guides.get(name) ?? []);
  await copy.build([...guides.values()].flatMap(filesOf).filter(isTest));
});
afterAll(() => copy?.remove());

it("every guide is here", () => {
  const folder = fileURLToPath(new URL("../../docs/contributing", import.meta.url));
  expect(readdirSync(folder).sort()).toEqual(GUIDES.map((name) => `${name}.md`).sort());
});

it("no two guides write the same file", () => {
  const all = [...guides.values()].flatMap(filesOf);
  expect(all.length).toBeGreaterThan(10);
  expect(new Set(all).size).toBe(all.length);
});

it.each(["a-layer", "a-reader", "an-exercise"])("%s: at most three files of sources and a test", (name) => {
  const files = filesOf(guides.get(name) ?? []);
  const sources = files.filter((file) => file.startsWith("src/"));
  expect(sources.length).toBeGreaterThan(1);
  expect(sources.length).toBeLessThanOrEqual(3);
  expect(files.filter(isTest)).toHaveLength(1);
});

describe("tests of the guides", () => {
  let results: string[];
  const ofBlank = (line: string) => line.includes("numbers of device blank");

  beforeAll(async () => {
    const files = GUIDES.flatMap((name) => [...commands(name), ...commandsOf(guides.get(name) ?? [], "fails")])
      .filter((command) => command.startsWith(RUNNER))
      .flatMap((command) =>
        command
          .slice(RUNNER.length)
          .replace(/ -t .*/, "")
          .split(" "),
      );
    const all = `${RUNNER}--maxWorkers=1 --isolate=false --reporter=verbose ${files.join(" ")}`;
    // It fails: the device that computes nothing has no right numbers.
    const failed = await copy.run(all).catch((error: Error) => error);
    if (!(failed instanceof Error)) throw new Error(`expected the numbers of device blank to fail:\n${failed}`);
    results = failed.message.match(/^ +[✓×] .*$/gm) ?? [];
  });

  it("pass", () => {
    expect(results.filter((line) => line.includes("×") && !ofBlank(line))).toEqual([]);
    const written = [...guides.values()].flatMap(filesOf).filter(isTest);
    expect(written).toHaveLength(3);
    for (const file of [...written, "confusion-matrix.test.ts", "spec-doc.test.ts"]) {
      expect(results.some((line) => line.includes("✓") && line.includes(file))).toBe(true);
    }
  });

  it("fail where a-device says so: its shapes are right, its numbers are not", () => {
    expect(results.filter((line) => line.includes("✓") && line.includes("> device blank")).length).toBeGreaterThan(13);
    expect(results.filter(ofBlank)).toHaveLength(3);
    for (const line of results.filter(ofBlank)) expect(line).toContain("×");
  });
});

describe("commands of", () => {
  it("first-steps", async () => {
    const [train = "", predict = "", verify = ""] = commands("first-steps");
    await copy.run(train);
    expect(await copy.run(predict)).toMatch(/^series,predicted,/m);
    expect(await copy.run(verify)).toMatch(/identical|same/);
  });

  it("a-layer: the schema has the new layer, which trains to the same bits on two threads", async () => {
    const [write = "", , train = "", verify = ""] = commands("a-layer");
    await copy.run(write);
    expect(await copy.run("cat schema/spec.schema.json")).toContain('"scale"');
    await copy.run(train);
    expect(verify).toContain("--threads 2");
    expect(await copy.run(verify)).toMatch(/identical|same/);
  });

  it("a-reader: its file is classified", async () => {
    const printed = await copy.run(commands("a-reader").at(-1) ?? "");
    expect(printed).toMatch(/^a,(sine|square),/m);
    expect(printed).toMatch(/^b,(sine|square),/m);
  });

  it("an-exercise: the command has it", async () => {
    expect(await copy.run("node dist/cli/main.js exercise --help")).toMatch(/summary, batch or all/);
  });
});

describe("a diff of a guide", () => {
  const source = "a\nb\nc\nb\n";

  it("replaces lines that are there once", () => {
    expect(applyDiff(source, " a\n-b\n+B\n c\n")).toBe("a\nB\nc\nb\n");
    expect(applyDiff(source, " c\n b\n+d\n")).toBe("a\nb\nc\nb\nd\n");
  });

  it.each([" b\n+x\n", " a\n c\n+x\n", "+x\n"])("is refused where they are not: %j", (diff) => {
    expect(() => applyDiff(source, diff)).toThrow("expected these lines once");
  });
});
