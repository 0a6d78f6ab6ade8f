/**
 * `about.json` in a run's folder: what the store knows of a run and `run.json` does not. With it the store can be made anew
 * from the folders and nothing is lost.
 */
import { join } from "node:path";
import * as z from "zod/mini";
import { readIfThere, replaceFile } from "../runs/files.ts";

const schema = z.object({
  /** Id of the run that this one was forked from. */
  parent: z.nullable(z.string()),
  /** What the fork changed: path in the spec to value. */
  changes: z.nullable(z.record(z.string(), z.unknown())),
  notes: z.array(z.object({ at: z.string(), text: z.string() })),
  tags: z.array(z.string()),
});

export type About = z.output<typeof schema>;

export const NOTHING_ABOUT: About = { parent: null, changes: null, notes: [], tags: [] };

const FILE = "about.json";

/** What is there and can be read; nothing else is worth failing for. */
export async function readAbout(folder: string): Promise<About> {
  try {
    const text = (await readIfThere(join(folder, FILE)))?.toString();
    return text === undefined ? NOTHING_ABOUT : schema.parse(JSON.parse(text));
  } catch {
    return NOTHING_ABOUT;
  }
}

/** @throws TidelabError `run.diskFull` or `run.outputUnwritable` */
export async function writeAbout(folder: string, about: About): Promise<void> {
  await replaceFile(join(folder, FILE), `${JSON.stringify(about, undefined, 2)}\n`);
}

export const aboutSchema = schema;
