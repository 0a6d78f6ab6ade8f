/** The tracks, under each other on one time axis, with the playhead across all of them. */
import type { ComponentChildren } from "preact";
import { useMemo } from "preact/hooks";
import { HeatMap } from "../../charts/heat-map.tsx";
import { SeriesLine } from "../../charts/series-line.tsx";
import { Icon } from "../../components/icon.tsx";
import { DrawSurface } from "../../draw/draw-surface.tsx";
import type { Cell, Channels } from "../../lens/lens-protocol.ts";
import { ribbonShares } from "../../lens/occlusion.ts";
import { type Field, placeOf, seenBy } from "../../lens/receptive-field.ts";
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
  // One time axis for all tracks: a step is where its point is in the line of the input.
  const place = at / Math.max(1, steps - 1);
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
        <Track
          name={inside?.occlusion ? "occluded" : "input"}
          at={place}
          height={170}
          detail={session.channels.some(({ field }) => field) ? texts.fieldsHint : undefined}
        >
          <InputTrack session={session} />
          <FieldBars session={session} />
        </Track>
      )}
      {isShown("prefixes") &&
        inside &&
        (inside.prefixes ? (
          <Track name="prefixes" at={place} height={96}>
            <StepMap own={steps} steps={steps}>
              <PrefixTrack prefixes={inside.prefixes} steps={steps} classNames={session.facts.classNames} />
            </StepMap>
          </Track>
        ) : (
          <p class="small soft">{texts.noPrefixes}</p>
        ))}
      {session.channels
        .filter(({ name }) => isShown(`conv ${name}`))
        .map((channels) => (
          <Track
            key={channels.name}
            name="channels"
            title={texts.convolution(channels.name)}
            detail={[
              texts.channelsOf(channels.units, channels.steps),
              channels.field ? texts.sees(channels.field.size) : texts.seesAll,
            ].join(" · ")}
            at={place}
            height={112}
          >
            <StepMap own={channels.steps} field={channels.field} steps={steps}>
              <ChannelTrack channels={channels} />
            </StepMap>
          </Track>
        ))}
      {cell &&
        session.letters.value.filter(isShown).map((letter) => (
          <Track key={letter} name={letter} detail={texts.units(cell.units)} at={place} height={112}>
            <StepMap own={cell.steps} steps={steps}>
              <CellTrack cell={cell} letter={letter} />
            </StepMap>
          </Track>
        ))}
      {cell && isShown("gradient") && (
        <Track name="gradient" at={place} height={84}>
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
  /** That of its name unless given. */
  readonly title?: string;
  readonly detail?: string | undefined;
  /** Share of the width at which the playhead is. */
  readonly at: number;
  readonly height: number;
  readonly children: ComponentChildren;
}

function Track({ name, title, detail, at, height, children }: TrackProps) {
  const texts = explainTexts();
  return (
    <div class="track">
      <div>
        <h2 class="small strong">{title ?? texts.names[name]}</h2>
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

/** Blocks of steps, each around its place on the time axis. What lies beyond the series is cut off. */
function StepMap({
  own,
  field,
  steps,
  children,
}: {
  readonly own: number;
  readonly field?: Field | undefined;
  readonly steps: number;
  readonly children: ComponentChildren;
}) {
  const [first, jump] = placeOf(own, field, steps);
  const last = Math.max(1, steps - 1);
  const left = `${(100 * (first - jump / 2)) / last}%`;
  return (
    <div class="track-map">
      <div style={{ left, width: `${(100 * own * jump) / last}%` }}>{children}</div>
    </div>
  );
}

function InputTrack({ session }: { session: ExplainSession }) {
  const { source, pad, lens, values, facts } = session;
  const drops = lens.inside.value?.occlusion;
  const ribbon = useMemo(() => drops && ribbonShares(drops), [drops]);
  if (source.value === "draw") return <DrawSurface pad={pad} lens={lens} ribbon={ribbon} />;
  const channel = pad.channel.value;
  const shown = values.value;
  if (shown === undefined) return null;
  const own = Float32Array.from({ length: facts.length }, (_, step) => shown[step * facts.channels + channel] ?? 0);
  return (
    <div class="draw-surface still">
      <SeriesLine values={own} range={pad.range.value} attention={lens.judged.value?.verdict.attention ?? ribbon} />
    </div>
  );
}

/** Below the series: what the step at the playhead of each convolution depends on. */
function FieldBars({ session }: { session: ExplainSession }) {
  const { steps, channels } = session;
  return (
    <div class="field-bars" aria-hidden="true">
      {channels.map((one) => {
        const { name, field } = one;
        if (field === undefined) return null;
        const [from, to] = seenBy(field, session.stepUnder(one), steps);
        const last = Math.max(1, steps - 1);
        const [left, right] = [Math.max(0, from - 0.5), Math.min(last, to - 0.5)];
        return <i key={name} style={{ left: `${(100 * left) / last}%`, width: `${(100 * (right - left)) / last}%` }} />;
      })}
    </div>
  );
}

function ChannelTrack({ channels: { name, values, steps, units } }: { channels: Channels }) {
  const order = useMemo(() => unitOrder(values, steps, units), [values, steps, units]);
  const [low, most] = useMemo(() => {
    let [least, largest] = [0, 1e-6];
    for (const value of values) {
      least = Math.min(least, value);
      largest = Math.max(largest, Math.abs(value));
    }
    return [least, largest];
  }, [values]);
  // Behind a ReLU nothing is below zero: from nothing to the largest.
  const isPositive = low >= 0;
  return (
    <HeatMap
      values={values}
      steps={steps}
      range={isPositive ? [0, most] : [-most, most]}
      ramp={isPositive ? "gate" : "div"}
      order={order}
      label={explainTexts().convolution(name)}
    />
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
