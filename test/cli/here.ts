/**
 * The built command in the process of the test, which saves each call the start of Node and the loading of all modules: two thirds
 * of a second and more. For whatever needs no process of its own: signals, closed streams and kills do, and `process.test.ts`
 * holds that both ways print the same.
 */
import type { Output } from "../../src/cli/terminal/terminal.ts";

export interface Here {
  readonly cwd: string;
  /** The settings that the command is given; of the process's own it has those that are not about Tidelab or the language. */
  readonly env: Readonly<Record<string, string>>;
  /** What stdout and stderr are; a pipe when undefined. */
  readonly terminal?: Pick<Output, "isTTY" | "columns"> | undefined;
}

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

type Run = typeof import("../../src/cli/program.ts").run;

/** The folder and the settings are the process's: one command at a time has them. */
let last: Promise<unknown> = Promise.resolve();

export function runHere(args: readonly string[], here: Here): Promise<Ended> {
  const result = last.then(() => runAlone(args, here));
  last = result.catch(() => {});
  return result;
}

async function runAlone(args: readonly string[], { cwd, env, terminal = {} }: Here): Promise<Ended> {
  const { run } = (await import("./built.mjs")) as { run: Run };
  const printed = { stdout: "", stderr: "" };
  const stream = (name: keyof typeof printed): Output => ({
    ...terminal,
    write(text) {
      printed[name] += text;
    },
  });
  const before = { cwd: process.cwd(), env: { ...process.env } };
  process.chdir(cwd);
  for (const name of Object.keys(process.env)) if (name.startsWith("TIDELAB_")) delete process.env[name];
  Object.assign(process.env, env);
  try {
    const code = await run(args, { stdout: stream("stdout"), stderr: stream("stderr"), env });
    return { code, ...printed };
  } finally {
    for (const name of Object.keys(process.env)) if (!(name in before.env)) delete process.env[name];
    Object.assign(process.env, before.env);
    process.chdir(before.cwd);
  }
}
