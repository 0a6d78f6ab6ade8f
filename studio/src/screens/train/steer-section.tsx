/** Break it live: the learning rate to be dragged, the way back, and what was left behind beside what goes on. */
import { Icon } from "../../components/icon.tsx";
import type { Branch } from "../../state/branches.ts";
import type { LiveRun } from "../../state/live-run.ts";
import { goBackTarget } from "../../state/steer.ts";
import { clipAndTryAgain, rewind } from "../../state/steer-run.ts";
import { current, mayEdit } from "../../state/studio.ts";
import { formatLoss, formatPercent } from "../../texts/numbers.ts";
import { steerTexts } from "../../texts/steer.ts";
import { trainTexts } from "../../texts/train.ts";
import { LiveField, LiveRate } from "./live-field.tsx";
import { placeName } from "./steer-notices.tsx";

export default function SteerSection({ run }: { run: LiveRun }) {
  const isOpen = run === current.value && run.isOpen.value;
  const branch = run.branches.value.at(-1);
  return (
    <>
      {branch && <Branches run={run} branch={branch} />}
      {isOpen && <BreakIt run={run} />}
    </>
  );
}

function BreakIt({ run }: { run: LiveRun }) {
  const texts = steerTexts();
  const { lr, lrHint } = trainTexts();
  const target = goBackTarget(run);
  const hasSchedule = run.facts.value?.spec.training.schedule !== undefined;
  const isAsked = Object.keys(run.asked.value).length > 0;
  return (
    <section class="section" aria-label={texts.breakIt}>
      <div class="section-head">
        <h2>{texts.breakIt}</h2>
        <span class="live">{texts.live}</span>
      </div>
      <p class="small soft">
        {texts.breakHint} {hasSchedule && texts.scheduleHint}
      </p>
      <LiveField run={run} setting="lr" label={lr} hint={lrHint} />
      <LiveRate run={run} label={lr} />
      <p class="tiny soft" role="status">
        {isAsked ? texts.asked : ""}
      </p>
      {target !== undefined && (
        <div class="hstack steer-buttons">
          {mayEdit("clipGradNorm") && (
            <button type="button" class="btn sm" onClick={() => clipAndTryAgain(run)}>
              {texts.clip}
            </button>
          )}
          <button
            type="button"
            class="btn sm"
            title={texts.goBackTo(placeName(run, target))}
            onClick={() => rewind(run)}
          >
            <Icon name="reset" size={14} />
            {texts.goBack} <kbd class="kbd">Z</kbd>
          </button>
        </div>
      )}
    </section>
  );
}

/** Both at the last epoch that both have, from one start. */
function Branches({ run, branch }: { run: LiveRun; branch: Branch }) {
  const texts = steerTexts();
  const train = trainTexts();
  const history = run.history.value;
  const left = branch.history.findLast(({ epoch }) => epoch <= history.length);
  const here = left && history[left.epoch - 1];
  if (left === undefined || here === undefined) return null;
  const perEpoch = run.facts.value?.stepsPerEpoch ?? 1;
  const most = (norms: readonly number[], from: number) =>
    norms.slice(0, left.epoch * perEpoch - from).reduce((a, b) => Math.max(a, b), 0);
  const rows = [
    [train.trainLoss, formatLoss(left.trainLoss), formatLoss(here.trainLoss)],
    [train.valLoss, formatLoss(left.valLoss), formatLoss(here.valLoss)],
    [train.valAccuracy, formatPercent(left.valAccuracy), formatPercent(here.valAccuracy)],
    [
      texts.largestNorm,
      formatLoss(most(branch.norm, branch.from)),
      formatLoss(most(run.steps.norm.slice(branch.from), branch.from)),
    ],
  ] as const;
  const nameOf = (lr: number, other: number, words: string) =>
    lr === other ? words : `lr ${Number(lr.toPrecision(4))}`;
  return (
    <section class="section" aria-label={texts.branches}>
      <div class="section-head">
        <h2>{texts.branches}</h2>
      </div>
      <table class="branches">
        <thead>
          <tr>
            <th scope="col">{texts.afterEpoch(left.epoch)}</th>
            <th scope="col" class="num">
              {nameOf(left.lr, here.lr, texts.leftBehind)}
            </th>
            <th scope="col" class="num">
              {nameOf(here.lr, left.lr, texts.goesOn)}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map(([name, before, now]) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td class="num bad">{before}</td>
              <td class="num strong">{now}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
