/** Draw a series, ask the model: the pad, its tools, and the verdict with the weights that are shown. */
import { useEffect } from "preact/hooks";
import { Icon, type IconName } from "../components/icon.tsx";
import type { Lens } from "../lens/lens.ts";
import { drawTexts } from "../texts/draw.ts";
import { DrawSurface } from "./draw-surface.tsx";
import { NoSeries, Problems } from "./no-series.tsx";
import { type Pad, padOf } from "./pad.ts";
import { ValidationCards } from "./validation-cards.tsx";
import { VerdictBars } from "./verdict-bars.tsx";
import { seriesCsv, withNoise, withoutJitter, withSine, withSquare } from "./wave.ts";
import "./draw.css";

/** Looking waits until the first batch is done, or this long where nothing is trained: it must not delay the first loss. */
const IDLE_MS = 1200;

function useOpened(lens: Lens): void {
  const { run } = lens;
  const isKnown = run.facts.value !== undefined;
  const hasBegun = run.stepCount.value > 0;
  useEffect(() => {
    if (!isKnown) return;
    if (hasBegun) {
      lens.open();
      return;
    }
    const timer = setTimeout(() => lens.open(), IDLE_MS);
    return () => clearTimeout(timer);
  }, [lens, isKnown, hasBegun]);
}

export function DrawSection({ lens }: { lens: Lens }) {
  const texts = drawTexts();
  useOpened(lens);
  const pad = padOf(lens);
  // Another screen may have asked about another series since.
  useEffect(() => {
    if (pad) lens.classify(pad.series.peek());
  }, [lens, pad]);
  const judged = lens.judged.value;
  const refusal = lens.refusal.value;
  const isRandom = lens.run.isFresh;
  const mark = lens.run.atHand.value.find(({ step }) => step === judged?.step);
  return (
    <>
      <section class="section draw-section" onPointerEnter={() => lens.open()} onFocusCapture={() => lens.open()}>
        <div class="section-head">
          <h2>{texts.title}</h2>
          <span class="small soft">
            {judged && (isRandom || judged.step > 0 ? texts.weightsOf(mark?.epoch ?? 0) : texts.firstWeights)}
          </span>
        </div>
        {pad && <Problems errors={lens.errors.value} />}
        {pad ? (
          <DrawSurface pad={pad} lens={lens} />
        ) : refusal ? (
          <NoSeries errors={refusal} />
        ) : (
          <div class="draw-surface waiting">{texts.waiting}</div>
        )}
        <Tools pad={pad} name={lens.run.label} />
        <VerdictBars
          verdict={judged?.verdict}
          classNames={lens.facts.value?.classNames ?? lens.run.facts.value?.classNames ?? []}
        />
        {judged && judged.step === 0 && isRandom && <p class="tiny soft">{texts.random}</p>}
        {judged?.verdict.isUnlike && (
          <p class="tiny warn hstack" role="status">
            <Icon name="warn" size={14} />
            {texts.unlike}
          </p>
        )}
      </section>
      <ValidationCards lens={lens} pad={pad} />
    </>
  );
}

/** @param legend  what the ribbon behind the series is; attention unless given */
export function Tools({ pad, name, legend }: { pad: Pad | undefined; name: string; legend?: string | undefined }) {
  const texts = drawTexts();
  const tools: readonly { icon: IconName; text: string; run: (pad: Pad) => void; isOff?: boolean }[] = [
    { icon: "sine", text: texts.sine, run: (to) => to.put(withSine(to.series.value, to.range.value, to.place)) },
    { icon: "square", text: texts.square, run: (to) => to.put(withSquare(to.series.value, to.range.value, to.place)) },
    { icon: "noise", text: texts.noise, run: (to) => to.put(withNoise(to.series.value, to.range.value, to.place)) },
    { icon: "smooth", text: texts.smooth, run: (to) => to.put(withoutJitter(to.series.value, to.place)) },
    { icon: "undo", text: texts.undo, run: (to) => to.undo(), isOff: !pad?.canUndo.value },
    { icon: "save", text: texts.csv, run: (to) => downloadCsv(to, name) },
  ];
  return (
    <div class="draw-tools">
      {tools.map(({ icon, text, run, isOff }) => (
        <button
          key={icon}
          type="button"
          class="btn icon quiet"
          aria-label={text}
          title={text}
          disabled={pad === undefined || isOff}
          onClick={() => pad && run(pad)}
        >
          <Icon name={icon} />
        </button>
      ))}
      {pad && pad.facts.channels > 1 && (
        <select
          class="input"
          aria-label={texts.channel}
          value={pad.channel.value}
          onChange={({ currentTarget }) => {
            pad.channel.value = Number(currentTarget.value);
          }}
        >
          {Array.from({ length: pad.facts.channels }, (_, channel) => (
            <option key={channel} value={channel}>
              {texts.channelNumber(channel + 1)}
            </option>
          ))}
        </select>
      )}
      <span class="legend attention-legend">
        <span>
          <i class="attention-key" aria-hidden="true" />
          {legend ?? texts.attention}
        </span>
      </span>
    </div>
  );
}

/** What is drawn, as a table that `tidelab predict --input` answers with the same probabilities. */
function downloadCsv(pad: Pad, name: string): void {
  const text = seriesCsv(pad.series.value, pad.facts.channels, "drawn");
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "text/csv" }));
  link.download = `${name}-drawn.csv`;
  link.click();
  URL.revokeObjectURL(link.href);
}
