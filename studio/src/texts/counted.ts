/** English counts: one of something has a singular. */

const isOne = (count: number | string) => String(count) === "1";

/** `1 pair`, `1,200 pairs`. @param count  a number, or as `formatCount` writes it */
export function counted(count: number | string, one: string, many = `${one}s`): string {
  return `${count} ${isOne(count) ? one : many}`;
}

/** The word alone, where the count is elsewhere or is not said. */
export function byCount(count: number | string, one: string, many: string): string {
  return isOne(count) ? one : many;
}
