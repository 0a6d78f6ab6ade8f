/** Runs that were chosen in the list: their curves on one chart, only what differs between their specs, and paired differences. */
import { useSignal } from "@preact/signals";
import { compareSpecs } from "tidelab/compare";
import type { EpochRecord } from "tidelab/runs";
import { formatHash } from "../../app/router.ts";
import { ArmCurves } from "../../charts/arm-curves.tsx";
import { ArmKey } from "../../charts/arm-mark.tsx";
import { Segmented } from "../../components/segmented.tsx";
import { keptRuns } from "../../state/studio.ts";
import type { RunRow } from "../../store/runs.ts";
import { compareTexts } from "../../texts/compare.ts";
import { formatCount, formatLoss, formatPercent } from "../../texts/numbers.ts";
import { Effects } from "./effects.tsx";
import { formatSetting } from "./formats.ts";
import { listedOf } from "./list-state.ts";
import { light, lights, lit, litClass } from "./lit.ts";
import { withQuery } from "./query.ts";
import { useNotes } from "./records.tsx";
import { useConclusions } from "./use-conclusions.ts";

type Kept = RunRow & { readonly record: NonNullable<RunRow["record"]> };

const VALUES = { loss: ({ valLoss }: EpochRecord) => valLoss, accuracy: ({ valAccuracy }: EpochRecord) => valAccuracy };

