/** What was checked of the data, and with which result: findings of the package as lines to be shown. */
import type { SeriesView } from "../../engine/data-protocol.ts";
import type { DataTexts } from "../../texts/en/data.ts";
import { formatCount } from "../../texts/numbers.ts";

/** `passed`; `know`: to be known, and often fine; `wrong`: the test would say too much, or training learns nothing. */
export interface Check {
  readonly level: "passed" | "know" | "wrong";
  readonly title: string;
  readonly body: string;
}

/** How many times as many series the most frequent class may have and still be called balanced. */
const BALANCED = 1.5;

export function checksOf(view: SeriesView, texts: DataTexts): Check[] {
  return [
    balance(view, texts),
    missing(view, texts),
    ...doubles(view, texts),
    constant(view, texts),
    ...toKnow(view, texts),
  ];
}

function balance({ findings: { summary }, classes }: SeriesView, texts: DataTexts): Check {
  const sizes = classes.map(({ counts }) => counts.train + counts.val + counts.test);
  const [low, high] = [Math.min(...sizes), Math.max(...sizes)];
  if (summary.imbalance <= BALANCED) {
    const body =
      low === high ? texts.balancedEach(formatCount(low)) : texts.balancedBetween(formatCount(low), formatCount(high));
    return { level: "passed", title: texts.balanced, body };
  }
  const ratio = String(Number(summary.imbalance.toPrecision(2)));
  return { level: "know", title: texts.unbalanced, body: texts.unbalancedBody(ratio) };
}

function missing({ findings: { summary }, missing: filled, values }: SeriesView, texts: DataTexts): Check {
  if (filled > 0) return { level: "know", title: texts.filled, body: texts.filledBody(formatCount(filled)) };
  const { shortest, longest } = summary.lengths;
  const count = formatCount(values);
  const body =
    shortest === longest
      ? texts.completeSame(count, formatCount(longest))
      : texts.completeVaried(count, formatCount(shortest), formatCount(longest));
  return { level: "passed", title: texts.complete, body };
}

function doubles({ findings: { summary, leaks } }: SeriesView, texts: DataTexts): Check[] {
  const checks = leaks.leaks.map(({ kind, sets: [a, b], count }): Check => {
    const sides = texts.sides(texts.sets[a], texts.sets[b]);
    return {
      level: "wrong",
      title: texts.leak,
      body: texts.leakLine(texts.leaks[kind](formatCount(count), sides)),
    };
  });
  const { within } = summary.duplicates;
  if (within > 0) checks.push({ level: "know", title: texts.doubles, body: texts.doublesBody(formatCount(within)) });
  if (checks.length === 0) checks.push({ level: "passed", title: texts.noDoubles, body: texts.noDoublesBody });
  if (leaks.skipped.length > 0) {
    checks.push({ level: "know", title: texts.leaksSkipped, body: texts.leaksSkippedBody });
  }
  return checks;
}

function constant({ findings: { summary } }: SeriesView, texts: DataTexts): Check {
  const count = Math.max(...summary.channels.map((channel) => channel.constant));
  if (count === 0) return { level: "passed", title: texts.changing, body: texts.changingBody };
  return { level: "know", title: texts.constant, body: texts.constantBody(formatCount(count)) };
}

function toKnow({ findings: { summary }, spec: { data } }: SeriesView, texts: DataTexts): Check[] {
  const checks: Check[] = [];
  const far = Math.max(...summary.channels.map(({ outliers }) => outliers));
  if (far > 0) checks.push({ level: "know", title: texts.outliers, body: texts.outliersBody(formatCount(far)) });
  if ("scale" in data && data.scale === "max") {
    checks.push({ level: "know", title: texts.scaleSeen, body: texts.scaleSeenBody });
  }
  return checks;
}
