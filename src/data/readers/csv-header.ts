/** The first row of a table: whether it names columns, and whether the names make sense together. */
import { TidelabError } from "../../errors/errors.ts";
import { type ColumnRole, columnsOf, hasAxes, keyOf, type RoleOptions, type Roles, rolesOf } from "./table/columns.ts";
import { areChannels, familiesOf, orderOf } from "./table/order.ts";
import { brief, isMissing, isNumber, NUMBER } from "./table/values.ts";

export interface Header extends Roles {
  /** As the file has them; numbers from "1" where it has none. */
  readonly names: readonly string[];
  /** Whether the row holds data all the same: only its columns have roles. */
  readonly isData: boolean;
}

export interface HeaderOptions extends RoleOptions {
  /** Whether the first row is one; decided from it when left out. */
  readonly header?: boolean | undefined;
  readonly labels?: "first" | "last" | "none" | undefined;
}

/**
 * @param pathTo  place of a cell of the row
 * @returns undefined when the row holds data, and no column is anything but a value
 * @throws TidelabError `csv.…` for a header that does not say what its columns are
 */
export function readHeader(
  cells: readonly string[],
  pathTo: (column: number) => string,
  options: HeaderOptions = {},
): Header | undefined {
  const names = cells.map((cell) => cell.trim());
  const source = pathTo(0);
  if (options.header === false || !(options.header || isHeader(names, options))) {
    return numberedColumns(names, source, options);
  }
  const found = rolesOf(names, source, withLabels(names, options));
  const isLeftOut = (role: ColumnRole) => role === "label" && options.labels === "none";
  const roles: Roles = { ...found, roles: found.roles.map((role) => (isLeftOut(role) ? "ignored" : role)) };
  checkNames(names, roles, pathTo);
  const header: Header = { names, ...roles, isData: false };
  const [time] = columnsOf(header, "time");
  if (time !== undefined && header.layout === "wide" && options.layout === undefined) {
    throw new TidelabError("csv.noSeriesColumn", { column: names[time] ?? "" }, pathTo(time));
  }
  const values = columnsOf(header, "value");
  const order = header.layout === "long" ? undefined : orderOf(values.map((column) => names[column] ?? ""));
  if (order?.kind === "mixed") {
    const [before = 0, column = 0] = [values[order.at - 1], values[order.at]];
    const params = { previous: brief(names[before] ?? ""), received: brief(names[column] ?? "") };
    throw new TidelabError("csv.columnOrder", params, pathTo(column));
  }
  if (values.length === 0) throw new TidelabError("csv.noValues", undefined, pathTo(0));
  checkSteps(header, options, pathTo);
  return header;
}

/**
 * A row is a series only where its columns are numbered, or the caller says so.
 * @throws TidelabError `csv.layout` where it may be a time step, `csv.oddColumns` where a column may be something else than a time step
 */
function checkSteps(header: Header, options: HeaderOptions, pathTo: (column: number) => string): void {
  const { names, layout } = header;
  if (layout === "long" || options.layout !== undefined || options.columns?.channels !== undefined) return;
  if (!options.guess && !hasAxes(names)) return;
  const values = columnsOf(header, "value").map((column) => names[column] ?? "");
  const families = familiesOf(values);
  if (families === undefined || families.others.length > 0 || areChannels(families.steps)) {
    const shown =
      families === undefined ? values : [families.steps, ...families.others].flatMap((one) => one.slice(0, 2));
    const params = { names: shown.slice(0, 8).map(brief).join(", ") };
    throw new TidelabError("csv.layout", params, pathTo(names.indexOf(shown[0] ?? "")));
  }
  const [odd] = families.single;
  if (odd === undefined) return;
  const params = { names: families.single.slice(0, 8).map(brief).join(", "), first: brief(odd) };
  throw new TidelabError("csv.oddColumns", params, pathTo(names.indexOf(odd)));
}

/** Whether the cells are 0, 1, … or 1, 2, …: the names that pandas gives to columns that have none. */
export function isCounting(cells: readonly string[]): boolean {
  const numbers = cells.map((cell) => (NUMBER.test(cell.trim()) ? Number(cell) : Number.NaN));
  const [first] = numbers;
  return numbers.length > 1 && (first === 0 || first === 1) && numbers.every((value, i) => value === first + i);
}