function Curves({ rows }: { rows: readonly Kept[] }) {
  const texts = compareTexts();
  const what = useSignal<keyof typeof VALUES>("loss");
  const lossOrAccuracy = VALUES[what.value];
  const epochs = Math.max(...rows.map(({ record }) => record.history.length));
  const format = what.value === "loss" ? formatLoss : (share: number) => `${Math.round(share * 100)}%`;
  return (
    <section class="section" aria-labelledby="curves-title">
      <div class="section-head">
        <h2 id="curves-title">{texts.curves}</h2>
        <Segmented
          label={texts.curves}
          small
          value={what.value}
          options={[
            { value: "loss", text: texts.loss },
            { value: "accuracy", text: texts.accuracy },
          ]}
          onChange={(next) => {
            what.value = next;
          }}
        />
      </div>
      <ArmCurves
        curves={rows.map(({ id, label, record }, index) => ({
          ...{ id, name: label, index },
          points: record.history.map((epoch) => [epoch.epoch, lossOrAccuracy(epoch)] as const),
        }))}
        lit={lit.value}
        onLight={light}
        label={texts.curvesText(texts[what.value], rows.length, epochs)}
        xLabel={texts.epoch}
        height={280}
        formatY={format}
        isCount
        {...(what.value === "accuracy" && { yMax: 1 })}
      />
      <details class="chart-table">
        <summary class="small">{texts.curvesTable}</summary>
        <div class="wide-table">
          <table>
            <thead>
              <tr>
                <th scope="col">{texts.epoch}</th>
                {rows.map(({ id, label }) => (
                  <th key={id} scope="col" class="num">
                    {label}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {Array.from({ length: epochs }, (_, epoch) => (
                <tr key={epoch}>
                  <th scope="row">{epoch + 1}</th>
                  {rows.map(({ id, record }) => {
                    const there = record.history[epoch];
                    return (
                      <td key={id} class="num">
                        {there === undefined
                          ? "–"
                          : what.value === "loss"
                            ? formatLoss(lossOrAccuracy(there))
                            : formatPercent(lossOrAccuracy(there))}
                      </td>
                    );
                  })}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </details>
    </section>
  );
}

function Differing({ rows }: { rows: readonly Kept[] }) {
  const texts = compareTexts();
  const notes = useNotes();
  const listed = rows.flatMap((row) => listedOf(row, notes.get(row.id)));
  const differences = compareSpecs(listed);
  const or = (value: number | null, format: (known: number) => string) => (value === null ? texts.none : format(value));
  const lines: readonly (readonly [string, readonly string[]])[] = [
    [texts.test, listed.map(({ testAccuracy }) => or(testAccuracy, formatPercent))],
    [texts.bestValLoss, listed.map(({ bestValLoss }) => or(bestValLoss, formatLoss))],
    [texts.parameters, listed.map(({ parameters }) => formatCount(parameters))],
    [texts.seconds, listed.map(({ seconds }) => texts.secondsOf(seconds.toFixed(seconds < 10 ? 1 : 0)))],
    [texts.tags, listed.map(({ tags }) => tags.map((tag) => `#${tag}`).join(" ") || texts.none)],
    [texts.notes, listed.map((run) => run.notes.map(({ text }) => text).join(" ") || texts.none)],
  ];
  return (
    <section class="section" aria-labelledby="differs-title">
      <h2 id="differs-title">{texts.differs}</h2>
      {differences.length === 0 && <p class="small soft">{texts.sameSpecs}</p>}
      <div class="wide-table">
        <table class="differing">
          <thead>
            <tr>
              <td />
              {rows.map(({ id, label }, index) => (
                <th key={id} scope="col" class={`num${litClass(id)}`} {...lights([id])}>
                  <a class="hstack" href={formatHash(["run", id])}>
                    <ArmKey index={index} />
                    {label}
                  </a>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {differences.map(({ path, values }) => (
              <tr key={path}>
                <th scope="row" class="mono">
                  {path}
                </th>
                {values.map((value, index) => (
                  <td key={rows[index]!.id} class={`num strong${litClass(rows[index]!.id)}`}>
                    {formatSetting(value)}
                  </td>
                ))}
              </tr>
            ))}
            {lines.map(([name, values]) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                {values.map((value, index) => (
                  <td key={rows[index]!.id} class={`num written${litClass(rows[index]!.id)}`}>
                    {value}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function Pairs({ rows }: { rows: readonly Kept[] }) {
  const texts = compareTexts();
  const key = rows.map(({ id }) => id).join(",");
  const found = useConclusions(
    ({ groupRuns }) =>
      groupRuns(
        "chosen",
        rows.map(({ record }) => record),
      ),
    [key],
  );
  if (found === undefined) return null;
  const { conclusions, result } = found;
  // An arm is lit by its runs, which is what the other parts draw.
  const runsOf = (arms: readonly string[]) =>
    rows.flatMap(({ id, record }) => {
      const arm = result.arms.find(({ runs }) =>
        runs.some((run) => run.weightsSha256 === record.weightsSha256 && run.seed === record.seed),
      );
      return arm && arms.includes(arm.id) ? [id] : [];
    });
  const comparisons = conclusions.comparisons.map((one) => ({
    ...one,
    firstArms: runsOf(one.firstArms),
    secondArms: runsOf(one.secondArms),
  }));
  return (
    <section class="section" aria-labelledby="pairs-title">
      <h2 id="pairs-title">{texts.pairs}</h2>
      <p class="small soft">{texts.pairsHint}</p>
      {comparisons.length === 0 ? (
        <p class="small soft">{texts.noPairs}</p>
      ) : (
        <>
          <Effects groups={[{ name: "", comparisons }]} label={texts.pairs} onAddSeeds={undefined} />
          <ul class="findings">
            {conclusions.findings.map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

export default function Chosen({ ids, query }: { ids: readonly string[]; query: URLSearchParams }) {
  const texts = compareTexts();
  const kept = keptRuns.value;
  if (kept === undefined) return <p class="screen-loading soft">{texts.reading}</p>;
  const found = ids.flatMap((id) => kept.find((row) => row.id === id) ?? []);
  const rows = found.filter((row): row is Kept => row.record !== undefined);
  return (
    <div class="panel chosen">
      <div class="between">
        <h1>{texts.chosen(rows.length)}</h1>
        <button type="button" class="btn quiet" onClick={() => withQuery(query, { runs: "" })}>
          {texts.clear}
        </button>
      </div>
      {found.length > rows.length && <p class="notice warn">{texts.withoutEnd}</p>}
      {rows.length < 2 && <p class="soft">{texts.chooseOneMore}</p>}
      {rows.length > 0 && <Curves rows={rows} />}
      {rows.length > 1 && <Differing rows={rows} />}
      {rows.length > 1 && <Pairs rows={rows} />}
    </div>
  );
}
