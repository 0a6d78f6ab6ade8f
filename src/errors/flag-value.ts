/** Texts and lists of names as values of flags. */

/** As a shell takes it: in quotes where it would be cut or read as something else. */
export function flagValue(text: string): string {
  return /^[\p{L}\p{N}_./,:%+-]+$/u.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

/**
 * Names of columns in one text, separated by commas; one with a comma in it is in double quotes, as in a CSV: `a,"Temp, °C"`.
 * @example
 * ```ts
 * import { nameListOf } from "tidelab/readers";
 *
 * console.log(nameListOf(["x", "Temp, °C"])); // x,"Temp, °C"
 * ```
 */
export function nameListOf(names: readonly string[]): string {
  const quoted = (name: string) => (/,|^"|^\s|\s$/.test(name) ? `"${name.replaceAll('"', '""')}"` : name);
  return names.map(quoted).join(",");
}

/**
 * The names in a text as `nameListOf` writes it; blanks around them are none of theirs.
 * @example
 * ```ts
 * import { namesIn } from "tidelab/readers";
 *
 * console.log(namesIn('x, "Temp, °C"').length); // 2
 * ```
 */
export function namesIn(list: string): string[] {
  return (
    Array.from(list.matchAll(/\s*(?:"((?:[^"]|"")*)"\s*|([^,]*))(?:,|$)/g))
      // Behind the last name nothing is found once more.
      .filter(({ index }) => index < list.length || list.endsWith(",") || list === "")
      .map(([, quoted, plain = ""]) => quoted?.replaceAll('""', '"') ?? plain.trim())
  );
}
