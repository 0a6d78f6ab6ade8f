/** Errors of the package in the language that is spoken: the same texts as the command line's. Chinese ones are loaded when they are needed. */
import { signal } from "@preact/signals";
import { describeError } from "tidelab";
import type { ErrorData } from "../engine/protocol.ts";
import { inPage } from "./in-page.ts";
import { language } from "./language.ts";
import { shellTexts } from "./shell.ts";

type Catalogue = NonNullable<Parameters<typeof describeError>[1]>;

const FILE_GONE: readonly string[] = ["data.noFile", "data.fileGone"];
const chinese = signal<Catalogue | undefined>(undefined);
let isLoading = false;

async function loadChinese(): Promise<void> {
  if (isLoading) return;
  isLoading = true;
  try {
    chinese.value = (await import("tidelab/errors/zh-CN")).errorMessages;
  } catch {
    // The connection is gone: English until the next try.
  } finally {
    isLoading = false;
  }
}

/** @returns one line, with the page's controls in place of flags: where, what was expected, what was received, what to do */
export function describeProblem(error: ErrorData): string {
  // A page has no folders to look into.
  if (FILE_GONE.includes(error.code) && error.path !== undefined) return shellTexts().fileGone(error.path);
  if (error.code === "studio.locked") {
    const { set } = error.params as { readonly set: string | undefined };
    return shellTexts().lockBroken(error.path ?? "", set);
  }
  if (language.value === "en") return inPage(error.message);
  if (chinese.value === undefined) {
    void loadChinese();
    return inPage(error.message);
  }
  return inPage(describeError(error as never, chinese.value));
}
