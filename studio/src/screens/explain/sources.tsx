/** What is looked at: the run and its epoch, where the series comes from, and which tracks are shown. */
import { useEffect } from "preact/hooks";
import { navigate } from "../../app/router.ts";
import { Icon } from "../../components/icon.tsx";
import { Segmented } from "../../components/segmented.tsx";
import { Tools } from "../../draw/draw-section.tsx";
import { keptRuns } from "../../state/studio.ts";
import { explainTexts } from "../../texts/explain.ts";
import type { ExplainSession, Source } from "./session.ts";

export function Sources({ session }: { session: ExplainSession }) {
  return (
    <>
      <ModelChoice session={session} />
      <SeriesChoice session={session} />
      <TrackChoice session={session} />
    </>
  );
}

function ModelChoice({ session: { lens } }: { session: ExplainSession }) {
  const texts = explainTexts();
  const { run, viewing } = lens;
  const marks = run.atHand.value;
  const rows = keptRuns.value ?? [];
  const at = viewing.value === undefined ? marks.length - 1 : marks.findIndex(({ step }) => step === viewing.value);
  const epoch = marks[at]?.epoch ?? 0;
  const isListed = rows.some(({ id }) => id === run.id);
  return (
    <section class="section">
      <h2>{texts.model}</h2>
      <label class="field">
        <span class="visually-hidden">{texts.run}</span>
        <select
          class="input run-choice"
          value={run.id}
          onChange={({ currentTarget }) => navigate(["explain", currentTarget.value])}
        >
          {!isListed && <option value={run.id}>{run.label}</option>}
          {rows.map(({ id, label }) => (
            <option key={id} value={id}>
              {label}
            </option>
          ))}
        </select>
      </label>
      <label class="range-field">
        <span class="between small soft">
          {texts.epochOf}
          <b class="strong">{texts.of(epoch, run.facts.value?.spec.training.epochs ?? 0)}</b>
        </span>
        <input
          type="range"
          min="0"
          max={Math.max(0, marks.length - 1)}
          value={Math.max(0, at)}
          disabled={marks.length < 2}
          aria-valuetext={texts.of(epoch, run.facts.value?.spec.training.epochs ?? 0)}
          onInput={({ currentTarget }) => {
            const index = Number(currentTarget.value);
            viewing.value = index === marks.length - 1 ? undefined : marks[index]?.step;
          }}
        />
      </label>
    </section>
  );
}

function SeriesChoice({ session }: { session: ExplainSession }) {
  const texts = explainTexts();
  const { facts, source, testRow, fromClass, toClass, pad, lens } = session;
  const count = facts.testLabels.length;
  const choices: Source[] = count > 0 ? ["draw", "test", "morph"] : ["draw"];
  const shown = source.value;
  useEffect(() => {
    if (shown === "test") void session.showTest(testRow.value);
    if (shown === "morph") void session.showMorph(fromClass.value, toClass.value);
    else lens.findMorph(undefined);
  }, [session, shown]);
  return (
    <section class="section">
      <h2>{texts.series}</h2>
      <Segmented
        wide
        label={texts.source}
        value={shown}
        options={choices.map((value) => ({ value, text: texts.sources[value] }))}
        onChange={(value) => {
          source.value = value;
        }}
      />
      {shown === "draw" && (
        <Tools pad={pad} name={lens.run.label} legend={lens.inside.value?.occlusion && texts.occlusionLegend} />
      )}
      {shown === "test" && <TestChoice session={session} />}
      {shown === "morph" && <MorphChoice session={session} />}
    </section>
  );
}

function TestChoice({ session }: { session: ExplainSession }) {
  const texts = explainTexts();
  const { facts, testRow } = session;
  const count = facts.testLabels.length;
  const row = testRow.value;
  const go = (next: number) => void session.showTest((next + count) % count);
  return (
    <div class="between test-choice">
      <button type="button" class="btn icon" aria-label={texts.before} onClick={() => go(row - 1)}>
        <Icon name="left" />
      </button>
      <span class="small" aria-live="polite">
        {texts.testOf(row + 1, count, facts.classNames[facts.testLabels[row] ?? 0] ?? "")}
      </span>
      <button type="button" class="btn icon" aria-label={texts.after} onClick={() => go(row + 1)}>
        <Icon name="right" />
      </button>
    </div>
  );
}

