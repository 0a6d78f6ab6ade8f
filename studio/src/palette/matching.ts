/** Which entries fit what was typed, the best first. Knows nothing of where they lead. */

/**
 * How well a text fits: all words must be in it, in any order; the beginning of the text, then of a word, is best.
 * @returns undefined where it does not fit
 */
export function fit(typed: string, text: string): number | undefined {
  const wanted = typed.toLowerCase().split(/\s+/).filter(Boolean);
  const lower = text.toLowerCase();
  let score = 0;
  for (const word of wanted) {
    const at = lower.indexOf(word);
    if (at < 0) return undefined;
    const begins = at === 0 || /[\s\p{P}]/u.test(lower[at - 1] ?? "");
    score += at === 0 ? 3 : begins ? 2 : 1;
  }
  // Of two that fit as well, the shorter one says more.
  return score - lower.length / 1000;
}

/** @param textOf  the text of an entry that is searched */
export function matching<Entry>(typed: string, entries: readonly Entry[], textOf: (entry: Entry) => string): Entry[] {
  if (typed.trim() === "") return [...entries];
  return entries
    .flatMap((entry) => {
      const score = fit(typed, textOf(entry));
      return score === undefined ? [] : [{ entry, score }];
    })
    .sort((a, b) => b.score - a.score)
    .map(({ entry }) => entry);
}
