/** Which runs a list shows and in what order: filters as they are typed. Works on listed runs, the same for every database and every browser. */
import { TidelabError } from "../errors/errors.ts";
import { nearest } from "../spec/nearest.ts";
import { leavesOf, parsePath, valueAt } from "../spec/paths.ts";
import type { ListedRun } from "./listed-run.ts";

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
] as const satisfies readonly (keyof ListedRun)[];

type Field = (typeof FIELDS)[number];

const OPERATORS = ["<=", ">=", "!=", "=", "<", ">", "~"] as const;
type Operator = (typeof OPERATORS)[number];

/** One condition: `training.lr<0.01`. */
export interface Filter {
  /** A column of the list, a path of the spec or its last part, `tag` or `note`. */
  readonly key: string;
  /** `~` is contains. */
  readonly operator: Operator;
  readonly value: string;
}

/**
 * Several conditions as they are typed into one field, apart by spaces; a value with spaces is in double quotes.
 * @throws TidelabError `runs.filter`
 * @example
 * ```ts
 * import { parseFilters } from "tidelab/compare";
 *
 * console.log(parseFilters('status=finished lr<0.01 name~"my run"').map(({ value }) => value)); // [ 'finished', '0.01', 'my run' ]
 * ```
 */
export function parseFilters(text: string): Filter[] {
  const parts = text.match(/(?:"[^"]*"|[^\s"])+/g) ?? [];
  return parts.map((part) => parseFilter(part.replaceAll('"', "")));
}

/**
 * One condition.
 * @throws TidelabError `runs.filter`
 * @example
 * ```ts
 * import { parseFilter } from "tidelab/compare";
 *
 * console.log(parseFilter("training.lr<0.01").operator); // <
 * ```
 */
export function parseFilter(text: string): Filter {
  const [, key, operator, value] = /^([^<>=!~]+)(<=|>=|!=|=|<|>|~)(.*)$/s.exec(text) ?? [];
  if (key === undefined || operator === undefined || value === undefined) {
    throw new TidelabError("runs.filter", { received: text, operators: OPERATORS.join(" ") }, "--filter");
  }
  return { key: key.trim(), operator: operator as Operator, value: value.trim() };
}

/**
 * The runs that every condition holds for. The last part of a path is enough where only one path ends with it: `lr` for `training.lr`.
 * @throws TidelabError `runs.key` for a key that no run has, `runs.keyShort` for one that several paths end with, `runs.filterValue` or
 *   `runs.filterChoice` for no value of it
 * @example
 * ```ts
 * import { filterRuns, listRun, parseFilters } from "tidelab/compare";
 * import { loadRun } from "tidelab/node";
 *
 * const runs = [listRun((await loadRun("runs/mine")).record, { id: "a1" })];
 * console.log(filterRuns(runs, parseFilters("status=finished lr>0.5")).length); // 0
 * ```
 */
export function filterRuns<Run extends ListedRun>(runs: readonly Run[], filters: readonly Filter[]): Run[] {
  const whole = filters.map((filter) => {
    if (filter.key === "tag" || filter.key === "note") return filter;
    const key = wholeKey(runs, filter.key, "--filter");
    checkValue(runs, { ...filter, key });
    return { ...filter, key };
  });
  const readers = whole.map(({ key }) => readerOf(key));
  return runs.filter((run) =>
    whole.every((filter, index) => matches(run, filter, readers[index] ?? readerOf(filter.key))),
  );
}

function matches(run: ListedRun, { key, operator, value }: Filter, read: (run: ListedRun) => unknown): boolean {
  if (key === "tag")
    return operator === "!=" ? !run.tags.includes(value) : run.tags.some((tag) => holds(tag, operator, value));
  if (key === "note") return run.notes.some(({ text }) => holds(text, operator, value));
  if (key === "id" && operator === "=") return run.id.startsWith(value);
  const found = read(run);
  if (found === undefined || found === null) return operator === "!=";
  return holds(found, operator, value);
}

const STATUSES = ["finished", "stopped", "diverged"] as const satisfies readonly ListedRun["status"][];
/** Fields that are text; all others are numbers. */
const TEXTS: ReadonlySet<string> = new Set(["id", "name", "status", "startedAt", "folder", "numerics", "parent"]);

/** A value that no run can have is a mistake, and not an empty list. */
function checkValue(runs: readonly ListedRun[], { key, operator, value }: Filter): void {
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
function kindOf(runs: readonly ListedRun[], key: string): string | undefined {
  if ((FIELDS as readonly string[]).includes(key)) return TEXTS.has(key) ? "string" : "number";
  const kinds = new Set(
    runs
      .map(readerOf(key))
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
 * @param typed  a column of the list, or a path of the spec as in `filterRuns`
 * @throws TidelabError `runs.key`, `runs.keyShort`
 * @example
 * ```ts
 * import { listRun, sortRuns } from "tidelab/compare";
 * import { loadRun } from "tidelab/node";
 *
 * const runs = [];
 * for (const name of ["mine", "other"]) runs.push(listRun((await loadRun(`runs/${name}`)).record, { id: name }));
 * console.log(sortRuns(runs, "lr", true).map(({ id }) => id).join(" ")); // other mine
 * ```
 */
export function sortRuns<Run extends ListedRun>(runs: readonly Run[], typed: string, reverse: boolean): Run[] {
  const key = wholeKey(runs, typed, "--sort");
  const sign = reverse ? -1 : 1;
  const read = readerOf(key);
  const values = new Map(runs.map((run) => [run, read(run)]));
  return runs.toSorted((a, b) => {
    const [x, y] = [values.get(a), values.get(b)];
    const [hasX, hasY] = [x !== undefined && x !== null, y !== undefined && y !== null];
    if (!hasX || !hasY) return Number(hasY) - Number(hasX);
    if (typeof x === "number" && typeof y === "number") return sign * (x - y);
    const [left, right] = [String(x), String(y)];
    return left === right ? 0 : left < right ? -sign : sign;
  });
}

/** A field of the list, or the value at a path of the spec. */
function readerOf(key: string): (run: ListedRun) => unknown {
  if ((FIELDS as readonly string[]).includes(key)) return (run) => run[key as Field];
  const path = parsePath(key);
  return path ? ({ spec }) => valueAt(spec, path) : () => undefined;
}

/** The key that a typed one means. */
function wholeKey(runs: readonly ListedRun[], key: string, flag: string): string {
  if ((FIELDS as readonly string[]).includes(key) || runs.length === 0) return key;
  const read = readerOf(key);
  if (runs.some((run) => read(run) !== undefined)) return key;
  const paths = new Set<string>();
  for (const { spec } of runs) for (const path of leavesOf(spec).keys()) paths.add(path);
  const ending = [...paths].filter((path) => path.endsWith(`.${key}`));
  const [only] = ending;
  if (ending.length === 1 && only !== undefined) return only;
  if (ending.length > 1) throw new TidelabError("runs.keyShort", { received: key, paths: ending.join(", ") }, flag);
  const known = new Set<string>([...FIELDS, "tag", "note", ...paths]);
  throw new TidelabError("runs.key", { received: key, nearest: nearest(key, known), fields: FIELDS.join(", ") }, flag);
}
