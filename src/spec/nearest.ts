/**
 * "Did you mean …?": which known name was mistyped. Only for error texts; nothing is ever corrected by it.
 */
import leven from "leven";

/** What other libraries call it, where no distance of letters would find ours. */
const NAMES_ELSEWHERE: Readonly<Record<string, string>> = {
  learningrate: "lr",
  units: "hiddenSize",
  filters: "outChannels",
  numfilters: "outChannels",
};

/**
 * The candidate that `word` is most likely a typo of. Case, `-`, `_`, `.` and spaces do not count (`hidden_size` is
 * `hiddenSize`), names of other libraries do (`learningRate` is `lr`), two letters that changed places count as one typo, and one typo is allowed per three letters.
 * @returns the first of the nearest candidates, or undefined when all are too far away to be what was meant
 */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  const typed = bare(word);
  const known = new Set(candidates);
  const ours = NAMES_ELSEWHERE[typed];
  if (ours !== undefined && known.has(ours)) return ours;
  let best: string | undefined;
  let fewest = Number.POSITIVE_INFINITY;
  for (const candidate of known) {
    const letters = bare(candidate);
    const typos = countTypos(typed, letters);
    if (typos < fewest && typos <= Math.floor(Math.max(typed.length, letters.length) / 3)) {
      best = candidate;
      fewest = typos;
    }
  }
  return best;
}

function bare(name: string): string {
  return name.toLowerCase().replace(/[\s_.-]/g, "");
}

/** Levenshtein distance, where a single swap of neighbours (`lsmt`) is one typo and not two. */
function countTypos(typed: string, known: string): number {
  const edits = leven(typed, known);
  if (edits !== 2 || typed.length !== known.length) return edits;
  let first = 0;
  while (typed[first] === known[first]) first++;
  const isSwap =
    typed[first] === known[first + 1] &&
    typed[first + 1] === known[first] &&
    typed.slice(first + 2) === known.slice(first + 2);
  return isSwap ? 1 : 2;
}
