/** The columns of a table, and what each is read as. */
import type { ExaminedFile } from "../../engine/data-protocol.ts";

export type Role = "label" | "id" | "group" | "time" | "channels" | "ignore";

/** Names of the columns; their numbers, from 1, where the table has no header. None where the rows cannot be shown. */
export function columnNames({ rows, reading }: Pick<ExaminedFile, "rows" | "reading">): string[] {
  const [first = []] = rows;
  return first.map((cell, index) => (reading.header === false ? String(index + 1) : cell.trim()));
}

/** What a column is read as; undefined for values of a wide table, and for what is left out without having been named. */
export function roleOf(name: string, { reading }: Pick<ExaminedFile, "reading">): Role | undefined {
  const { columns = {} } = reading;
  for (const role of ["label", "id", "group", "time"] as const) if (columns[role] === name) return role;
  if (columns.channels?.includes(name)) return "channels";
  return columns.ignore?.includes(name) ? "ignore" : undefined;
}
