/**
 * Texts, documents, comments and names use the words of the field. Each phrase here was in use once and has a plain word; a few
 * of its words are ordinary elsewhere, which `ordinary` lists. Not a spelling or a style checker.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const root = fileURLToPath(new URL("../../", import.meta.url));

interface Phrase {
  readonly odd: RegExp;
  /** What to write instead. */
  readonly plain: string;
  /** Uses that are ordinary English. */
  readonly ordinary?: RegExp;
}

const PHRASES: readonly Phrase[] = [
  { odd: /\b(stands?|stood|standing)\b/gi, plain: "is, are, is stored", ordinary: /\b(stands? out|stand-?alone)\b/gi },
  {
    odd: /\b(tells?|told|telling)\b/gi,
    plain: "reports, says, distinguishes",
    // "tell two methods apart" is what reports and statisticians say.
    ordinary: /\b(tells?|told) (\$\{p\.\w+\} |\w+ ){0,3}apart\b/gi,
  },
  { odd: /\banew\b/gi, plain: "again" },
  { odd: /\bby turns\b/gi, plain: "alternate" },
  { odd: /\b(no|any) say (in|here)\b|\bhave no say\b/gi, plain: "is never used for" },
  { odd: /'s business\b|\bthe business of\b/gi, plain: "name the file that does it" },
  { odd: /\btakes? us in\b/gi, plain: "connects" },
  { odd: /\bwhat of an?\b/gi, plain: "which part of" },
  { odd: /\bthe (less|more) the better\b/gi, plain: "lower is better" },
  { odd: /\bamid\b|\bupon\b|\bhence\b|\bthereof\b|\btherein\b|\bwhereof\b/gi, plain: "between, on, so" },
  { odd: /\bthe very (?!first|last)\w+/gi, plain: "the same, exactly, the end" },
  { odd: /\bof no use\b/gi, plain: "cannot be used, does not help" },
  { odd: /\bunder way\b/gi, plain: "in progress, current, running" },
  { odd: /(?<!by )\bhands? (out|on|over|in)\b/gi, plain: "returns, outputs, passes on" },
  { odd: /\bin the places? of\b(?! these)/gi, plain: "instead of, in place of" },
  {
    odd: /\b(comes?|came) to the (same|very)\b|\bwhat \w+( \w+){0,4} (comes?|came) to\b(?! know)/gi,
    plain: "the result of",
  },
  { odd: /\bmakes? \w+ of it\b/gi, plain: "makes it into" },
  { odd: /\blets? \w+ through\b|\b(be|is|are) let through\b/gi, plain: "passes, accepts" },
  { odd: /\bnothing to say\b/gi, plain: "empty" },
  { odd: /\b(goes|go|went|gone) on (from|with)\b/gi, plain: "continues, resumes" },
  { odd: /\bworded\b|\b(puts?|turns?|become) (\w+ )?into words\b/gi, plain: "formatted, translated" },
  { odd: /\b(lays|laid) (?!by the|waste)/gi, plain: "arranged, stored" },
  { odd: /\bmend(s|ed|ing)?\b/gi, plain: "fix" },
  { odd: /\bbesides\b/gi, plain: "in addition to, also, except" },
  { odd: /\bin vain\b/gi, plain: "without success" },
  { odd: /\bknows? (of|no) /gi, plain: "has no, does not depend on" },
  { odd: /\bdo(es)? without\b/gi, plain: "runs without, is not needed" },
  { odd: /\bin so many words\b|\bwithout a word\b/gi, plain: "explicitly, silently" },
  { odd: /received an error of the system/gi, plain: "cannot read …, cannot write …" },
  // Names of functions, types and variables that had a plainer one.
  { odd: /\b(wordValue|wordTitle|wordRow|wordOption|wordSummary|wordComparison|Told)\b/g, plain: "formatValue, …" },
];

/** This file, and the reports that a browser writes from data. */
const IS_TEXT = /\.(tsx?|mjs|py|md)$/;
const SKIPPED = /zh-CN|node_modules|^test\/fixtures\/|plain-english\.test\.ts$|kernels-binary/;

function listFiles(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: "utf8" }).map((file) =>
    `${folder}/${file}`.replaceAll("\\", "/"),
  );
}

const files = [
  ...["README.md", "CONTRIBUTING.md", "CHANGELOG.md"],
  ...["src", "kernels", "docs", "bench", "scripts", "examples", "test", "studio"].flatMap(listFiles),
].filter((file) => IS_TEXT.test(file) && !SKIPPED.test(file));

/** @returns the lines with an odd phrase, with what to write instead */
function oddities(file: string, text: string): string[] {
  return text.split("\n").flatMap((line, index) =>
    PHRASES.flatMap(({ odd, plain, ordinary }) => {
      const rest = ordinary === undefined ? line : line.replace(ordinary, "");
      return (rest.match(odd) ?? []).map((found) => `${file}:${index + 1}: "${found}" → ${plain}`);
    }),
  );
}

describe("plain English", () => {
  it("finds the phrases that it looks for, and leaves their ordinary uses alone", () => {
    expect(oddities("a", "classes come by turns, as the spec is told of")).toHaveLength(2);
    expect(oddities("a", "its summed gradients stand at `gradientAddress`")).toHaveLength(1);
    expect(oddities("a", "a stand-alone page that tells two methods apart, by the standard")).toEqual([]);
  });

  it("is what messages, documents, comments and names are written in", () => {
    expect(files.length).toBeGreaterThan(500);
    expect(files.flatMap((file) => oddities(file, readFileSync(join(root, file), "utf8")))).toEqual([]);
  });
});
