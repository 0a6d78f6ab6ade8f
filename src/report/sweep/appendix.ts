/** The appendix of a sweep's report: every run with its hash, the commands that verify them, machines and specs. */

import type { RunRecord } from "../../runs/record.ts";
import type { SweepResult } from "../../sweep/result.ts";
import type { Block, Row } from "../blocks.ts";
import { failureText } from "../failure-text.ts";
import { formatCount, formatJson } from "../formats.ts";
import { number, paragraph, text } from "../make-blocks.ts";
import type { SweepContext } from "./context.ts";

/** Of a SHA-256 in a table; the whole of it is in the record. */
const HASH_DIGITS = 16;
/** Of more arms only the first one's spec is printed: the others differ in the settings that the report has already shown. */
const MOST_SPECS = 5;

export function appendix(context: SweepContext): Block[] {
  const { input, texts } = context;
  const { sweep } = texts;
  const { seeds } = input.result;
  const folders = context.arms.flatMap(({ id }) => seeds.flatMap((seed) => input.folderOf?.(id, seed) ?? []));
  return [
    paragraph(...sweep.verify({ hasFolders: folders.length > 0 })),
    runTable(context),
    ...(folders.length > 0 ? [paragraph(sweep.commands), commandBlock(input.folder ? [input.folder] : folders)] : []),
    ...failures(context),
    ...environment(context),
    ...specs(context),
  ];
}

function runTable({ input, arms, texts: { sweep } }: SweepContext): Block {
  const rows = arms.flatMap(({ id, name }): Row[] => {
    const { runs = [], failures = [] } = input.result.arms.find((arm) => arm.id === id) ?? {};
    const done = runs.map(({ seed, status, test, weightsSha256 }) => ({
      seed,
      cells: [
        sweep.statuses[status],
        test ? `${(100 * test.accuracy).toFixed(1)}%` : "–",
        { code: weightsSha256.slice(0, HASH_DIGITS) },
      ],
    }));
    const failed = failures.map(({ seed }) => ({ seed, cells: [sweep.statuses.failed, "–", "–"] }));
    return (
      [...done, ...failed]
        .sort((a, b) => a.seed - b.seed)
        // The name once: a table of a hundred runs is read by arms.
        .map(({ seed, cells }, i) => ({ cells: [i === 0 ? name : "", String(seed), ...cells] }))
    );
  });
  const columns = [
    text(sweep.arm),
    number(sweep.seed),
    text(sweep.status),
    number(sweep.testAccuracy),
    text(sweep.weights),
  ];
  return { kind: "table", label: "", title: sweep.runTable, columns, rows };
}

/** One command for all runs: a sweep's folder includes those in it. */
function commandBlock(folders: readonly string[]): Block {
  return { kind: "code", language: "sh", text: `tidelab verify ${folders.map(quote).join(" ")}` };
}

/** As a shell takes it; most folders need no quotes. */
function quote(folder: string): string {
  return /^[\w./@%+=:,-]+$/.test(folder) ? folder : `'${folder.replace(/'/g, "'\\''")}'`;
}

function failures({ arms, lang, texts: { sweep } }: SweepContext): Block[] {
  const items = arms.flatMap(({ name, failures }) =>
    failures.map((failure) => [
      sweep.failure({ name, seed: String(failure.seed), message: failureText(failure, lang) }),
    ]),
  );
  return items.length > 0 ? [paragraph(sweep.failures), { kind: "list", items }] : [];
}

function environment({ input, texts: { sweep, run } }: SweepContext): Block[] {
  const all = input.result.arms.flatMap(({ runs }) => runs.map((record) => record.environment));
  const [first] = all;
  if (first === undefined) return [];
  const count = new Set(all.map((entry) => JSON.stringify(entry))).size;
  const rows = [
    { label: run.numerics, value: numerics(input.result) },
    { label: run.version, value: first.tidelab },
    { label: run.runtime, value: first.runtime },
    { label: run.platform, value: first.platform },
    { label: run.cpu, value: first.cpu || run.unknown },
    { label: run.cores, value: first.cores > 0 ? formatCount(first.cores) : run.unknown },
  ];
  return [
    ...(count > 1 ? [paragraph(sweep.environments({ count: formatCount(count) }))] : []),
    { kind: "properties", columns: [run.property, run.value], rows },
  ];
}

function numerics({ arms }: SweepResult): string {
  return [...new Set(arms.flatMap(({ runs }) => runs.map((record) => record.numerics)))].join(", ");
}

/** The first arm's spec in full, of the others what differs from it: whole parts, so that they can be put in its place. */
function specs({ arms, texts: { sweep } }: SweepContext): Block[] {
  const withRuns = arms.flatMap(({ name, runs }) => (runs[0] ? [{ name, run: runs[0] }] : []));
  const [first, ...others] = withRuns;
  if (first === undefined) return [];
  const blocks: Block[] = [
    { kind: "subheading", text: sweep.specOf({ name: first.name, seed: String(first.run.seed) }) },
    { kind: "code", language: "json", text: formatJson(first.run.spec) },
  ];
  if (others.length > MOST_SPECS) return [...blocks, paragraph(sweep.otherSpecs)];
  const parts = others.flatMap(({ name, run }): Block[] => [
    { kind: "subheading", text: sweep.partsOf({ name, first: first.name }) },
    { kind: "code", language: "json", text: formatJson(differingParts(run.spec, first.run.spec)) },
  ]);
  return [...blocks, ...parts, paragraph(sweep.specsDiffer)];
}

/** The top-level parts of a spec that are not those of another; name and seed are shown elsewhere. */
function differingParts(spec: RunRecord["spec"], other: RunRecord["spec"]): Record<string, unknown> {
  const theirs: Record<string, unknown> = other;
  const parts = Object.entries(spec).filter(([key, part]) => JSON.stringify(part) !== JSON.stringify(theirs[key]));
  return Object.fromEntries(parts.filter(([key]) => key !== "name" && key !== "seed"));
}
