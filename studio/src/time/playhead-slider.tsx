/** The handle of the time machine, over the track: drag it, or use the arrows. */
import { useEffect, useMemo, useRef } from "preact/hooks";
import { type KeyBinding, useKeys } from "../app/keys.ts";
import type { Lens } from "../lens/lens.ts";
import { timeTexts } from "../texts/time.ts";
import { moveBy, stopPlaying, viewFirst, viewNearest } from "./playhead.ts";

interface Props {
  readonly lens: Lens;
  readonly total: number;
  /** Step at a share of the width. */
  readonly stepAt: (x: number) => number;
}

export function PlayheadSlider({ lens, total, stepAt }: Props) {
  const texts = timeTexts();
  const place = useRef<HTMLDivElement>(null);
  const { run, viewing } = lens;
  const goLive = () => {
    viewing.value = undefined;
  };
  const keys = useMemo<readonly KeyBinding[]>(
    () => [
      { key: ",", text: () => timeTexts().earlier, run: () => moveBy(lens, -1) },
      { key: ".", text: () => timeTexts().later, run: () => moveBy(lens, 1) },
      { key: "<", text: () => timeTexts().toStart, run: () => viewFirst(lens) },
      { key: ">", text: () => timeTexts().toLive, run: () => (lens.viewing.value = undefined) },
      { key: "Escape", text: () => timeTexts().toLive, run: () => (lens.viewing.value = undefined) },
    ],
    [lens],
  );
  useKeys(keys);
  useEffect(() => stopPlaying, [lens]);
  const follow = (event: PointerEvent) => {
    const box = place.current!.getBoundingClientRect(); // events come from it
    viewNearest(lens, stepAt(event.clientX - box.left));
  };
  const mark = run.atHand.value.find(({ step }) => step === viewing.value);
  const live = run.stepCount.value;
  return (
    <div
      ref={place}
      class="playhead"
      role="slider"
      tabIndex={0}
      aria-label={texts.playhead}
      aria-valuemin={0}
      aria-valuemax={total}
      aria-valuenow={mark?.step ?? live}
      aria-valuetext={mark ? texts.at(mark.step, mark.epoch) : texts.live(live)}
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        stopPlaying();
        place.current?.setPointerCapture(event.pointerId);
        follow(event);
      }}
      onPointerMove={(event) => {
        if (place.current?.hasPointerCapture(event.pointerId)) follow(event);
      }}
      onKeyDown={(event) => {
        const action = {
          ArrowLeft: () => moveBy(lens, -1),
          ArrowDown: () => moveBy(lens, -1),
          ArrowRight: () => moveBy(lens, 1),
          ArrowUp: () => moveBy(lens, 1),
          Home: () => viewFirst(lens),
          End: goLive,
        }[event.key];
        if (action === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
        event.preventDefault();
        stopPlaying();
        action();
      }}
    />
  );
}
