/** Sweeps of the store's queue, live: arms that run, workers, throughput, what is left. It only shows; steering is the command line's. */
import "./queue.css";
import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useEffect } from "preact/hooks";
import type { ScreenProps } from "../../app/screen-props.ts";
import { Icon } from "../../components/icon.tsx";
import {
  followQueue,
  minutesLeft,
  type QueuedSweep,
  type QueueState,
  type QueueWorker,
} from "../../state/live-queue.ts";
import { formatCount } from "../../texts/numbers.ts";
import { queueTexts } from "../../texts/queue.ts";

const STUDIO = "TIDELAB_STORE=postgres://… npx tidelab studio";
const SWEEP = "npx tidelab sweep sweep.json --queue";
const WORKER = "npx tidelab worker";

function Table({
  title,
  heads,
  rows,
}: {
  title: string;
  heads: readonly string[];
  rows: readonly ComponentChildren[][];
}) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways is scrolled by keys
    <section class="queue-scroll" aria-label={title} tabIndex={0}>
      <table class="queue-table">
        <caption class="small strong">{title}</caption>
        <thead>
          <tr>
            {heads.map((head) => (
              <th key={head} scope="col">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(([first, ...others], row) => (
            // Rows have no name of their own: a list is drawn again at each event.
            <tr key={row}>
              <th scope="row">{first}</th>
              {others.map((cell, column) => (
                <td key={heads[column + 1]}>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Sweep({ sweep }: { sweep: QueuedSweep }) {
  const texts = queueTexts();
  const { name, state, owner, jobs, running, parked, alarms, perMinute } = sweep;
  const all = jobs.waiting + jobs.running + jobs.saved + jobs.failed;
  const ended = jobs.saved + jobs.failed;
  const minutes = minutesLeft(sweep);
  const id = `queue-${name}`;
  return (
    <section class="card queue-sweep" aria-labelledby={id}>
      <div class="between queue-head">
        <h2 id={id}>{name}</h2>
        <span class={`chip${state === "open" ? " tide" : state === "done" ? " good" : ""}`}>{texts.states[state]}</span>
      </div>
      <p class="tiny soft queue-owner">{texts.from(owner)}</p>
      <progress aria-label={texts.progress(name)} value={ended} max={Math.max(1, all)} />
      <p class="small">
        {texts.ended(ended, all)}
        {perMinute > 0 &&
          ` · ${texts.rate(perMinute < 10 ? perMinute.toFixed(1) : formatCount(Math.round(perMinute)))}`}
        {minutes !== undefined && ` · ${texts.left(Math.max(1, Math.round(minutes)))}`}
      </p>
      <ul class="queue-counts">
        {(["waiting", "running", "saved", "failed"] as const).map((which) => (
          <li key={which}>
            <span class="strong">{formatCount(jobs[which])}</span> <span class="small soft">{texts.counts[which]}</span>
          </li>
        ))}
      </ul>
      {alarms.map(({ arm, seed, first, second }) => (
        <p key={`${arm} ${seed}`} class="notice warn" role="alert">
          <Icon name="warn" />
          {texts.alarm(arm, seed, first.host, second.host)}
        </p>
      ))}
      {running.length > 0 && (
        <Table
          title={texts.runningTitle(name)}
          heads={[texts.arm, texts.seed, texts.epoch, texts.host]}
          rows={running.map(({ arm, seed, epoch, host }) => [arm, seed, epoch ?? "–", host])}
        />
      )}
      {parked.length > 0 && (
        <Table
          title={texts.parkedTitle(name)}
          heads={[texts.arm, texts.seed, texts.error]}
          rows={parked.map(({ arm, seed, failure }) => [arm, seed, failure.message])}
        />
      )}
    </section>
  );
}

function Workers({ workers }: { workers: readonly QueueWorker[] }) {
  const texts = queueTexts();
  if (workers.length === 0) {
    return (
      <p class="small soft">
        {texts.noWorkers} <code>{WORKER}</code>
      </p>
    );
  }
  return (
    <Table
      title={texts.workers}
      heads={[texts.host, texts.process, texts.state, texts.runs, texts.saved, texts.tags]}
      rows={workers.map(({ host, pid, state, slots, running, done, tags }) => [
        ...[host, pid, texts.workerStates[state], `${running}/${slots}`, formatCount(done), tags.join(", ") || "–"],
      ])}
    />
  );
}

function Body({ state }: { state: QueueState }) {
  const texts = queueTexts();
  if (state.kind === "asking") return <p class="soft">{texts.asking}</p>;
  if (state.kind === "absent") {
    return (
      <div class="notice" role="status">
        <div>
          <p>{texts.absent}</p>
          <p class="small">
            {texts.absentHow} <code>{STUDIO}</code>
          </p>
        </div>
      </div>
    );
  }
  const { silent, sweeps, workers } = state;
  return (
    <>
      {silent && (
        <p class="notice warn" role="status">
          <Icon name="warn" />
          {silent === "database" ? texts.databaseSilent : texts.serverSilent}
        </p>
      )}
      {sweeps.length === 0 && silent === undefined && (
        <p class="soft">
          {texts.none} {texts.noneHow} <code>{SWEEP}</code>
        </p>
      )}
      {sweeps.map((sweep) => (
        <Sweep key={sweep.name} sweep={sweep} />
      ))}
      {(sweeps.length > 0 || workers.length > 0) && <Workers workers={workers} />}
    </>
  );
}

export default function QueueScreen(_: ScreenProps) {
  const texts = queueTexts();
  const state = useSignal<QueueState>({ kind: "asking" });
  useEffect(
    () =>
      followQueue((next) => {
        state.value = next;
      }),
    [],
  );
  return (
    <div class="queue column-screen">
      <h1>{texts.title}</h1>
      <p class="soft column-lead">{texts.lead}</p>
      <Body state={state.value} />
    </div>
  );
}
