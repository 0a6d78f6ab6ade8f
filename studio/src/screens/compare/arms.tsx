/** An experiment: what each setting changes, all arms with every seed, size and accuracy, and what of it is still being run. */
import { useSignal } from "@preact/signals";
import type { ConcludedArm, SweepConclusions } from "tidelab/compare";
import type { SweepResult } from "tidelab/sweep";
import { formatHash } from "../../app/router.ts";
import { ArmKey } from "../../charts/arm-mark.tsx";
import { Icon } from "../../components/icon.tsx";
import { askRun } from "../../engine/run-client.ts";
import type { Experiment } from "../../experiments/experiment.ts";
import { download } from "../../state/download.ts";
import { reportFault } from "../../state/faults.ts";
import { compareTexts } from "../../texts/compare.ts";
import { language } from "../../texts/language.ts";
import { formatCount } from "../../texts/numbers.ts";
import { ArmDots } from "./arm-dots.tsx";
import { beginExperiment } from "./begin.tsx";
import { Effects } from "./effects.tsx";
import { ExperimentHead } from "./experiment-head.tsx";
import { formatSetting, formatShare } from "./formats.ts";
import { SizeChart } from "./size-chart.tsx";
import { useConclusions } from "./use-conclusions.ts";

/** Fewer seeds give no verdict. */
const LEAST_SEEDS = 3;
/** More are not listed one by one. */
const MOST_LIVE = 6;

function nextSeeds(count: number): number {
  return count < LEAST_SEEDS ? LEAST_SEEDS : count < 5 ? 5 : count + 5;
}

async function addSeeds(experiment: Experiment, total: number): Promise<void> {
  await experiment.addSeeds(total);
  experiment.start();
}

/** The same experiment on series with more noise. Where noise is what is varied, or the series are from files, there is none. */
function harder(experiment: Experiment): { noise: number; begin: () => void } | undefined {
  const { sweep } = experiment.row.value;
  const data = experiment.plan.value.runs[0]?.spec.data;
  if (data?.kind !== "waves" || typeof sweep.base === "string") return undefined;
  if (
    experiment.plan.value.axes.some(({ path, sets }) => [path, ...(sets ?? [])].some((one) => one.startsWith("data")))
  ) {
    return undefined;
  }
  const noise = Number((data.noise * 1.5 + 0.05).toFixed(2));
  const base = { ...sweep.base, data: { ...(sweep.base.data as object), noise } };
  const { isRace } = experiment.row.value;
  return { noise, begin: () => void beginExperiment(async () => ({ ...sweep, base }), { isRace }) };
}

function Ceiling({ experiment }: { experiment: Experiment }) {
  const texts = compareTexts();
  const next = harder(experiment);
  return (
    <div class="notice warn" role="status">
      <Icon name="info" />
      <div class="hstack">
        <span>{texts.ceiling}</span>
        {next && (
          <button type="button" class="btn sm" onClick={next.begin}>
            {texts.raise(String(next.noise))}
          </button>
        )}
      </div>
    </div>
  );
}

function BestAndFirst({ result, conclusions }: { result: SweepResult; conclusions: SweepConclusions }) {
  const texts = compareTexts();
  const best = conclusions.arms.find(({ id }) => id === conclusions.best);
  const first = conclusions.arms.find((arm) => arm !== best);
  if (best === undefined || first === undefined) return null;
  const settingsOf = ({ id }: ConcludedArm) => result.arms.find((arm) => arm.id === id)?.settings ?? {};
  const accuracy = ({ mean, sd }: ConcludedArm) => {
    if (Number.isNaN(sd)) return formatShare(mean);
    return texts.meanSd(formatShare(mean), formatShare(sd));
  };
  const differing = conclusions.axes.filter(({ path }) => settingsOf(best)[path] !== settingsOf(first)[path]);
  return (
    <section class="section" aria-labelledby="best-title">
      <h2 id="best-title">{texts.differs}</h2>
      <table class="differing">
        <thead>
          <tr>
            <td />
            <th scope="col" class="num">
              {texts.best}
            </th>
            <th scope="col" class="num">
              {conclusions.arms[0] === first ? texts.baseline : first.name}
            </th>
          </tr>
        </thead>
        <tbody>
          {differing.map(({ path, name }) => (
            <tr key={path}>
              <th scope="row">{name}</th>
              <td class="num strong">{formatSetting(settingsOf(best)[path])}</td>
              <td class="num strong">{formatSetting(settingsOf(first)[path])}</td>
            </tr>
          ))}
          <tr>
            <th scope="row">{texts.parameters}</th>
            <td class="num">{Number.isNaN(best.parameters) ? "–" : formatCount(best.parameters)}</td>
            <td class="num">{Number.isNaN(first.parameters) ? "–" : formatCount(first.parameters)}</td>
          </tr>
          <tr>
            <th scope="row">{texts.test}</th>
            <td class="num">{accuracy(best)}</td>
            <td class="num">{accuracy(first)}</td>
          </tr>
        </tbody>
      </table>
    </section>
  );
}

