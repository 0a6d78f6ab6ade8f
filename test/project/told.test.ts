/**
 * What texts name is there: every flag, command, file, export and key of a spec in messages, help and documents. Read from the
 * source of the messages, so that texts of all branches count.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Command } from "commander";
import { expect, it, vi } from "vitest";
import * as library from "../../src/node/index.ts";
import { specSchema } from "../../src/spec/spec.ts";
import { sweepSchema } from "../../src/sweep/definition.ts";
import { tidelab } from "../cli/command.ts";
import { messageFiles } from "./message-files.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const read = (file: string) => readFileSync(join(root, file), "utf8");
const messages = messageFiles();
const documents = [
  ...["README.md", "README.zh-CN.md", "CONTRIBUTING.md"],
  ...readdirSync(join(root, "docs")).flatMap((file) => (file.endsWith(".md") ? [`docs/${file}`] : [])),
];
const texts = [...messages, ...documents].map((file) => ({ file, text: read(file) }));

/** The commands as commander has them, by their names: `runs note`. */
async function commands(): Promise<Map<string, Command>> {
  const made: Command[] = [];
  const parse = vi.spyOn(Command.prototype, "parseAsync").mockImplementation(function (this: Command) {
    made.push(this);
    return Promise.resolve(this);
  });
  await tidelab(["lab"]);
  parse.mockRestore();
  const known = new Map<string, Command>();
  const add = (command: Command, name: string) => {
    known.set(name, command);
    for (const inner of command.commands) add(inner, `${name} ${inner.name()}`.trim());
  };
  add(made[0]!, "");
  return known;
}

/** Flags of other programs, each where it is named. */
const OF_OTHERS = new Set([
  // Of Slurm.
  "--array",
  "--cpus-per-task",
  "--signal",
  "--experimental-wasm-relaxed-simd",
  "--typecheck",
  "--change",
  "--base",
  "--help",
  "--version",
]);

it("every flag is one of a command", async () => {
  const flags = new Set([...(await commands()).values()].flatMap(({ options }) => options.map(({ long }) => long)));
  expect(flags.size).toBeGreaterThan(45);
  const unknown = texts.flatMap(({ file, text }) =>
    [...text.matchAll(/(?<![\w-])--[a-z][a-z-]+/g)].flatMap(([flag]) =>
      flags.has(flag) || OF_OTHERS.has(flag) ? [] : [`${file}: ${flag}`],
    ),
  );
  expect(unknown).toEqual([]);
});

it("every command is there, and has the flags that it is written with", async () => {
  const known = await commands();
  const wrong = texts.flatMap(({ file, text }) =>
    [...text.matchAll(/(?:^|[\s`(|])tidelab ((?:[a-z][\w-]*)(?: [^`\n|>)，。；]*)?)/gm)].flatMap(([, line = ""]) => {
      const [name = "", inner = ""] = line.split(" ");
      const command = known.get(`${name} ${inner}`) ?? known.get(name);
      // In prose a verb follows: "tidelab runs rebuild adds it".
      if (command === undefined) return /^(help|is|process)$/.test(name) ? [] : [`${file}: ${line}`];
      const own = [command, known.get(name)!, known.get("")!].flatMap(({ options }) => options.map(({ long }) => long));
      const flags = line.match(/(?<![\w-])--[a-z][a-z-]+/g) ?? [];
      return flags
        .filter((flag) => !own.includes(flag) && flag !== "--help")
        .map((flag) => `${file}: ${line}: ${flag}`);
    }),
  );
  expect(known.size).toBeGreaterThan(20);
  expect(wrong).toEqual([]);
});

it("every file of the package is there", () => {
  const FILES = /(?<![\w./-])(?:docs|examples|schema|src|test|scripts|bench|kernels)\/[\w./-]*\w/g;
  const missing = texts.flatMap(({ file, text }) =>
    [...text.matchAll(FILES)].flatMap(([path]) => {
      return existsSync(join(root, path)) || text.includes(`${path}.*`) ? [] : [`${file}: ${path}`];
    }),
  );
  expect(missing).toEqual([]);
});

it("every import from tidelab is exported", () => {
  const { exports } = JSON.parse(read("package.json")) as { exports: Record<string, unknown> };
  const modules = texts.flatMap(({ file, text }) =>
    [...text.matchAll(/(?<![\w./@-])tidelab\/([a-z][\w./-]*\w)/g)].flatMap(([, path = ""]) =>
      exports[`./${path}`] || existsSync(join(root, path)) ? [] : [`${file}: tidelab/${path}`],
    ),
  );
  expect(modules).toEqual([]);
  const names = texts.flatMap(({ file, text }) =>
    [...text.matchAll(/import \{([^}]+)\} from "tidelab"/g)].flatMap(([, list = ""]) =>
      list.split(",").flatMap((name) => {
        const key = name.trim().replace(/^type /, "");
        return key in library || name.includes("type ") ? [] : [`${file}: ${key}`];
      }),
    ),
  );
  expect(names).toEqual([]);
});

/** Paths of a schema's entries, through lists and kinds. */
function keysOf(schema: unknown, found = new Set<string>()): Set<string> {
  const { entries, wrapped, item, options, pipe } = (schema ?? {}) as Record<string, unknown>;
  for (const [key, inner] of Object.entries((entries as object) ?? {})) {
    found.add(key);
    keysOf(inner, found);
  }
  for (const inner of [wrapped, item, ...((options as unknown[]) ?? []), ...((pipe as unknown[]) ?? [])]) {
    if (typeof inner === "object" && inner !== null) keysOf(inner, found);
  }
  return found;
}

it("every path of a spec has keys that a spec has", () => {
  const keys = keysOf(specSchema);
  keysOf(sweepSchema, keys);
  const wrong = texts.flatMap(({ file, text }) =>
    [...text.matchAll(/(?<![\w.-])(?:training|data|split)\.([a-z]\w+)(?:\.([a-z]\w+))?(?![\w(/"])/g)].flatMap(
      (
        [path, ...parts], // The READMEs' example calls its data set `data`.
      ) =>
        parts.some((part) => part !== undefined && !keys.has(part) && !/^(train|val|test)$/.test(part))
          ? [`${file}: ${path}`]
          : [],
    ),
  );
  expect(keys.size).toBeGreaterThan(25);
  expect(wrong).toEqual([]);
});