function MorphChoice({ session }: { session: ExplainSession }) {
  const texts = explainTexts();
  const { facts, fromClass, toClass, share, lens } = session;
  const ends = [
    { text: texts.from, value: fromClass.value, choose: (label: number) => session.showMorph(label, toClass.value) },
    { text: texts.to, value: toClass.value, choose: (label: number) => session.showMorph(fromClass.value, label) },
  ];
  const percent = (100 * share.value).toFixed(share.value * 100 === Math.round(share.value * 100) ? 0 : 1);
  return (
    <>
      {ends.map(({ text, value, choose }) => (
        <label key={text} class="field">
          {text}
          <select
            class="input"
            value={value}
            onChange={({ currentTarget }) => void choose(Number(currentTarget.value))}
          >
            {facts.classNames.map((name, label) => (
              <option key={name} value={label}>
                {name}
              </option>
            ))}
          </select>
        </label>
      ))}
      <label class="range-field">
        <span class="between small soft">
          {texts.share}
          <b class="strong">{texts.percent(percent)}</b>
        </span>
        <input
          type="range"
          min="0"
          max="1"
          step="0.01"
          value={share.value}
          aria-valuetext={texts.percent(percent)}
          onInput={({ currentTarget }) => {
            share.value = Number(currentTarget.value);
          }}
        />
      </label>
      <button
        type="button"
        class="btn"
        disabled={(lens.morph.value?.flips.length ?? 0) === 0}
        onClick={() => session.nextFlip()}
      >
        {texts.nextFlip} <kbd class="kbd">F</kbd>
      </button>
    </>
  );
}

function TrackChoice({ session }: { session: ExplainSession }) {
  const texts = explainTexts();
  const { hidden, reverse, level, lens } = session;
  const cells = lens.inside.value?.cells ?? [];
  const all = lens.inside.value?.channels ?? [];
  const convolutions = session.channels;
  const names = ["input", "prefixes", ...session.letters.value, ...(cells.length > 0 ? ["gradient"] : [])];
  const levels = [...new Set(cells.map((cell) => cell.level))];
  return (
    <section class="section">
      <h2>{texts.tracks}</h2>
      {cells.some((cell) => cell.reverse) && (
        <Segmented
          wide
          small
          label={texts.direction}
          value={reverse.value ? "backward" : "forward"}
          options={(["forward", "backward"] as const).map((value) => ({ value, text: texts.directions[value] }))}
          onChange={(value) => {
            reverse.value = value === "backward";
          }}
        />
      )}
      {levels.length > 1 && (
        <div class="field">
          {texts.level}
          <Segmented
            small
            label={texts.level}
            value={level.value}
            options={levels.map((value) => ({ value, text: texts.levelOf(value + 1) }))}
            onChange={(value) => {
              level.value = value;
            }}
          />
        </div>
      )}
      {all.length > convolutions.length && (
        <label class="field">
          {texts.level}
          <select
            class="input wide"
            value={convolutions[0]?.name}
            onChange={({ currentTarget }) => {
              session.convolution.value = currentTarget.value;
            }}
          >
            {all.map(({ name }) => (
              <option key={name} value={name}>
                {texts.convolution(name)}
              </option>
            ))}
          </select>
        </label>
      )}
      <ul class="track-choice">
        {names.map((name) => (
          <li key={name}>
            <label>
              <input type="checkbox" checked={!hidden.value.has(name)} onChange={() => session.toggle(name)} />
              {texts.names[name === "input" && lens.inside.value?.occlusion ? "occluded" : name]}
            </label>
          </li>
        ))}
        {convolutions.map(({ name }) => (
          <li key={`conv ${name}`}>
            <label>
              <input
                type="checkbox"
                checked={!hidden.value.has(`conv ${name}`)}
                onChange={() => session.toggle(`conv ${name}`)}
              />
              {texts.convolution(name)}
            </label>
          </li>
        ))}
      </ul>
      {lens.inside.value && cells.length === 0 && all.length === 0 && <p class="tiny soft">{texts.noCells}</p>}
    </section>
  );
}
