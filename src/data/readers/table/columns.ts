/**
 * What the columns of a table are for: by their names, or as the caller says. No column is left out or read as values because of what
 * its cells look like.
 */
import { TidelabError } from "../../../errors/errors.ts";
import { nearest } from "../../../spec/nearest.ts";
import type { ColumnOptions } from "../reader.ts";
import { brief } from "./values.ts";

/** `index`: numbers of rows, which say nothing about a series and are left out; `ignored`: left out since the caller says so, or chose others. */
export type ColumnRole = "series" | "id" | "label" | "group" | "time" | "index" | "value" | "ignored";

/** Known in any letter case, with blanks, hyphens or underscores between words; those that spreadsheets in Chinese have, too. */
export const COLUMN_NAMES: Record<Exclude<ColumnRole, "value" | "ignored" | "group">, readonly string[]> = {
  series: ["series", "序列"],
  id: ["id", "uid", "identifier", "series id", "sample id", "case id", "编号", "序列编号", "样本编号", "样本"],
  label: [
    ...["label", "labels", "class", "classes", "class label", "class name", "target", "category"],
    ...["标签", "类", "类别", "类别标签", "类标签", "类标", "分类"],
  ],
  time: ["time", "step", "timestamp", "date", "datetime", "时间", "时间戳", "时间步", "日期", "日期时间", "时刻"],
  index: ["index", "row", "row names", "rownames", "#", "序号", "行号", "索引"],
};
const ROLE_OF = new Map(
  Object.entries(COLUMN_NAMES).flatMap(([role, names]) => names.map((name) => [name, role as ColumnRole])),
);
/** Known only where data are read to train on: a run that was trained without groups reads them as channels. */
const GROUP_NAMES = ["group", "subject", "participant", "组", "组别", "分组", "受试者", "被试"];

/** Whether a column of this name has groups where data are read to train on and nothing says what it is. */
export function isGroupName(name: string): boolean {
  return GROUP_NAMES.includes(keyOf(name));
}

/**
 * Times under other names than those that `predict` knows: `seconds_elapsed` of Sensor Logger, `epoch_ms`, `Time (s)`, `time_id`.
 * Known only where data are read to train on, as above.
 */
const TIME_NAMES = new RegExp(
  `^(?:${[
    "t",
    "frame",
    "tick",
    "(?:frame|tick|time|step) ?(?:id|idx|index|no|nr|number|point|step|steps)",
    "epoch",
    "elapsed",
    "(?:(?:unix|epoch|elapsed|relative|sensor|system|event|sample|sampling|recording|utc|local|gps) ?)?(?:date ?)?time(?: ?stamp)?",
    "(?:seconds|milliseconds|microseconds|nanoseconds)(?: elapsed)?",
  ].join(
    "|",
  )})(?: ?elapsed)?(?: ?(?:in )?[([]?(?:s|sec|secs|seconds|ms|msec|milliseconds|us|µs|microseconds|ns|nanoseconds|utc)[)\\]]?)?$`,
);

/** What a caller can name columns for. */
type NamedRole = "id" | "label" | "group" | "time" | "channels" | "ignore";

export interface RoleOptions {
  readonly layout?: "wide" | "long" | undefined;
  readonly columns?: ColumnOptions | undefined;
  /** Whether to decide what a table for `predict` must say: see `CsvOptions.guess`. */
  readonly guess?: boolean | undefined;
  /** Whether each column holds lists; none does when left out. */
  readonly lists?: readonly boolean[] | undefined;
}

export interface Roles {
  readonly roles: readonly ColumnRole[];
  readonly layout: "wide" | "long";
  /** Columns of the values in the order in which the caller named them; undefined where nobody did. */
  readonly channels?: readonly number[] | undefined;
}

/**
 * @param all     names of the columns; their numbers, from "1", where a table has no names
 * @param source  begins the path of errors
 * @throws TidelabError `reader.noColumn` for a column of the options that the table has not, `reader.twoRoles` for one that they name
 *   twice
 */
