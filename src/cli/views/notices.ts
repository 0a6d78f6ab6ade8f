/** Shows notices on stderr: once for a run, and once for all arms of a sweep that have the same. */
import type { Notice } from "../../model/notices.ts";
import type { Terminal } from "../terminal/terminal.ts";
import { warn } from "./results.ts";

/** `model.layers[1]: last takes …` */
export function describeNotice({ code, path, params }: Notice, { messages }: Terminal): string {
  const text = messages.notices[code] as (p: typeof params) => string;
  return `${path}: ${text(params)}`;
}

export function showNotices(notices: readonly Notice[], terminal: Terminal): void {
  for (const text of new Set(notices.map((notice) => describeNotice(notice, terminal)))) warn(terminal, text);
}
