/**
 * A spec as a link's text: `1.<deflated JSON without defaults, base64url>.<CRC-32>`. It opens the same training elsewhere, to the same bits;
 * series from files are not in it. Whoever follows a link trusts nothing in it: length, sum and size are checked before the spec is read.
 */
import { parseSpec } from "../spec/parse.ts";
import { shortSpec } from "../spec/short.ts";
import type { Spec } from "../spec/spec.ts";
import { linkText, readLinkText } from "./link-text.ts";

/**
 * A spec as the text of a link, for `tidelab studio` behind `#/s/`. Files that the spec names are not in it, only their names.
 * @returns only letters, digits, `-`, `_` and `.`
 * @throws TidelabError `link.long` for a spec that takes more than 6,000 characters
 * @example
 * ```ts
 * import { models, parseSpec } from "tidelab";
 * import { readSpecLink, specLink } from "tidelab/runs";
 *
 * const spec = parseSpec({ data: { kind: "waves" }, model: models.recurrent({ hiddenSize: 8 }), seed: 3 });
 * const link = await specLink(spec);
 * console.log(link.startsWith("1."), (await readSpecLink(link)).seed); // true 3
 * ```
 */
export async function specLink(spec: Spec): Promise<string> {
  return linkText(shortSpec(spec));
}

/**
 * The spec of a link's text, with all defaults filled in.
 * @param link  what `specLink` gave
 * @throws TidelabError `link.cut`, `link.newer`, `link.long` or `link.content`, and those of `parseSpec` for a spec that does not fit
 * @example
 * ```ts
 * import { TidelabError } from "tidelab";
 * import { readSpecLink } from "tidelab/runs";
 *
 * const error = await readSpecLink("1.q1YqSSwu").catch((reason) => reason);
 * console.log(error instanceof TidelabError && error.code); // link.cut
 * ```
 */
export async function readSpecLink(link: string): Promise<Spec> {
  return parseSpec(await readLinkText(link));
}