export function rolesOf(all: readonly string[], source: string, options: RoleOptions = {}): Roles {
  const { columns = {}, guess = false, lists } = options;
  const given = new Map<number, NamedRole>();
  /** @throws TidelabError `reader.twoRoles` where the caller has named the column before */
  const take = (name: string, role: NamedRole) => {
    const column = find(all, name, source);
    const before = given.get(column);
    if (before !== undefined)
      throw new TidelabError("reader.twoRoles", { name: brief(name), first: before, second: role }, source);
    given.set(column, role);
    return column;
  };
  // A column that is to be ignored decides nothing.
  const ignored = (columns.ignore ?? []).map((name) => take(name, "ignore"));
  const names = all.map((name, column) => (given.has(column) ? "" : name));
  const isNamedLong = names.some((name) => keyOf(name) === "series") || isLongByGuess(names, options);
  const layout = options.layout ?? (isNamedLong ? "long" : "wide");
  const isCoordinate = layout === "long" || hasAxes(names, lists);
  const times = guess ? timesOf(names) : undefined;
  const roles = names.map((name) => roleOf(name, isCoordinate, guess, times));
  if (guess && names[0] === "" && names.length > 1) roles[0] = "index";
  for (const column of ignored) roles[column] = "ignored";
  for (const role of ["id", "label", "group", "time"] as const) {
    const name = columns[role];
    if (name === undefined) continue;
    const column = take(name, role);
    const rivals: ColumnRole[] = role === "id" ? ["id", "series"] : [role];
    for (const [other, its] of roles.entries()) if (rivals.includes(its)) roles[other] = "ignored";
    roles[column] = role;
  }
  if (columns.channels !== undefined) {
    const channels = columns.channels.map((name) => take(name, "channels"));
    for (const [column, role] of roles.entries()) if (role === "value") roles[column] = "ignored";
    for (const column of channels) roles[column] = "value";
    return { roles, layout, channels };
  }
  return { roles, layout };
}

/** Columns of a role, in their order; those of values as the caller named them, so that a file with other columns first gives the same. */
export function columnsOf({ roles, channels }: Roles, role: ColumnRole): number[] {
  const columns = role === "value" && channels !== undefined ? channels : [...roles.keys()];
  return columns.filter((column) => roles[column] === role);
}

/** Whether a column y is a coordinate, beside x or z, and no class. Of lists x, and y a single value, it is the class. */
export function hasAxes(names: readonly string[], lists: readonly boolean[] = []): boolean {
  const keys = names.map(keyOf);
  const y = keys.indexOf("y");
  const isBeside = (key: string, column: number) =>
    (key === "x" || key === "z") && (lists[column] ?? false) === (lists[y] ?? false);
  return y !== -1 && keys.some(isBeside);
}

/** A name in any letter case, with one blank between words. */
export function keyOf(name: string): string {
  return name.toLowerCase().replaceAll(/[\s_-]/g, " ");
}

/** A table with times and ids has a step a row. */
function isLongByGuess(names: readonly string[], { columns = {}, guess = false }: RoleOptions): boolean {
  if (!guess) return false;
  const times = timesOf(names);
  const named = [columns.id, columns.label, columns.group, columns.time];
  const has = (role: ColumnRole) => {
    return names.some((name) => !named.includes(name) && roleOf(name, true, true, times) === role);
  };
  return (columns.time !== undefined || has("time")) && (columns.id !== undefined || has("id"));
}

/** Names that are times, under names of their own. */
function timesOf(names: readonly string[]): ReadonlySet<string> {
  const keys = names.map(keyOf);
  // t-2, t-1, t are steps.
  const isStep = keys.some((key) => /^t ?[+-]? ?\d/.test(key));
  return new Set(names.filter((_, i) => TIME_NAMES.test(keys[i] ?? "") && !(keys[i] === "t" && isStep)));
}

function roleOf(name: string, isCoordinate: boolean, guess: boolean, times?: ReadonlySet<string>): ColumnRole {
  const key = keyOf(name);
  // pandas' name for a column that had none in the file that it read, usually the index of the table.
  if (key.startsWith("unnamed:") || name.startsWith("__index_level_")) return "index";
  // In scikit-learn's habit the class; in the long layout, and beside x or z, a coordinate.
  if (key === "y" && !isCoordinate) return "label";
  if (guess && isGroupName(name)) return "group";
  if (guess && times?.has(name)) return "time";
  return ROLE_OF.get(key) ?? "value";
}

function find(names: readonly string[], name: string, source: string): number {
  const column = names.indexOf(name);
  if (column !== -1) return column;
  const params = { name: brief(name), known: names.slice(0, 20).map(brief).join(", "), nearest: nearest(name, names) };
  throw new TidelabError("reader.noColumn", params, source);
}
