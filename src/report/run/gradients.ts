/** What a report says of gradients: sentences by rules from what was recorded, and the figures. */

import { medianOf } from "../../statistics/summary.ts";
import type { GradientLog } from "../../train/records.ts";
import type { Block } from "../blocks.ts";
import { formatCount, formatNumber } from "../formats.ts";
import type { ReportMessages } from "../messages/run.en.ts";

/** On its way through all time steps, a gradient that shrinks to less than this vanishes, and its inverse explodes. */
const VANISHED = 1e-3;

/** @param figures  by name, those that were drawn */
export function gradientSection(
  log: GradientLog | undefined,
  figures: (name: string) => readonly Block[],
  texts: ReportMessages,
): Block[] {
  const last = log?.records.at(-1);
  if (log === undefined || last === undefined) return [];
  const text = (content: string): Block => ({ kind: "paragraph", content: [content] });
  const states = describeStates(log, texts);
  return [
    { kind: "heading", text: texts.gradients },
    text(describeNorms(log, texts)),
    ...figures("gradient-norms"),
    text(describeUpdates(last.updates, texts)),
    ...figures("tensor-gradients"),
    ...(states === undefined ? [] : [text(states), ...figures("state-gradients")]),
  ];
}

function describeNorms({ records, every, clipGradNorm }: GradientLog, texts: ReportMessages): string {
  const norms = records.map(({ norm }) => norm).sort((a, b) => a - b);
  const clipped = records.filter(({ norm, clippedNorm }) => clippedNorm < norm).length;
  return texts.gradientNorms({
    records: formatCount(records.length),
    every: formatCount(every),
    least: formatNumber(norms[0] ?? 0),
    greatest: formatNumber(norms.at(-1) ?? 0),
    median: formatNumber(medianOf(norms)),
    clipped: formatCount(clipped),
    isClipped: clipGradNorm > 0 || clipped > 0,
  });
}

function describeUpdates(updates: readonly (number | null)[], texts: ReportMessages): string {
  const known = updates.flatMap((update) => (update === null ? [] : [update])).sort((a, b) => a - b);
  const [least = 0, greatest = 0] = [known[0], known.at(-1)];
  return texts.gradientUpdates({
    least: formatNumber(least),
    greatest: formatNumber(greatest),
    median: formatNumber(known.length > 0 ? medianOf(known) : 0),
  });
}

/** Undefined where no layer has hidden states, or none of them a gradient. */
function describeStates(log: GradientLog, texts: ReportMessages): string | undefined {
  const factors = log.states.flatMap((state, index) => {
    const factor = factorOf(log, index, state.reverse);
    return factor === undefined ? [] : [{ name: texts.stateName({ ...state, level: state.level + 1 }), factor }];
  });
  const ordered = factors.sort((a, b) => a.factor - b.factor);
  const [least, greatest] = [ordered[0], ordered.at(-1)];
  if (least === undefined || greatest === undefined) return undefined;
  const names = (found: typeof factors) => texts.list(found.map(({ name }) => name));
  const format = ({ name, factor }: (typeof factors)[number]) => ({ name, factor: formatNumber(factor) });
  return texts.gradientStates({
    least: format(least),
    greatest: format(greatest),
    isOne: factors.length === 1,
    vanishing: names(factors.filter(({ factor }) => factor < VANISHED)),
    exploding: names(factors.filter(({ factor }) => factor > 1 / VANISHED)),
  });
}

/** The gradient of the state that is read first by that of the last, as a geometric mean over the records. */
function factorOf({ records }: GradientLog, index: number, reverse: boolean): number | undefined {
  const logs = records.flatMap(({ states }) => {
    const norms = states[index] ?? [];
    const [first = 0, last = 0] = reverse ? [norms.at(-1), norms[0]] : [norms[0], norms.at(-1)];
    return first > 0 && last > 0 ? [Math.log(first / last)] : [];
  });
  return logs.length === 0 ? undefined : Math.exp(logs.reduce((sum, value) => sum + value, 0) / logs.length);
}