/** Columns whose names are unlike the others: `subject` among `t0`, `t1`, …; none where most have no number. */
export function oddNames({ names, roles, isData }: Header): string[] {
  if (isData) return [];
  const values = names.filter((_, column) => roles[column] === "value");
  const odd = values.filter((name) => !/\d/.test(name));
  return odd.length > 0 && odd.length <= 2 && values.length > 2 * odd.length ? odd : [];
}

function isHeader(names: readonly string[], options: HeaderOptions): boolean {
  const { id, label, group, time, channels = [], ignore = [] } = options.columns ?? {};
  const given = [id, label, group, time, ...channels, ...ignore].filter((name) => name !== undefined);
  if (given.length > 0 && given.every((name) => names.includes(name) && !NUMBER.test(name))) return true;
  const { roles } = rolesOf(names, "", { guess: options.guess });
  const isNamed = names.some((name, column) => name !== "" && roles[column] !== "value");
  const isNumbered = names[0] === "" && names.length > 2 && isCounting(names.slice(1));
  const areNames = names.every(isName) && names.some((name) => name !== "");
  return isNamed || isNumbered || areNames;
}

/** Roles of the columns of a table without a header, where some column is no value. */
function numberedColumns(cells: readonly string[], source: string, options: HeaderOptions): Header | undefined {
  const names = cells.map((_, column) => String(column + 1));
  const { columns, layout, guess, labels } = options;
  const isGiven = columns !== undefined || layout === "long" || (labels !== undefined && labels !== "none");
  const texts = guess && labels === undefined ? cells.flatMap((cell, i) => (isValue(cell) ? [] : [i])) : [];
  const isLabel = texts.length === 1 && cells.length > 1 && (texts[0] === 0 || texts[0] === cells.length - 1);
  if (!isGiven && !isLabel) return undefined;
  const guessed = isGiven ? columns : { label: names[texts[0] ?? 0] };
  return { names, ...rolesOf(names, source, withLabels(names, { ...options, columns: guessed })), isData: true };
}

/** The options, with the place of the labels as a column. */
function withLabels(names: readonly string[], options: HeaderOptions): RoleOptions {
  const { labels, columns } = options;
  if (labels === undefined || labels === "none" || columns?.label !== undefined) return options;
  return { ...options, columns: { ...columns, label: names.at(labels === "first" ? 0 : -1) } };
}

function checkNames(names: readonly string[], { roles, layout }: Roles, pathTo: (column: number) => string): void {
  const firstColumns = new Map<string, number>();
  const firstOfRole = new Map<ColumnRole, number>();
  for (const [column, name] of names.entries()) {
    const role = roles[column] ?? "value";
    if (role === "ignored" || (name === "" && role === "index")) continue;
    if (name === "") throw new TidelabError("csv.unnamedColumn", undefined, pathTo(column));
    const identity = role === "value" ? name : keyOf(name);
    const first = firstColumns.get(identity);
    if (first !== undefined) {
      throw new TidelabError("csv.duplicateColumn", { name: brief(name), first: first + 1 }, pathTo(column));
    }
    firstColumns.set(identity, column);
    const kind = role === "id" && layout === "long" ? "series" : role;
    const other = firstOfRole.get(kind);
    if (other !== undefined && (kind === "series" || kind === "label" || kind === "id" || kind === "group")) {
      throw new TidelabError("csv.sameRole", { name, other: names[other] ?? "", role: kind }, pathTo(column));
    }
    firstOfRole.set(kind, column);
  }
}

/** A name begins with a letter, or is the # of the numbers of rows. `3.46%`, `$5` and `−1` (with the long minus) are data, to be refused as such. */
function isName(cell: string): boolean {
  return cell === "" || cell === "#" || (/^[\p{L}_]/u.test(cell) && !isNumber(cell) && !isMissing(cell));
}

function isValue(cell: string): boolean {
  return isNumber(cell) || isMissing(cell);
}
