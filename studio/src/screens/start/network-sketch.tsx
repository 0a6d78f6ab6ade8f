/** The lab's network as boxes from top to bottom: what a series passes through. */
import type { Spec } from "tidelab";
import { startTexts } from "../../texts/start.ts";

const [WIDTH, LEFT, RIGHT] = [226, 21, 205];

/** A box of the sketch: its words, and arrows in it for the directions in which it reads. */
interface Box {
  readonly title: string;
  readonly detail?: string;
  readonly directions: number;
}

export function NetworkSketch({ spec }: { spec: Spec }) {
  const texts = startTexts();
  const [first] = spec.model.layers;
  const recurrent = first !== undefined && "numLayers" in first ? first : undefined;
  const classes = "kinds" in spec.data ? spec.data.kinds : [];
  const which = classes.length > 2 ? texts.whichOf(classes.length) : texts.which(classes);
  const cell = first?.layer.toUpperCase() ?? "";
  const boxes: Box[] = [
    ...Array.from({ length: recurrent?.numLayers ?? 0 }, () => ({
      title: cell,
      detail: texts.unitsPerDirection(recurrent?.hiddenSize ?? 0),
      directions: recurrent?.bidirectional ? 2 : 1,
    })),
    { title: texts.attention, directions: 0 },
    { title: which, directions: 0 },
  ];
  const heights = boxes.map(({ directions }) => (directions > 0 ? 74 : 42));
  const tops = heights.map((_, index) => heights.slice(0, index).reduce((sum, height) => sum + height + 21, 2));
  const total = (tops.at(-1) ?? 0) + (heights.at(-1) ?? 0) + 2;
  const text = texts.networkText(recurrent?.numLayers ?? 0, cell, which);
  return (
    <svg class="chart" width={WIDTH} height={total} viewBox={`0 0 ${WIDTH} ${total}`} role="img" aria-label={text}>
      {boxes.map(({ title, detail, directions }, index) => {
        const [top, height] = [tops[index]!, heights[index]!];
        return (
          <g key={index}>
            {index > 0 && (
              <path d={`M113 ${top - 18}v13m-4-4 4 4 4-4`} fill="none" stroke="var(--ink-3)" stroke-width="1.4" />
            )}
            <rect
              x={LEFT}
              y={top}
              width={RIGHT - LEFT}
              height={height}
              rx="6"
              fill="var(--paper)"
              stroke="var(--edge)"
            />
            <text class="title" x="113" y={directions > 0 ? top + 19 : top + 26} text-anchor="middle">
              {title}
            </text>
            {detail && (
              <text class="faint" x="113" y={top + 35} text-anchor="middle">
                {detail}
              </text>
            )}
            {directions > 0 && (
              <path d={`M35 ${top + 54}h156m-5-4 5 4-5 4`} fill="none" stroke="var(--tide)" stroke-width="1.6" />
            )}
            {directions > 1 && (
              <path
                d={`M191 ${top + 65}h-156m5-4-5 4 5 4`}
                fill="none"
                stroke="var(--tide)"
                stroke-width="1.6"
                stroke-dasharray="4 3"
              />
            )}
          </g>
        );
      })}
    </svg>
  );
}