function InProgress({ experiment }: { experiment: Experiment }) {
  const texts = compareTexts();
  const live = [...experiment.live.value.values()];
  if (live.length === 0) return null;
  return (
    <ul class="in-progress small" aria-label={texts.runs}>
      {live.slice(0, MOST_LIVE).map((run) => {
        const epochs = run.facts.value?.spec.training.epochs ?? 0;
        const epoch = Math.min(run.history.value.length + 1, epochs);
        return (
          <li key={run.id}>
            {texts.running(run.label, epoch, epochs)}
            <progress max={Math.max(1, epochs)} value={run.history.value.length} aria-hidden="true" />
          </li>
        );
      })}
    </ul>
  );
}

export default function Arms({ experiment }: { experiment: Experiment }) {
  const texts = compareTexts();
  const isMaking = useSignal(false);
  const plan = experiment.plan.value;
  const ended = experiment.ended.value;
  const found = useConclusions(({ sweepResult }) => sweepResult(plan, [...ended.values()]), [plan, ended]);
  const { seeds } = plan;
  const summary = texts.summary(plan.arms.length, seeds.join(", "));
  const more = nextSeeds(seeds.length);
  const report = async (result: SweepResult) => {
    isMaking.value = true;
    try {
      const html = await askRun("sweep", { result, lang: language.value });
      download(`${experiment.row.value.name}.html`, html, "text/html");
    } catch (error) {
      reportFault(String(error), error instanceof Error ? (error.stack ?? "") : "");
    } finally {
      isMaking.value = false;
    }
  };
  const isRace = experiment.row.value.isRace;
  return (
    <div class="experiment">
      <ExperimentHead experiment={experiment} summary={summary}>
        {isRace && (
          <a class="btn" href={formatHash(["compare", experiment.row.value.id], new URLSearchParams({ race: "1" }))}>
            {texts.raceView}
          </a>
        )}
        <button type="button" class="btn" onClick={() => void addSeeds(experiment, more)}>
          <Icon name="plus" size={16} />
          {texts.moreSeeds(more)}
        </button>
        {found && ended.size > 0 && (
          <button type="button" class="btn" disabled={isMaking.value} onClick={() => void report(found.result)}>
            <Icon name="page" size={16} />
            {texts.report}
          </button>
        )}
      </ExperimentHead>
      <InProgress experiment={experiment} />
      {found && <Shown experiment={experiment} {...found} />}
    </div>
  );
}

function Shown(props: { experiment: Experiment; result: SweepResult; conclusions: SweepConclusions }) {
  const { experiment, result, conclusions } = props;
  const texts = compareTexts();
  const { arms, effects, comparisons, best, chance, isAtCeiling, findings } = conclusions;
  const [axis] = result.axes;
  const isGrid = result.axes.length > 1 && axis !== undefined;
  const indexOf = (id: string) => {
    if (!isGrid) return arms.findIndex((arm) => arm.id === id);
    const value = result.arms.find((arm) => arm.id === id)?.settings[axis.path];
    return axis.values.findIndex((one) => JSON.stringify(one) === JSON.stringify(value));
  };
  const failures = arms.reduce((sum, arm) => sum + arm.failures, 0);
  const hasRuns = arms.some(({ testAccuracy }) => testAccuracy.length > 0);
  const groups = effects.length > 0 ? effects : [{ name: conclusions.axes[0]?.name ?? "", comparisons }];
  const onAddSeeds = result.seeds.length < LEAST_SEEDS ? () => void addSeeds(experiment, LEAST_SEEDS) : undefined;
  return (
    <div class="experiment-body">
      <div class="experiment-stage panel">
        {isAtCeiling && <Ceiling experiment={experiment} />}
        {failures > 0 && <p class="notice warn">{texts.failed(failures)}</p>}
        {comparisons.length > 0 && (
          <section class="section" aria-labelledby="effects-title">
            <div class="section-head">
              <h2 id="effects-title">
                {effects.length > 0 || result.axes.length === 1 ? texts.effects : texts.pairsOfArms}
              </h2>
              <span class="tiny faint">
                {effects.length > 0 ? texts.effectsHint : arms.length > 5 ? texts.against : ""}
              </span>
            </div>
            <Effects groups={groups} label={texts.effects} onAddSeeds={onAddSeeds} />
          </section>
        )}
        <section class="section" aria-labelledby="arms-title">
          <div class="section-head">
            <h2 id="arms-title">{texts.allArms}</h2>
            {isGrid && (
              <span class="legend">
                {conclusions.axes[0]!.values.map((name, index) => (
                  <span key={name}>
                    <ArmKey index={index} />
                    {name}
                  </span>
                ))}
              </span>
            )}
          </div>
          <ArmDots arms={arms} indexOf={indexOf} best={best} chance={chance} />
        </section>
      </div>
      <aside class="experiment-aside panel" aria-label={texts.size}>
        {hasRuns && <SizeChart arms={arms} indexOf={indexOf} />}
        {hasRuns && <BestAndFirst result={result} conclusions={conclusions} />}
        {hasRuns && (
          <section class="section" aria-labelledby="findings-title">
            <h2 id="findings-title">{texts.findings}</h2>
            <ul class="findings">
              {findings.map((sentence) => (
                <li key={sentence}>{sentence}</li>
              ))}
            </ul>
          </section>
        )}
      </aside>
    </div>
  );
}
