/**
 * The first row of a table: whether it names columns, and what the columns are for. A name decides what a column is; no
 * column is left out or read as values because of what its cells look like.
 */
import { TidelabError } from "../../errors/errors.ts";
import { orderOf } from "./csv-order.ts";
import { brief, isMissing, isNumber, NUMBER } from "./table/values.ts";

/** `index`: numbers of rows, which say nothing about a series and are left out. */
export type ColumnRole = "series" | "id" | "label" | "time" | "index" | "value";

/** Known in any letter case, with blanks, hyphens or underscores between words. */
export const COLUMN_NAMES: Record<Exclude<ColumnRole, "value">, readonly string[]> = {
  series: ["series"],
  id: ["id", "uid", "series id", "sample id", "case id"],
  label: ["label", "labels", "class", "class label", "target", "category"],
  time: ["time", "step", "timestamp", "date", "datetime"],
  index: ["index", "row", "row names", "rownames"],
};
const ROLE_OF = new Map(
  Object.entries(COLUMN_NAMES).flatMap(([role, names]) => names.map((name) => [name, role as ColumnRole])),
);

export interface Header {
  /** As the file has them. */
  readonly names: readonly string[];
  readonly roles: readonly ColumnRole[];
  readonly layout: "wide" | "long";
}

/** Columns of a role, in their order. */
export function columnsOf({ roles }: Header, role: ColumnRole): number[] {
  return [...roles.keys()].filter((column) => roles[column] === role);
}

/**
 * @param pathTo  place of a cell of the row
 * @returns undefined when the row holds data
 * @throws TidelabError `csv.…` for a header that does not say what its columns are
 */
export function readHeader(cells: readonly string[], pathTo: (column: number) => string): Header | undefined {
  const names = cells.map((cell) => cell.trim());
  const isLong = names.some((name) => keyOf(name) === "series");
  const roles = names.map((name) => roleOf(name, isLong));
  const isNamed = roles.some((role) => role !== "value");
  const isNumbered = names[0] === "" && names.length > 2 && isCounting(names.slice(1));
  const areNames = names.every(isName) && names.some((name) => name !== "");
  if (!isNamed && !isNumbered && !areNames) return undefined;

  const firstColumns = new Map<string, number>();
  const firstOfRole = new Map<ColumnRole, number>();
  for (const [column, name] of names.entries()) {
    const role = roles[column] ?? "value";
    if (name === "") throw new TidelabError("csv.unnamedColumn", undefined, pathTo(column));
    const identity = role === "value" ? name : keyOf(name);
    const first = firstColumns.get(identity);
    if (first !== undefined) {
      throw new TidelabError("csv.duplicateColumn", { name: brief(name), first: first + 1 }, pathTo(column));
    }
    firstColumns.set(identity, column);
    const kind = role === "id" && isLong ? "series" : role;
    const other = firstOfRole.get(kind);
    if (other !== undefined && (kind === "series" || kind === "label" || kind === "id")) {
      throw new TidelabError("csv.sameRole", { name, other: names[other] ?? "", role: kind }, pathTo(column));
    }
    firstOfRole.set(kind, column);
  }
  const header: Header = { names, roles, layout: isLong ? "long" : "wide" };
  const [time] = columnsOf(header, "time");
  if (time !== undefined && !isLong) {
    throw new TidelabError("csv.noSeriesColumn", { column: names[time] ?? "" }, pathTo(time));
  }
  const values = columnsOf(header, "value");
  const order = isLong ? undefined : orderOf(values.map((column) => names[column] ?? ""));
  if (order?.kind === "mixed") {
    const [before = 0, column = 0] = [values[order.at - 1], values[order.at]];
    const params = { previous: brief(names[before] ?? ""), received: brief(names[column] ?? "") };
    throw new TidelabError("csv.columnOrder", params, pathTo(column));
  }
  if (values.length === 0) throw new TidelabError("csv.noValues", undefined, pathTo(0));
  return header;
}

/** Whether the cells are 0, 1, … or 1, 2, …: the names that pandas gives to columns that have none. */
export function isCounting(cells: readonly string[]): boolean {
  const numbers = cells.map((cell) => (NUMBER.test(cell.trim()) ? Number(cell) : Number.NaN));
  const [first] = numbers;
  return numbers.length > 1 && (first === 0 || first === 1) && numbers.every((value, i) => value === first + i);
}

/** Columns whose names are unlike the others: `subject` among `t0`, `t1`, …; none where most have no number. */
export function oddNames({ names, roles }: Header): string[] {
  const values = names.filter((_, column) => roles[column] === "value");
  const odd = values.filter((name) => !/\d/.test(name));
  return odd.length > 0 && odd.length <= 2 && values.length > 2 * odd.length ? odd : [];
}

/** A name begins with a letter. `3.46%`, `$5` and `−1` (with the long minus) are data, to be refused as such. */
function isName(cell: string): boolean {
  return cell === "" || (/^[\p{L}_]/u.test(cell) && !isNumber(cell) && !isMissing(cell));
}

function roleOf(name: string, isLong: boolean): ColumnRole {
  const key = keyOf(name);
  // pandas' name for a column that had none in the file that it read, usually the index of the table.
  if (key.startsWith("unnamed:")) return "index";
  // In scikit-learn's habit the class; in the long layout a coordinate beside x.
  if (key === "y" && !isLong) return "label";
  return ROLE_OF.get(key) ?? "value";
}

function keyOf(name: string): string {
  return name.toLowerCase().replaceAll(/[\s_-]/g, " ");
}
