/**
 * `gradients.json`: what a run recorded of its gradients, beside `run.json`. Text in, log out; files are `folder.ts`'s
 * business. docs/gradients.md says what the numbers are.
 */
import "../file-errors.ts";
import * as z from "zod/mini";
import { TidelabError } from "../errors.ts";
import { parseJson } from "../spec/json-text.ts";
import { formatPath } from "../spec/parse.ts";
import type { GradientLog } from "../train/gradients.ts";

/** Version of the format that is written; newer ones are refused. */
const VERSION = 1;

const count = () => z.int().check(z.gte(0));

const recordSchema = z.strictObject({
  step: count(),
  epoch: count(),
  lr: z.number(),
  norm: z.number(),
  clippedNorm: z.number(),
  parameters: z.array(z.number()),
  updates: z.array(z.nullable(z.number())),
  states: z.array(z.array(z.number())),
});

const logSchema = z.strictObject({
  version: z.literal(VERSION),
  every: z.int().check(z.positive()),
  clipGradNorm: z.number(),
  parameters: z.array(z.string()),
  states: z.array(z.strictObject({ layer: z.string(), level: count(), reverse: z.boolean(), steps: count() })),
  records: z.array(recordSchema),
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
  const parsed = logSchema.safeParse(value);
  if (!parsed.success) {
    const key = formatPath(parsed.error.issues[0]?.path ?? []);
    throw new TidelabError("run.gradients", { key }, source);
  }
  const { version: _, ...log } = parsed.data;
  return log;
}
