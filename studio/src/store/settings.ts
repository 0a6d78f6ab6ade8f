/** Settings that the first paint needs: kept where they can be read at once. Everything else is in the database. */

type Name = "language" | "theme" | "letterKeys" | "lossScale" | "device";

/** @returns undefined where nothing is kept, or the browser keeps nothing */
export function readSetting(name: Name): string | undefined {
  try {
    return globalThis.localStorage?.getItem(`tidelab.${name}`) ?? undefined;
  } catch {
    return undefined; // storage is denied
  }
}

export function writeSetting(name: Name, value: string): void {
  try {
    globalThis.localStorage?.setItem(`tidelab.${name}`, value);
  } catch {
    // Denied or full: it holds until the page is closed.
  }
}
