/** A place in words. */
import type { Place } from "tidelab/teaching";
import { pointingTexts } from "../texts/pointing.ts";

/** @param classNames  of its run; without them classes are numbers */
export function placeText(place: Place, classNames: readonly string[] | undefined): string {
  const texts = pointingTexts();
  const name = (label: number) => classNames?.[label] ?? String(label);
  switch (place.kind) {
    case "step":
      return texts.step(place.step);
    case "epoch":
      return texts.epoch(place.epoch);
    case "cell":
      return texts.cell(name(place.truth), name(place.predicted));
    case "series":
      return texts.series(place.series);
  }
}
