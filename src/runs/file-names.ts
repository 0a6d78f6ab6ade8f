/** Names of folders and files that every system has: runs are copied from one to another. */

/** Devices of Windows, in any case and with any ending behind a dot; ¹²³ count as digits there. */
const RESERVED = /^(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³])(?= *(\.|$))/i;
/** What Windows and the shells of others use otherwise. */
const FORBIDDEN = /[<>:"/\\|?*\p{Cc}\p{Zl}\p{Zp}]/gu;

/**
 * A name as one that every system takes. Names that are fine stay as they are; two that differ may become the same.
 * `con` → `con-`, `nul.txt` → `nul-.txt`, `a.` → `a.-`, `a:b` → `a-b`.
 */
export function portableName(name: string): string {
  const allowed = name.replaceAll(FORBIDDEN, "-").replace(RESERVED, "$1-");
  // Windows drops a final dot or blank, so that the name would be that of another file.
  return /[. ]$/.test(allowed) || allowed === "" ? `${allowed}-` : allowed;
}
