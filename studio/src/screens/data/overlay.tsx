/** Training series of each class on top of each other, with their mean and the band that holds 80 % of them. */
import { ClassName, classColour } from "../../components/glyph.tsx";
import type { ClassView, SeriesView } from "../../engine/data-protocol.ts";
import { dataTexts } from "../../texts/data.ts";
import { axisText } from "./class-rows.tsx";

const [WIDTH, HEIGHT] = [600, 200];

function OverlayPlot({ one, label, view }: { one: ClassView; label: number; view: SeriesView }) {
  const texts = dataTexts();
  const [low, high] = view.range;
  const x = (step: number) => ((step * WIDTH) / Math.max(1, view.steps - 1)).toFixed(1);
  const y = (value: number) => (HEIGHT - ((value - low) / (high - low)) * HEIGHT).toFixed(1);
  const pathOf = (values: ArrayLike<number>) => {
    let path = "";
    for (let step = 0; step < values.length; step++) {
      if (!Number.isNaN(values[step])) path += `${path === "" ? "M" : "L"}${x(step)} ${y(values[step]!)}`;
    }
    return path;
  };
  const [below, mean, above] = one.band;
  const there = Array.from(below).filter((value) => !Number.isNaN(value)).length;
  const back = Array.from({ length: there }, (_, index) => there - 1 - index);
  const band = `${pathOf(above)}${back.map((step) => `L${x(step)} ${y(below[step]!)}`).join("")}Z`;
  return (
    <svg
      class="chart overlay-plot"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={texts.overlayText(one.name, one.overlay.length)}
      style={{ color: classColour(label) }}
    >
      {there > 0 && <path d={band} fill="currentColor" opacity="0.14" />}
      {one.overlay.map((values, index) => (
        <path key={index} d={pathOf(values)} class="thread" vector-effect="non-scaling-stroke" />
      ))}
      <path d={pathOf(mean)} class="mean" vector-effect="non-scaling-stroke" />
    </svg>
  );
}

export function Overlay({ view }: { view: SeriesView }) {
  const texts = dataTexts();
  const [low, high] = view.range;
  return (
    <div class="overlays">
      <p class="tiny soft">{texts.overlayHint(Math.max(...view.classes.map(({ overlay }) => overlay.length)))}</p>
      <div class="overlay-grid">
        {view.classes.map((one, label) => (
          <figure key={one.name}>
            <figcaption class="between">
              <ClassName name={one.name} label={label} />
              <span class="tiny faint">
                {axisText(low)} … {axisText(high)}
              </span>
            </figcaption>
            <OverlayPlot one={one} label={label} view={view} />
            <div class="between tiny soft" aria-hidden="true">
              <span>0</span>
              <span>{texts.timeStep}</span>
              <span>{view.steps - 1}</span>
            </div>
          </figure>
        ))}
      </div>
    </div>
  );
}
