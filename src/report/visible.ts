/**
 * Texts that somebody else wrote, made safe to show: what would move a cursor, change colours or the direction of reading, or
 * start a line is written out as `\u001b`, which is also how JSON writes it. Nothing is removed.
 */

/** Control characters (C0, C1, DEL), separators of lines, halves of surrogate pairs, and overrides of direction. */
const CONTROLS = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\u202a-\u202e\u2066-\u2069]/gu;

/** A text on one line, such as a cell or an error. */
export function visible(text: string): string {
  return text.replace(CONTROLS, writtenOut);
}

/** A text of several lines: their ends and tabs stay. */
export function visibleLines(text: string): string {
  return text.replace(CONTROLS, (control) => (control === "\n" || control === "\t" ? control : writtenOut(control)));
}

function writtenOut(control: string): string {
  return `\\u${control.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
