/**
 * Where a series is drawn: with a pen, or with the keys. Arrows move the cursor, Enter drops an anchor to which the next one draws a line, S and
 * Q put a sine or a square.
 */
import { useComputed, useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { SeriesLine } from "../charts/series-line.tsx";
import type { Lens } from "../lens/lens.ts";
import { drawTexts } from "../texts/draw.ts";
import { formatLoss } from "../texts/numbers.ts";
import type { Pad } from "./pad.ts";
import { type PenPoint, withSine, withSquare } from "./wave.ts";

interface Props {
  readonly pad: Pad;
  readonly lens: Lens;
  /** Behind the series of a model without attention. */
  readonly ribbon?: ArrayLike<number> | undefined;
}

export function DrawSurface({ pad, lens, ribbon }: Props) {
  const texts = drawTexts();
  const place = useRef<HTMLDivElement>(null);
  const pen = useRef<PenPoint | undefined>(undefined);
  const anchor = useRef<PenPoint | undefined>(undefined);
  const cursor = useSignal<PenPoint | undefined>(undefined);
  const isKeyed = useSignal(false);
  const steps = pad.facts.length;
  const [low, high] = pad.range.value;
  const values = useComputed(() => {
    const { channel, channels } = pad.place;
    return Float32Array.from({ length: steps }, (_, step) => pad.series.value[step * channels + channel]!);
  });
  usePaintedDelay(lens);

  /** Where the pen is on the series. */
  const pointOf = (event: PointerEvent): PenPoint => {
    const box = place.current!.getBoundingClientRect(); // events come from it
    const share = Math.min(1, Math.max(0, (event.clientX - box.left) / box.width));
    const fall = Math.min(1, Math.max(0, (event.clientY - box.top) / box.height));
    return { step: share * (steps - 1), value: high - fall * (high - low) };
  };
  const onPointerDown = (event: PointerEvent) => {
    if (event.button !== 0) return;
    place.current?.setPointerCapture(event.pointerId);
    pad.remember();
    pen.current = pointOf(event);
    isKeyed.value = false;
    pad.draw(pen.current, pen.current, event.timeStamp);
  };
  const onPointerMove = (event: PointerEvent) => {
    if (pen.current === undefined) return;
    for (const part of event.getCoalescedEvents?.() ?? [event]) {
      const point = pointOf(part);
      pad.draw(pen.current, point, event.timeStamp);
      pen.current = point;
    }
    cursor.value = pen.current;
  };
  const onPointerUp = () => {
    pen.current = undefined;
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const here = cursor.value ?? { step: 0, value: values.value[0]! };
    const stride = Math.max(1, Math.round(steps / 100)) * (event.shiftKey ? 10 : 1);
    const rise = 0.05 * ((high - low) / 2) * (event.shiftKey ? 4 : 1);
    const at = (step: number, value: number) => {
      cursor.value = {
        step: Math.min(steps - 1, Math.max(0, step)),
        value: Math.min(high, Math.max(low, value)),
      };
    };
    const actions: Readonly<Record<string, () => void>> = {
      ArrowRight: () => at(here.step + stride, here.value),
      ArrowLeft: () => at(here.step - stride, here.value),
      ArrowUp: () => at(here.step, here.value + rise),
      ArrowDown: () => at(here.step, here.value - rise),
      Home: () => at(0, here.value),
      End: () => at(steps - 1, here.value),
      Enter: () => {
        at(here.step, here.value);
        pad.remember();
        pad.draw(anchor.current ?? here, here, event.timeStamp);
        anchor.current = here;
      },
      s: () => pad.put(withSine(pad.series.value, pad.range.value, pad.place)),
      q: () => pad.put(withSquare(pad.series.value, pad.range.value, pad.place)),
    };
    const action = actions[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (action === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    isKeyed.value = true;
    action();
  };
  const here = cursor.value;
  const step = Math.round(here?.step ?? 0);
  return (
    <div
      ref={place}
      class="draw-surface"
      role="slider"
      tabIndex={0}
      aria-label={texts.surface}
      aria-describedby="draw-keys"
      aria-orientation="horizontal"
      aria-valuemin={1}
      aria-valuemax={steps}
      aria-valuenow={step + 1}
      aria-valuetext={texts.cursor(step + 1, steps, formatLoss(here?.value ?? values.value[step] ?? 0))}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={onPointerUp}
      onPointerCancel={onPointerUp}
      onKeyDown={onKeyDown}
      onBlur={() => {
        anchor.current = undefined;
      }}
    >
      <SeriesLine
        values={values.value}
        range={pad.range.value}
        attention={lens.judged.value?.verdict.attention ?? ribbon}
        cursor={isKeyed.value ? here : undefined}
      />
      <span id="draw-keys" class="visually-hidden">
        {texts.keys}
      </span>
    </div>
  );
}

/** Says, for measurements, how long it was from the pen to the painted verdict. Nothing is kept. */
function usePaintedDelay(lens: Lens): void {
  const judged = lens.judged.value;
  useEffect(() => {
    if (judged === undefined) return;
    const frame = requestAnimationFrame(() => {
      performance.measure("tidelab:pen-to-verdict", { start: judged.since, end: performance.now() });
      performance.clearMeasures("tidelab:pen-to-verdict");
    });
    return () => cancelAnimationFrame(frame);
  }, [judged]);
}
