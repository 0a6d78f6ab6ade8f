/** Which runs a list shows and in what order: filters as they are typed. Works on listed runs, the same for every database. */
import { TidelabError } from "../../errors/errors.ts";
import { nearest } from "../../spec/nearest.ts";
import { leavesOf, parsePath, valueAt } from "../../spec/paths.ts";
import type { StoredRun } from "./runs.ts";

/** What a run is listed with in addition to its spec; `tag` means any of its tags. */
const FIELDS = [
  "id",
  "name",
  "status",
  "startedAt",
  "folder",
  "seed",
  "numerics",
  "parameters",
  "epochs",
  "bestEpoch",
  "bestValLoss",
  "bestValAccuracy",
  "trainLoss",
  "valLoss",
  "trainAccuracy",
  "valAccuracy",
  "testLoss",
  "testAccuracy",
  "seconds",
  "parent",
] as const satisfies readonly (keyof StoredRun)[];

type Field = (typeof FIELDS)[number];

const OPERATORS = ["<=", ">=", "!=", "=", "<", ">", "~"] as const;
type Operator = (typeof OPERATORS)[number];

export interface Filter {
  readonly key: string;
  readonly operator: Operator;
  readonly value: string;
}

/** @throws TidelabError `runs.filter` */
export function parseFilter(text: string): Filter {
  const [, key, operator, value] = /^([^<>=!~]+)(<=|>=|!=|=|<|>|~)(.*)$/s.exec(text) ?? [];
  if (key === undefined || operator === undefined || value === undefined) {
    throw new TidelabError("runs.filter", { received: text, operators: OPERATORS.join(" ") }, "--filter");
  }
  return { key: key.trim(), operator: operator as Operator, value: value.trim() };
}

/** @throws TidelabError `runs.key` for a key that no run has, `runs.filterValue` or `runs.filterChoice` for no value of it */
export function filterRuns(runs: readonly StoredRun[], filters: readonly Filter[]): StoredRun[] {
  for (const filter of filters) {
    if (filter.key === "tag" || filter.key === "note") continue;
    checkKey(runs, filter.key, "--filter");
    checkValue(runs, filter);
  }
  return runs.filter((run) => filters.every((filter) => matches(run, filter)));
}

function matches(run: StoredRun, { key, operator, value }: Filter): boolean {
  if (key === "tag")
    return operator === "!=" ? !run.tags.includes(value) : run.tags.some((tag) => holds(tag, operator, value));
  if (key === "note") return run.notes.some(({ text }) => holds(text, operator, value));
  if (key === "id" && operator === "=") return run.id.startsWith(value);
  const found = runValue(run, key);
  if (found === undefined || found === null) return operator === "!=";
  return holds(found, operator, value);
}

const STATUSES = ["finished", "stopped", "diverged"] as const satisfies readonly StoredRun["status"][];
/** Fields that are text; all others are numbers. */
const TEXTS: ReadonlySet<string> = new Set(["id", "name", "status", "startedAt", "folder", "numerics", "parent"]);

/** A value that no run can have is a mistake, and not an empty list. */
function checkValue(runs: readonly StoredRun[], { key, operator, value }: Filter): void {
  if (operator === "~") return;
  if (key === "status") {
    if ((STATUSES as readonly string[]).includes(value)) return;
    const params = { key, values: STATUSES.join(", "), received: value, nearest: nearest(value, STATUSES) };
    throw new TidelabError("runs.filterChoice", params, "--filter");
  }
  const kind = kindOf(runs, key);
  if (kind === "number" && (value === "" || Number.isNaN(Number(value)))) {
    throw new TidelabError("runs.filterValue", { key, kind, received: value }, "--filter");
  }
  if (kind === "boolean" && value !== "true" && value !== "false") {
    throw new TidelabError("runs.filterValue", { key, kind, received: value }, "--filter");
  }
}

/** What the values of a key are, if they are all of one kind. */
function kindOf(runs: readonly StoredRun[], key: string): string | undefined {
  if ((FIELDS as readonly string[]).includes(key)) return TEXTS.has(key) ? "string" : "number";
  const kinds = new Set(
    runs
      .map((run) => runValue(run, key))
      .filter((value) => value != null)
      .map((value) => typeof value),
  );
  return kinds.size === 1 ? [...kinds][0] : undefined;
}

function holds(found: unknown, operator: Operator, value: string): boolean {
  const text = typeof found === "string" ? found : JSON.stringify(found);
  if (operator === "~") return text.toLowerCase().includes(value.toLowerCase());
  const isNumber = typeof found === "number" && value !== "" && !Number.isNaN(Number(value));
  const order = isNumber ? found - Number(value) : text < value ? -1 : text > value ? 1 : 0;
  switch (operator) {
    case "=":
      return order === 0;
    case "!=":
      return order !== 0;
    case "<":
      return order < 0;
    case "<=":
      return order <= 0;
    case ">":
      return order > 0;
    default:
      return order >= 0;
  }
}

/**
 * Sorted from the least to the greatest; runs that have no such value come last either way.
 * @throws TidelabError `runs.key`
 */
export function sortRuns(runs: readonly StoredRun[], key: string, reverse: boolean): StoredRun[] {
  checkKey(runs, key, "--sort");
  const sign = reverse ? -1 : 1;
  return runs.toSorted((a, b) => {
    const [x, y] = [runValue(a, key), runValue(b, key)];
    const [hasX, hasY] = [x !== undefined && x !== null, y !== undefined && y !== null];
    if (!hasX || !hasY) return Number(hasY) - Number(hasX);
    if (typeof x === "number" && typeof y === "number") return sign * (x - y);
    const [left, right] = [String(x), String(y)];
    return left === right ? 0 : left < right ? -sign : sign;
  });
}

/** A field of the list, or the value at a path of the spec. */
function runValue(run: StoredRun, key: string): unknown {
  if ((FIELDS as readonly string[]).includes(key)) return run[key as Field];
  const path = parsePath(key);
  return path && valueAt(run.spec, path);
}

function checkKey(runs: readonly StoredRun[], key: string, flag: string): void {
  if ((FIELDS as readonly string[]).includes(key) || runs.length === 0) return;
  if (runs.some((run) => runValue(run, key) !== undefined)) return;
  const known = new Set<string>([...FIELDS, "tag", "note"]);
  for (const { spec } of runs) for (const path of leavesOf(spec).keys()) known.add(path);
  throw new TidelabError("runs.key", { received: key, nearest: nearest(key, known), fields: FIELDS.join(", ") }, flag);
}
