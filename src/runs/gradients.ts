/**
 * `gradients.json`: what a run recorded of its gradients, beside `run.json`. Text in, log out; files are `folder.ts`'s
 * business. docs/gradients.md says what the numbers are.
 */

import * as v from "valibot";
import { TidelabError } from "../errors/errors.ts";
import { parseJson } from "../spec/json-text.ts";
import { findFault, formatPath } from "../spec/parse.ts";
import { count, number, object, whole } from "../spec/values.ts";
import type { GradientLog } from "../train/records.ts";

/** Version of the format that is written; newer ones are refused. */
const VERSION = 1;

const recordSchema = object({
  step: whole,
  epoch: whole,
  lr: number,
  norm: number,
  clippedNorm: number,
  parameters: v.array(number),
  updates: v.array(v.nullable(number)),
  states: v.array(v.array(number)),
});

const logSchema = object({
  version: v.literal(VERSION),
  every: count,
  clipGradNorm: number,
  parameters: v.array(v.string()),
  states: v.array(object({ layer: v.string(), level: whole, reverse: v.boolean(), steps: whole })),
  records: v.array(recordSchema),
});

/** One line a record: a diff of two runs shows the steps that differ. */
export function formatGradients({ records, ...about }: GradientLog): string {
  const head = JSON.stringify({ version: VERSION, ...about }, undefined, 2).slice(0, -2);
  const lines = records.map((record) => `    ${JSON.stringify(record)}`);
  return `${head},\n  "records": [\n${lines.join(",\n")}\n  ]\n}\n`;
}

/**
 * @param source  what the text is to the user; begins the path of errors
 * @throws TidelabError `json.…` or `run.gradients`
 */
export function parseGradients(text: string, source: string): GradientLog {
  const { value } = parseJson(text, source);
  const parsed = v.safeParse(logSchema, value);
  if (!parsed.success) {
    const key = formatPath(findFault(logSchema, value, parsed.issues[0]).path);
    throw new TidelabError("run.gradients", { key }, source);
  }
  const { version: _, ...log } = parsed.output;
  return log;
}
