/**
 * Every command of the READMEs and of the help runs as it is written, in a folder that has nothing but `examples/`, and leaves or
 * says something. Not run here: `tidelab lab` (test/cli/full-lab.test.ts) and the exercises, which take minutes
 * (test/cli/exercise.test.ts), the studio, which runs until it is ended (test/cli/studio.test.ts), and what takes a queue
 * (test/queue/commands.test.ts).
 */
import { execFile } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { cliMessages as english } from "../../src/cli/messages/en.ts";
import { cliMessages as chinese } from "../../src/cli/messages/zh-CN.ts";
import { VERSION } from "../../src/version.ts";
import { runHere } from "../cli/here.ts";
import { stopARun } from "./stopped-run.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "tidelab-commands-"));
const bin = join(folder, "bin");
const main = join(root, "dist/cli/main.js");
const env = { PATH: `${bin}${delimiter}${process.env.PATH}`, LC_ALL: "C.UTF-8", HOME: folder };

beforeAll(() => {
  mkdirSync(bin);
  const script = (name: string, args: string) =>
    writeFileSync(join(bin, name), `#!/bin/sh\nexec "${process.execPath}" ${args}\n`, { mode: 0o755 });
  script("tidelab", `"${main}" "$@"`);
  writeFileSync(join(bin, "npx"), `#!/bin/sh\nexec "$@"\n`, { mode: 0o755 });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const ELSEWHERE =
  /^(npx )?tidelab (lab$|exercise |studio|worker|runs pull|sweep (status|pause|resume|cancel|retry|workers)|sweep .*--queue)/;

/** What takes a shell: pipes, files to write to, and whatever else words and quotes are not enough for. */
const SHELL = /[|<>&;$`\\*?~#(){}!]/;

/** The arguments of a line of words and quotes. */
function words(line: string): string[] {
  const [first, ...args] = (line.replace(/^npx /, "").match(/(?:[^\s"']|"[^"]*"|'[^']*')+/g) ?? []) as string[];
  expect(first).toBe("tidelab");
  return args.map((word) => word.replace(/["']/g, ""));
}

function inShell(line: string, cwd: string): Promise<{ code: number | string | null; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    execFile("sh", ["-c", line], { cwd, env, maxBuffer: 2 ** 26 }, (error, stdout, stderr) => {
      resolve({ code: error ? (error.code ?? error.signal ?? null) : 0, stdout, stderr });
    });
  });
}

/** Runs lines one after another, as a shell would; each has to succeed and to print something. */
async function runAll(where: string, lines: readonly string[]): Promise<string[]> {
  const cwd = join(folder, where);
  mkdirSync(cwd);
  cpSync(join(root, "examples"), join(cwd, "examples"), { recursive: true });
  await stopARun(main, cwd, "runs/stopped");
  const wrong: string[] = [];
  for (const line of lines.filter((one) => !ELSEWHERE.test(one))) {
    const { code, stdout, stderr } = await (SHELL.test(line) ? inShell(line, cwd) : runHere(words(line), { cwd, env }));
    const said = stdout.trim() !== "" || / > \S+$/.test(line) || stderr.trim() !== "";
    if (code !== 0) wrong.push(`${line}: ${code} ${stderr}`);
    else if (!said) wrong.push(`${line}: said nothing`);
  }
  return wrong;
}

/** The commands' examples, in an order in which each finds what it needs: trained before read, removed last. */
const ORDER =
  "lab train data lr-find resume fork verify check evaluate predict figures devices studio benchmark sweep worker exercise report compare runs";

const examplesOf = (texts: typeof english) => texts.commands as Record<string, { examples: string }>;

describe("examples of the help", () => {
  it("are the same commands in both languages, for every command", () => {
    expect(ORDER.split(" ").sort()).toEqual(Object.keys(english.commands).sort());
    for (const [name, { examples }] of Object.entries(examplesOf(english))) {
      const neutral = (text: string) => text.replace(/"[^"]*"/g, '"…"');
      expect(neutral(examplesOf(chinese)[name]!.examples)).toBe(neutral(examples));
      for (const line of examples.split("\n")) expect(line).toMatch(/^ {2}(cat \S+ \| )?tidelab /);
    }
  });

  it("run as they are written", async () => {
    const lines = ORDER.split(" ").flatMap((name) => examplesOf(english)[name]!.examples.split("\n"));
    expect(lines.length).toBeGreaterThan(30);
    expect(
      await runAll(
        "help",
        lines.map((line) => line.trim()),
      ),
    ).toEqual([]);
  });
});

describe("commands of the READMEs", () => {
  it("run as they are written", async () => {
    // The shell's own way into the command, which the lines without pipes are spared.
    expect(await inShell("npx tidelab --version", folder)).toMatchObject({ code: 0, stdout: `${VERSION}\n` });
    // Both READMEs have the same commands: test/project/readme.test.ts.
    const text = readFileSync(join(root, "README.md"), "utf8");
    const lines = [...text.matchAll(/`(npx tidelab [^`]+)`/g)].map(([, line = ""]) => line);
    expect(lines.length).toBeGreaterThanOrEqual(14);
    expect(await runAll("readme", lines)).toEqual([]);
  });
});
