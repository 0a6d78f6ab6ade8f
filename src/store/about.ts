/**
 * `about.json` in a run's folder: what the store knows of a run and `run.json` does not. With it the store can be made anew
 * from the folders and nothing is lost.
 */
import { join } from "node:path";
import * as v from "valibot";
import { readIfThere, replaceFile } from "../runs/files.ts";
import { parseShallowJson } from "../spec/json-scan.ts";
import { record } from "../spec/values.ts";

const schema = v.object({
  /** Id of the run that this one was forked from. */
  parent: v.nullable(v.string()),
  /** What the fork changed: path in the spec to value. */
  changes: v.nullable(record()),
  notes: v.array(v.object({ at: v.string(), text: v.string() })),
  tags: v.array(v.string()),
});

export type About = v.InferOutput<typeof schema>;

export const NOTHING_ABOUT: About = { parent: null, changes: null, notes: [], tags: [] };

const FILE = "about.json";

/** What is there and can be read; nothing else is worth failing for. */
export async function readAbout(folder: string): Promise<About> {
  try {
    const text = (await readIfThere(join(folder, FILE)))?.toString();
    return text === undefined ? NOTHING_ABOUT : v.parse(schema, parseShallowJson(text));
  } catch {
    return NOTHING_ABOUT;
  }
}

/** @throws TidelabError `run.diskFull` or `run.outputUnwritable` */
export async function writeAbout(folder: string, about: About): Promise<void> {
  await replaceFile(join(folder, FILE), `${JSON.stringify(about, undefined, 2)}\n`);
}

export const aboutSchema = schema;
