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

/** What a file was called before it got a number, here or by a browser that downloaded it twice. */
const originOf = (path: string) => baseOf(path).replace(/ \(\d+\)(?=\.|$)/, "");

/**
 * Files that were given at once, each under a name of its own. One that is there already, under its name and to the byte, is left out; one
 * of another name or another folder is not: copies of a submission are seen.
 * @param there  what the table has
 */
export function nameSubmissions(given: readonly GivenFile[], there: readonly NamedBytes[]): NamedBytes[] {
  const left = [...there];
  const files = given.filter(({ path, bytes }) => {
    const at = left.findIndex((one) => originOf(one.name) === originOf(path) && isEqual(one.bytes, bytes));
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
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
