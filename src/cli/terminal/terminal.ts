/**
 * Where the command writes: results to stdout, what goes along with them to stderr, one line of progress on a terminal.
 * With `json`, stdout holds one document and nothing else. Decides nothing about contents,
 * but that no text commands the terminal.
 */
import { styleText } from "node:util";
import { visibleLines } from "../../report/visible.ts";
import type { CliMessages } from "../messages/en.ts";
import { type Language, messagesIn } from "./language.ts";

/** The flags that every command has. */
export interface GlobalOptions {
  readonly lang: Language;
  readonly json: boolean;
  readonly quiet: boolean;
}

/** What is used of a stream of the process; tests give their own. */
export interface Output {
  write(text: string): unknown;
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
  /** `[columns, rows]` of this moment; `columns` follows only when signals get their turn. */
  getWindowSize?(): readonly number[];
  /** Whether nothing that is written arrives any more. */
  readonly isBroken?: boolean | undefined;
}

export type Style = Parameters<typeof styleText>[0];

export interface Terminal extends GlobalOptions {
  readonly messages: CliMessages;
  /** Whether there is a line of progress; if not, do not trouble to format it. */
  readonly showsProgress: boolean;
  /** Columns of the terminal that progress is drawn on. */
  readonly columns: number;
  /** Columns of what results are written to; undefined for a file or a pipe, which has room for everything. */
  readonly width: number | undefined;
  /** Whether results are read on a screen. */
  readonly isScreen: boolean;
  /** What goes along with a result: header, epoch lines. On stdout; on stderr with `json`; nowhere with `quiet`. */
  info(text: string): void;
  /** What the user asked for, as text. On stdout; nowhere with `json`, where `document` has it. */
  result(text: string): void;
  /** Where the work of the command lies on disk: said on stderr where stdout cannot be written any more. */
  saved(text: string): void;
  /** What the user asked for, as data. On stdout with `json`, nowhere without. */
  document(value: unknown): void;
  /** What the user should also know: on stderr always. */
  notice(text: string): void;
  /** Replaces the lines of progress, usually one; any other writing removes them. */
  progress(lines: string): void;
  clearProgress(): void;
  /** Colours for what goes to stdout. */
  style(style: Style, text: string): string;
}

export interface Streams {
  readonly stdout: Output;
  readonly stderr: Output;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** See https://no-color.org. */
export function usesColours(stream: Output, env: Streams["env"]): boolean {
  return stream.isTTY === true && !env.NO_COLOR && env.TERM !== "dumb";
}

/** Columns of a stream: as `COLUMNS` says, or the terminal; undefined where neither does. */
export function widthOf(stream: Output, env: Streams["env"]): number | undefined {
  const set = Number(env.COLUMNS);
  return Number.isInteger(set) && set > 0 ? set : stream.columns;
}

/** Colours where a stream shows them. */
export function paint(stream: Output, env: Streams["env"], style: Style, text: string): string {
  return usesColours(stream, env) ? styleText(style, text, { validateStream: false }) : text;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: what `style` writes begins with the escape character
const STYLES = /(\u001b\[(?:1|2|22|3[1-9])m)/;

/** As `visibleLines`, but for the styles that `style` writes. */
function visibleStyled(text: string): string {
  return text
    .split(STYLES)
    .map((part, index) => (index % 2 === 1 ? part : visibleLines(part)))
    .join("");
}

const CLEAR_LINE = "\r\u001b[2K";
const LINE_UP = "\u001b[1A";

export function createTerminal(options: GlobalOptions, { stdout, stderr, env }: Streams): Terminal {
  const { json, quiet } = options;
  const showsProgress = stderr.isTTY === true && !quiet && env.TERM !== "dumb";
  let drawn = 0;
  const clearProgress = () => {
    if (drawn > 0) stderr.write(CLEAR_LINE + (LINE_UP + CLEAR_LINE).repeat(drawn - 1));
    drawn = 0;
  };
  // The one place where texts leave: what is not ours to command a terminal with is written out.
  const write = (stream: Output, text: string) => {
    clearProgress();
    const safe = stream === stdout && !json && usesColours(stdout, env) ? visibleStyled(text) : visibleLines(text);
    stream.write(safe.endsWith("\n") ? safe : `${safe}\n`);
  };
  return {
    ...options,
    messages: messagesIn(options.lang),
    showsProgress,
    // Asked each time: the window may be resized.
    get columns() {
      return stderr.getWindowSize?.()[0] || (stderr.columns ?? 80);
    },
    get width() {
      return widthOf(stdout, env);
    },
    isScreen: stdout.isTTY === true && !json,
    info(text) {
      if (!quiet) write(json ? stderr : stdout, text);
    },
    result(text) {
      if (!json) write(stdout, text);
    },
    saved(text) {
      if (stdout.isBroken) write(stderr, text);
      else if (!json) write(stdout, text);
    },
    document(value) {
      if (json) write(stdout, JSON.stringify(value, undefined, 2));
    },
    notice: (text) => write(stderr, text),
    progress(lines) {
      if (!showsProgress) return;
      const safe = visibleLines(lines);
      stderr.write(`${CLEAR_LINE}${(LINE_UP + CLEAR_LINE).repeat(Math.max(0, drawn - 1))}${safe}`);
      drawn = lines.split("\n").length;
    },
    clearProgress,
    style: (style, text) => (json ? text : paint(stdout, env, style, text)),
  };
}
