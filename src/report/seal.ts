/**
 * A hash of a report at its end, in a comment that HTML and Markdown do not show: whether a report is still as Tidelab wrote it,
 * or somebody has typed something into it that must not be lost. No proof against intent; `tidelab verify` is.
 */
import { sha256OfText } from "../bytes/sha256.ts";

const SEAL = /<!-- tidelab sha256 ([0-9a-f]{64}) -->\n$/;

/** @param text  a document that ends with a line end */
export function seal(text: string): string {
  return `${text}<!-- tidelab sha256 ${sha256OfText(text)} -->\n`;
}

/** Whether a document is as it was sealed; line ends may have become those of another system. */
export function isSealed(document: string): boolean {
  const text = document.replaceAll("\r\n", "\n");
  const [line = "", sha256] = SEAL.exec(text) ?? [];
  return sha256 !== undefined && sha256OfText(text.slice(0, text.length - line.length)) === sha256;
}
