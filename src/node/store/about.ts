/**
 * `about.json` in a run's folder: what the store has about a run and `run.json` has not. With it the store can be rebuilt
 * from the folders and nothing is lost.
 */
import { existsSync } from "node:fs";
import { rename } from "node:fs/promises";
import { join } from "node:path";
import * as v from "valibot";
import { TidelabError } from "../../errors/errors.ts";
import { type About, formatAbout, NOTHING_ABOUT } from "../../runs/about.ts";
import { parseShallowJson } from "../../spec/json-scan.ts";
import { record } from "../../spec/values.ts";
import { readTextIfThere, replaceFile, writeError } from "../files.ts";

const schema = v.object({
  /** Id of the run that this one was forked from. */
  parent: v.nullable(v.string()),
  /** What the fork changed: path in the spec to value. */
  changes: v.nullable(record()),
  notes: v.array(v.object({ at: v.string(), text: v.string() })),
  tags: v.array(v.string()),
});

const FILE = "about.json";

export interface AboutFile {
  /** Nothing where there is no file, or one that cannot be read. */
  readonly about: About;
  /** Why the file cannot be read. */
  readonly damage?: TidelabError;
}

export async function readAbout(folder: string): Promise<AboutFile> {
  const path = join(folder, FILE);
  try {
    const text = await readTextIfThere(path);
    return { about: text === undefined ? NOTHING_ABOUT : v.parse(schema, parseShallowJson(text)) };
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    return { about: NOTHING_ABOUT, damage: new TidelabError("store.about", { reason }, path, { cause }) };
  }
}

/**
 * Writes the file. One that is there and cannot be read is kept beside it.
 * @returns where the damaged file is now, if there was one
 * @throws TidelabError `run.diskFull` or `run.outputUnwritable`
 */
export async function writeAbout(folder: string, about: About): Promise<string | undefined> {
  const path = join(folder, FILE);
  const { damage } = await readAbout(folder);
  const aside = damage && (await setFileAside(path));
  await replaceFile(path, formatAbout(about));
  return aside;
}

/** Renames a file to `<name>.damaged`, or `-2`, `-3` … behind it. @returns the new name */
async function setFileAside(path: string): Promise<string> {
  let aside = `${path}.damaged`;
  for (let number = 2; existsSync(aside); number++) aside = `${path}.damaged-${number}`;
  try {
    await rename(path, aside);
  } catch (error) {
    throw writeError(error, path);
  }
  return aside;
}

export const aboutSchema = schema;
