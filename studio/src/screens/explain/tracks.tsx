/** The tracks, under each other on one time axis, with the playhead across all of them. */
import type { ComponentChildren } from "preact";
import { useMemo } from "preact/hooks";
import { HeatMap } from "../../charts/heat-map.tsx";
import { SeriesLine } from "../../charts/series-line.tsx";
import { Icon } from "../../components/icon.tsx";
import { DrawSurface } from "../../draw/draw-surface.tsx";
import type { Cell } from "../../lens/lens-protocol.ts";
import { explainTexts } from "../../texts/explain.ts";
import { GradientTrack } from "./gradient-track.tsx";
import { PrefixTrack } from "./prefix-track.tsx";
import { type ExplainSession, isGate } from "./session.ts";
import { unitOrder } from "./unit-order.ts";

export function Tracks({ session }: { session: ExplainSession }) {
  const texts = explainTexts();
  const { step, hidden, lens, isFilming } = session;
  const steps = session.steps;
  const at = Math.min(step.value, steps - 1);
  const inside = lens.inside.value;
  const cell = session.cell.value;
  const isShown = (name: string) => !hidden.value.has(name);
  return (
    <>
      <div class="between explain-head">
        <h1>{texts.heading}</h1>
        <div class="hstack">
          <button
            type="button"
            class="btn icon quiet"
            aria-label={texts.stepBack}
            onClick={() => session.moveTo(at - 1)}
          >
            <Icon name="left" />
          </button>
          <span class="small nowrap">{texts.step(at + 1, steps)}</span>
          <button type="button" class="btn icon quiet" aria-label={texts.stepOn} onClick={() => session.moveTo(at + 1)}>
            <Icon name="right" />
          </button>
          <button type="button" class="btn" onClick={() => session.film()}>
            <Icon name={isFilming.value ? "pause" : "play"} />
            {isFilming.value ? texts.stopFilm : texts.film}
          </button>
        </div>
      </div>
      {isShown("input") && (
        <Track name="input" at={at / Math.max(1, steps - 1)} height={170}>
          <InputTrack session={session} />
        </Track>
      )}
      {isShown("prefixes") &&
        inside &&
        (inside.prefixes ? (
          <Track name="prefixes" at={(at + 0.5) / steps} height={96}>
            <PrefixTrack prefixes={inside.prefixes} steps={steps} classNames={session.facts.classNames} />
          </Track>
        ) : (
          <p class="small soft">{texts.noPrefixes}</p>
        ))}
      {cell &&
        session.letters.value.filter(isShown).map((letter) => (
          <Track key={letter} name={letter} detail={texts.units(cell.units)} at={(at + 0.5) / steps} height={112}>
            <CellTrack cell={cell} letter={letter} />
          </Track>
        ))}
      {cell && isShown("gradient") && (
        <Track name="gradient" at={at / Math.max(1, steps - 1)} height={84}>
          <GradientTrack cells={(inside?.cells ?? []).filter(({ level }) => level === cell.level)} />
        </Track>
      )}
      <div class="track axis-track">
        <span />
        <input
          type="range"
          min="1"
          max={steps}
          value={at + 1}
          aria-label={texts.playhead}
          aria-valuetext={texts.step(at + 1, steps)}
          onInput={({ currentTarget }) => session.moveTo(Number(currentTarget.value) - 1)}
        />
      </div>
    </>
  );
}

interface TrackProps {
  readonly name: string;
  readonly detail?: string;
  /** Share of the width at which the playhead is. */
  readonly at: number;
  readonly height: number;
  readonly children: ComponentChildren;
}

function Track({ name, detail, at, height, children }: TrackProps) {
  const texts = explainTexts();
  return (
    <div class="track">
      <div>
        <h2 class="small strong">{texts.names[name]}</h2>
        <p class="tiny soft">{texts.details[name]}</p>
        {detail && <p class="tiny faint">{detail}</p>}
      </div>
      <div class="track-body" style={{ height: `${height}px` }}>
        {children}
        <i class="track-head" style={{ left: `${100 * at}%` }} aria-hidden="true" />
      </div>
    </div>
  );
}

function InputTrack({ session }: { session: ExplainSession }) {
  const { source, pad, lens, values, facts } = session;
  if (source.value === "draw") return <DrawSurface pad={pad} lens={lens} />;
  const channel = pad.channel.value;
  const shown = values.value;
  if (shown === undefined) return null;
  const own = Float32Array.from({ length: facts.length }, (_, step) => shown[step * facts.channels + channel] ?? 0);
  return (
    <div class="draw-surface still">
      <SeriesLine values={own} range={pad.range.value} attention={lens.judged.value?.verdict.attention} />
    </div>
  );
}

function CellTrack({ cell, letter }: { cell: Cell; letter: string }) {
  const values = cell.values[letter];
  const { steps, units } = cell;
  // By the memory of an LSTM, else by the state; the same order in all tracks.
  const order = useMemo(() => unitOrder(cell.values.c ?? cell.values.h, steps, units), [cell, steps, units]);
  if (values === undefined) return null;
  const most = letter === "c" ? 2 : 1;
  const range = isGate(letter) ? ([0, 1] as const) : ([-most, most] as const);
  return (
    <HeatMap
      values={values}
      steps={steps}
      range={range}
      ramp={isGate(letter) ? "gate" : "div"}
      order={order}
      label={explainTexts().names[letter] ?? letter}
    />
  );
}
