/** What several arms are called together: a few by their names, many by the settings that they have in common. */

import { formatCount } from "../formats.ts";
import type { SweepMessages } from "../messages/sweep.en.ts";
import type { Arm, SweepAxis } from "./arms.ts";
import { detailFor, nameSetting } from "./names.ts";

/** Names in a row that one still reads. */
const MOST_NAMES = 4;
/** Arms with nothing in common are named all the same up to so many: "7 of 18 arms" does not say which. */
const MOST_UNLIKE = 8;

/**
 * `LSTM and GRU`; of more arms than one reads in a row `all 6 arms with learning rate 0.1`; where they
 * have none in common, by their names or the first few of them.
 * @param all  the arms that they are of
 */
export function describeArms(
  some: readonly Arm[],
  all: readonly Arm[],
  axes: readonly SweepAxis[],
  texts: SweepMessages,
): string {
  if (some.length <= MOST_NAMES) return texts.list(some.map(({ name }) => name));
  if (some.length === all.length) return texts.allArms({ count: formatCount(all.length) });
  const settings = sharedSettings(some, all, axes, texts);
  const count = formatCount(some.length);
  if (settings.length === 0 && some.length <= MOST_UNLIKE) return texts.list(some.map(({ name }) => name));
  return settings.length === 0
    ? texts.someArms({
        count,
        all: formatCount(all.length),
        names: texts.list(some.slice(0, 3).map(({ name }) => name)),
      })
    : texts.armsWith({ count, settings: texts.list(settings) });
}

/** Names of settings such that the arms with one of them are just these; empty where there are none. */
function sharedSettings(
  some: readonly Arm[],
  all: readonly Arm[],
  axes: readonly SweepAxis[],
  texts: SweepMessages,
): string[] {
  const has = (arm: Arm, path: string, value: unknown) => JSON.stringify(arm.settings[path]) === JSON.stringify(value);
  const whole = axes.flatMap(({ path, values }) => {
    const detail = detailFor(path, values, texts);
    return values.flatMap((value) => {
      const members = all.filter((arm) => has(arm, path, value));
      const isInside = members.length > 0 && members.every((arm) => some.includes(arm));
      return isInside ? [{ name: nameSetting(path, value, detail, texts), members }] : [];
    });
  });
  // One after another, the one that adds most first; what adds nothing is not named.
  const named: string[] = [];
  let left = [...some];
  while (left.length > 0) {
    const gain = ({ members }: (typeof whole)[number]) => members.filter((arm) => left.includes(arm)).length;
    const [next] = [...whole].sort((a, b) => gain(b) - gain(a));
    if (next === undefined || gain(next) === 0 || named.length === MOST_NAMES) return [];
    named.push(next.name);
    left = left.filter((arm) => !next.members.includes(arm));
  }
  return named;
}
