/** What submissions are called in the table of Check: by their files, and by their folders too where files of several students are called the same. */

export interface NamedBytes {
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

interface GivenFile {
  readonly path: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

const baseOf = (path: string) => path.split("/").at(-1) ?? path;

const isEqual = (a: Uint8Array, b: Uint8Array) => a.length === b.length && a.every((byte, index) => byte === b[index]);

/**
 * Files that were given at once, each under a name of its own; those that are there already, to the byte, are left out.
 * @param there  what the table has
 */
export function nameSubmissions(given: readonly GivenFile[], there: readonly NamedBytes[]): NamedBytes[] {
  const files = given.filter(
    ({ bytes }, index) => ![...there, ...given.slice(0, index)].some((one) => isEqual(one.bytes, bytes)),
  );
  const count = (name: string) => files.filter(({ path }) => baseOf(path) === name).length;
  const named: NamedBytes[] = [];
  for (const { path, bytes } of files) {
    const name = count(baseOf(path)) > 1 ? path : baseOf(path);
    named.push({
      name: freeName(
        name,
        named.map((one) => one.name),
      ),
      bytes,
    });
  }
  return named;
}

/** A name that none of some has: with a number where it is taken. */
export function freeName(name: string, taken: readonly string[]): string {
  const [, stem = name, end = ""] = /^(.*?)(\.[^./]*)?$/s.exec(name) ?? [];
  for (let number = 1; ; number++) {
    const one = number === 1 ? name : `${stem} (${number})${end}`;
    if (!taken.includes(one)) return one;
  }
}
