/** Measures competitors in turn, round by round (A, B, A, B, …), so that what slows the machine down slows all of them. */
import { setTimeout as sleep } from "node:timers/promises";

/** Milliseconds between two turns: the threads of the one before (OpenMP's spin for a while) are idle by then. */
const PAUSE = 50;

/**
 * @typedef {object} Competitor
 * @property {string} name
 * @property {() => Promise<number>} measure  one turn; what it measured, as a rule seconds
 * @property {number} [rounds]  takes part in this many rounds only, being too slow for all of them
 */

/**
 * @param {readonly Competitor[]} competitors
 * @param {{ rounds: number, warmUp?: number, pause?: number }} options  turns of the warm-up are not counted
 * @returns {Promise<Map<string, (number | undefined)[]>>}  by name, one value a round; undefined where it sat out
 */
export async function interleave(competitors, { rounds, warmUp = 1, pause = PAUSE }) {
  /** @type {Map<string, (number | undefined)[]>} */
  const measured = new Map(competitors.map(({ name }) => [name, []]));
  for (let round = -warmUp; round < rounds; round++) {
    for (const { name, measure, rounds: most = rounds } of competitors) {
      if (round >= most) {
        measured.get(name)?.push(undefined);
        continue;
      }
      await sleep(pause);
      const value = await measure();
      if (round >= 0) measured.get(name)?.push(value);
    }
  }
  return measured;
}

/** The rounds that were measured. @param {readonly (number | undefined)[] | undefined} values */
export function present(values) {
  return (values ?? []).filter((value) => value !== undefined);
}
