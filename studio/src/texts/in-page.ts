/**
 * Texts of the package in a page: they name the command line's flags and the keys of reading options, and a page has controls in their place.
 * What has no control stays as it is.
 */
import { controlTexts } from "./controls.ts";
import type { ControlTexts } from "./en/controls.ts";

type Control = Exclude<keyof ControlTexts, "withValue" | "alone">;

const CONTROLS: Readonly<Record<string, Control>> = {
  "--format": "format",
  "--encoding": "encoding",
  "--layout": "layout",
  "--delimiter": "delimiter",
  "--decimal": "decimal",
  "--label": "label",
  "--label-from": "labelFrom",
  "--group-from": "groupFrom",
  "--id": "id",
  "--group": "group",
  "--time": "time",
  "--channels": "channels",
  "--ignore-columns": "ignore",
  "--missing": "missing",
  "--fill": "missing",
  "--on-error": "onError",
  "--dates": "dates",
  "--skip-rows": "skipRows",
  "--resample": "resample",
  "--longest-gap": "longestGap",
  "--any-length": "anyLength",
  "--windows": "windows",
};

/** `(layout and columns in reading options)`, in both languages. */
const KEYS_OF_OPTIONS =
  / ?([(（])(?:([^()（）;；]*)[;；] ?)?[^()（）;；]*(?:reading options|读取选项)[^()（）;；]*([)）])/g;
/** A flag, and what looks like its value: `<column>`, or a word that is no prose. */
const FLAG =
  /(--[a-z]+(?:-[a-z]+)*)(?: (<[^<>]+>|(?:wide|long|point|comma|gbk|skip|dmy|mdy|linear|previous|zero|mask|file|folder|grandparent)(?![\w-])))?/g;

/** Files with their folders, as a pattern of the command line. */
const FOLDERS = /--data '[^']*\*[^']*'/g;

/** @param text  of an error or a notice, in the language that is spoken */
export function inPage(text: string): string {
  const texts = controlTexts();
  return text
    .replaceAll(KEYS_OF_OPTIONS, keepFirst)
    .replaceAll(FOLDERS, texts.alone(texts.folder))
    .replaceAll(FLAG, (whole, flag: string, value: string | undefined) => {
      const control = CONTROLS[flag];
      if (control === undefined) return whole;
      // Of `<column>` the control says itself what it takes.
      return value === undefined || value.startsWith("<")
        ? texts.alone(texts[control])
        : texts.withValue(texts[control], value);
    });
}

/** `(--encoding gbk; encoding in reading options)` keeps what is before the semicolon. */
function keepFirst(_: string, open: string, first: string | undefined, close: string): string {
  return first === undefined ? "" : `${open === "(" ? " " : ""}${open}${first}${close}`;
}
