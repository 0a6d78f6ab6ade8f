/**
 * Text in lines of a width, where a Chinese character takes two columns and may end a line, as a space may. For help and
 * lists; tables are `table.ts`.
 */

/** Characters two columns wide: East Asian Width W and F, and emoji shown as pictures. */
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}/u;
/** Marks that join the character before them, and what is not shown at all. */
const NARROWEST = /[\p{Mn}\p{Me}\p{Cf}]/u;
// biome-ignore lint/suspicious/noControlCharactersInRegex: colours begin with the escape character
const COLOURS = /\u001b\[[\d;]*m/g;

/** Columns that a text takes; colours take none. */
export function displayWidth(text: string): number {
  let width = 0;
  for (const character of text.replace(COLOURS, "")) {
    if (WIDE.test(character)) width += 2;
    else if (!NARROWEST.test(character)) width += 1;
  }
  return width;
}

/** What must not begin a line, and what must not end one. */
const CLOSING = /^[。，、；：？！）》」』】”’…]/u;
const OPENING = /[（《「『【“‘]$/u;

/** Lines of at most `width` columns. A word that is longer is broken. Spaces at line ends are dropped; those at the start stay. */
export function wrapText(text: string, width: number): string[] {
  return text.split("\n").flatMap((line) => wrapLine(line, Math.max(2, width)));
}

function wrapLine(line: string, width: number): string[] {
  if (displayWidth(line) <= width) return [line];
  const lines: string[] = [];
  let current = "";
  for (const piece of piecesOf(line)) {
    if (displayWidth((current + piece).trimEnd()) <= width) {
      current += piece;
      continue;
    }
    if (current.trim() !== "") lines.push(current.trimEnd());
    current = piece.trimStart();
    while (displayWidth(current.trimEnd()) > width) {
      const head = fitting(current, width);
      lines.push(head);
      current = current.slice(head.length);
    }
  }
  return current.trim() === "" ? lines : [...lines, current.trimEnd()];
}

/** Where a line may end: behind spaces, and around wide characters, but for punctuation that stays with its neighbour. */
function piecesOf(line: string): string[] {
  const pieces: string[] = [];
  let piece = "";
  let before = "";
  for (const character of line) {
    const canBreak =
      (before === " " && character !== " ") ||
      ((WIDE.test(before) || WIDE.test(character)) &&
        character !== " " &&
        !CLOSING.test(character) &&
        !OPENING.test(before));
    if (canBreak && piece !== "") {
      pieces.push(piece);
      piece = "";
    }
    piece += character;
    before = character;
  }
  return [...pieces, piece];
}

/** The beginning of a text that takes at most so many columns. */
function fitting(text: string, width: number): string {
  let head = "";
  for (const character of text) {
    if (displayWidth(head + character) > width) break;
    head += character;
  }
  return head || [...text][0] || "";
}

/**
 * Preformatted lines, such as examples and lists of words with their meanings, fitted to a width: a line that is too long goes
 * on under its text, a command with a backslash at the end of each line, so that it can still be copied.
 */
export function wrapBlock(text: string, width: number): string {
  return text
    .split("\n")
    .flatMap((line) => {
      if (displayWidth(line) <= width) return [line];
      const [, lead = "", term = ""] = /^(\s*)(\S+\s{2,})?/.exec(line) ?? [];
      const isCommand = /^\s*(npx )?tidelab /.test(line);
      const hanging = isCommand ? `${lead}  ` : lead + " ".repeat(displayWidth(term));
      const end = isCommand ? " \\" : "";
      const [first = "", ...others] = wrapText(
        line.slice(lead.length + term.length),
        width - displayWidth(hanging) - displayWidth(end),
      );
      const lines = [lead + term + first, ...others.map((other) => hanging + other)];
      return lines.map((one, index) => (index < lines.length - 1 ? one + end : one));
    })
    .join("\n");
}
