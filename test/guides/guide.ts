/**
 * Reads the code of a contributor's guide, and applies it to a copy of the project. A block with the mark `file=src/x.ts` behind
 * its language is a new file; with the language `diff` it changes one: lines that begin with a blank or `-` must be in the file
 * exactly once, in that order. Shell blocks have the mark `prepare` (part of the change), `run` (afterwards) or `fails` (which
 * must). Other blocks are for reading.
 */
import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, readFile, rename, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const root = fileURLToPath(new URL("../../", import.meta.url));

export interface Block {
  /** `ts`, `diff`, `sh`, … */
  readonly language: string;
  /** What is behind the language: `file=…`, or `run` for commands. */
  readonly mark: string;
  readonly text: string;
}

/** @param name  of the guide: `a-layer` for docs/contributing/a-layer.md */
export async function blocksOf(name: string): Promise<Block[]> {
  const text = await readFile(join(root, "docs/contributing", `${name}.md`), "utf8");
  return [...text.matchAll(/^```(\w+) ?(.*)\n([\s\S]*?)^```$/gm)].map(([, language = "", mark = "", body = ""]) => {
    return { language, mark, text: body };
  });
}

/** The file that a block belongs to; undefined for what is for reading or for a shell. */
export function fileOf({ mark }: Block): string | undefined {
  return /^file=(\S+)$/.exec(mark)?.[1];
}

/** Lines of shell blocks with a mark, without comments. */
export function commandsOf(blocks: readonly Block[], kind: "run" | "fails"): string[] {
  return blocks
    .filter(({ language, mark }) => language === "sh" && mark === kind)
    .flatMap(({ text }) => text.split("\n"))
    .map((line) => line.replace(/\s+#.*$/, "").trim())
    .filter((line) => line !== "");
}

/** @throws Error where the lines that a diff expects are missing or ambiguous */
export function applyDiff(source: string, diff: string): string {
  const lines = diff.replace(/\n$/, "").split("\n");
  const side = (sign: string) =>
    lines
      .filter((line) => line.startsWith(" ") || line.startsWith(sign))
      .map((line) => `${line.slice(1)}\n`)
      .join("");
  const before = side("-");
  const found = `\n${source}`.split(`\n${before}`).length - 1;
  if (before === "" || found !== 1) throw new Error(`expected these lines once, found them ${found} times:\n${before}`);
  return `\n${source}`.replace(`\n${before}`, () => `\n${side("+")}`).slice(1);
}

export interface Copy {
  readonly folder: string;
  apply(blocks: readonly Block[]): Promise<void>;
  /** Type-checks the sources and these tests, and puts the compiled sources where the package has them. */
  build(tests: readonly string[]): Promise<void>;
  /** A command of a guide. @returns stdout, then stderr. @throws Error with both where it fails */
  run(command: string): Promise<string>;
  remove(): Promise<void>;
}

const COPIED = [
  "src",
  "test",
  "docs",
  "schema",
  "scripts",
  "examples",
  "package.json",
  "tsconfig.json",
  "tsconfig.build.json",
];

export async function copyProject(): Promise<Copy> {
  const folder = await mkdtemp(join(tmpdir(), "tidelab-guides-"));
  for (const name of [...COPIED, "vitest.config.ts"]) {
    await cp(join(root, name), join(folder, name), { recursive: true, filter: (file) => !file.includes("/fixtures") });
  }
  await symlink(join(root, "test/fixtures"), join(folder, "test/fixtures"));
  await symlink(join(root, "node_modules"), join(folder, "node_modules"));
  const start = async (file: string, args: readonly string[]) => {
    const env = { ...process.env, TIDELAB_STORE: "off", TIDELAB_FIGURES: "off", NO_COLOR: "1" };
    // Variables of the tests' runner would make a runner inside it one of its workers.
    for (const name of Object.keys(env)) if (/^VITEST|^TEST$/.test(name)) delete (env as NodeJS.ProcessEnv)[name];
    try {
      const { stdout, stderr } = await promisify(execFile)(file, args, { cwd: folder, env, maxBuffer: 2 ** 26 });
      return stdout + stderr;
    } catch (error) {
      const { stdout = "", stderr = "" } = error as { stdout?: string; stderr?: string };
      throw new Error(`${[file, ...args].join(" ")} failed:\n${stdout}${stderr}`, { cause: error });
    }
  };
  const program = (name: string) => join(root, "node_modules", name);
  return {
    folder,
    async apply(blocks) {
      for (const block of blocks) {
        if (block.mark === "prepare") await start("/bin/sh", ["-c", block.text]);
        const file = fileOf(block);
        if (file === undefined) continue;
        const path = join(folder, file);
        const isChange = block.language === "diff";
        const text = isChange ? applyDiff(await readFile(path, "utf8"), block.text) : block.text;
        await mkdir(dirname(path), { recursive: true });
        await writeFile(path, text, { flag: isChange ? "w" : "wx" });
      }
    },
    async build(tests) {
      const options = { noEmit: false, rootDir: ".", outDir: "built", removeComments: true };
      const project = { extends: "./tsconfig.json", compilerOptions: options, include: ["src", ...tests] };
      await writeFile(join(folder, "tsconfig.guides.json"), JSON.stringify(project));
      await start(process.execPath, [program("typescript/bin/tsc"), "-p", "tsconfig.guides.json"]);
      await rename(join(folder, "built/src"), join(folder, "dist"));
      await rm(join(folder, "built"), { recursive: true });
    },
    // npx would take a second to find what is in node_modules.
    run: (command) => start("/bin/sh", ["-c", command.replace(/^npx /, "node_modules/.bin/")]),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
