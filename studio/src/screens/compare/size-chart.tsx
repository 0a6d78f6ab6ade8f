/** Mean test accuracy over parameters, on a logarithmic axis: what size buys. */
import type { ConcludedArm } from "tidelab/compare";
import { ArmMark } from "../../charts/arm-mark.tsx";
import { ticksOf } from "../../charts/steps.ts";
import { useSize } from "../../charts/use-size.ts";
import { compareTexts } from "../../texts/compare.ts";
import { formatSize } from "../../texts/numbers.ts";
import { light, litClass } from "./lit.ts";

const HEIGHT = 190;
const LEFT = 42;
const BOTTOM = 40;
const TOP = 10;
const RIGHT = 16;

/** 1, 3 and 10 times powers of ten. */
function logTicks(low: number, high: number): number[] {
  const ticks: number[] = [];
  for (let power = Math.floor(low); power <= Math.ceil(high); power++) {
    for (const factor of [1, 3]) {
      const at = Math.log10(factor) + power;
      if (at >= low - 0.02 && at <= high + 0.02) ticks.push(factor * 10 ** power);
    }
  }
  return ticks;
}

export function SizeChart({ arms, indexOf }: { arms: readonly ConcludedArm[]; indexOf: (id: string) => number }) {
  const texts = compareTexts();
  const [place, size] = useSize<HTMLDivElement>();
  const width = Math.max(200, size?.width ?? 320);
  const known = arms.filter(({ mean, parameters }) => !Number.isNaN(mean) && parameters > 0);
  const sizes = known.map(({ parameters }) => Math.log10(parameters));
  const [least, most] = [Math.min(...sizes), Math.max(...sizes)];
  const [low, high] =
    most - least < 0.5 ? [(least + most) / 2 - 0.35, (least + most) / 2 + 0.35] : [least - 0.06, most + 0.06];
  const bottom = Math.max(0, Math.min(...known.map(({ mean }) => mean)) - 0.06);
  const x = (parameters: number) => LEFT + ((Math.log10(parameters) - low) / (high - low)) * (width - LEFT - RIGHT);
  const y = (share: number) => TOP + ((1 - share) / (1 - bottom)) * (HEIGHT - TOP - BOTTOM);
  return (
    <section class="section" aria-labelledby="size-title">
      <h2 id="size-title">{texts.size}</h2>
      <div ref={place}>
        {known.length > 0 && (
          <svg
            class="chart"
            width={width}
            height={HEIGHT}
            viewBox={`0 0 ${width} ${HEIGHT}`}
            role="img"
            aria-label={texts.sizeText(known.length)}
          >
            {ticksOf(bottom, 1, 4).map((tick) => (
              <g key={tick}>
                <path class="grid" d={`M${LEFT} ${y(tick)}H${width - RIGHT}`} />
                <text x={LEFT - 6} y={y(tick) + 4} text-anchor="end">
                  {Math.round(tick * 100)}%
                </text>
              </g>
            ))}
            <path class="axis" d={`M${LEFT} ${HEIGHT - BOTTOM}H${width - RIGHT}`} />
            {logTicks(low, high).map((tick) => (
              <text key={tick} x={x(tick)} y={HEIGHT - BOTTOM + 17} text-anchor="middle">
                {formatSize(tick)}
              </text>
            ))}
            <text class="label" x={(LEFT + width - RIGHT) / 2} y={HEIGHT - 4} text-anchor="middle">
              {texts.parameters}
            </text>
            {known.map(({ id, parameters, mean }) => (
              // biome-ignore lint/a11y/noStaticElementInteractions: the rows of the table are what keys reach
              <g
                key={id}
                class={`size-mark${litClass(id)}`}
                onMouseEnter={() => light([id])}
                onMouseLeave={() => light([])}
              >
                <circle class="size-ring" cx={x(parameters)} cy={y(mean)} r="9" />
                <ArmMark index={indexOf(id)} x={x(parameters)} y={y(mean)} />
              </g>
            ))}
          </svg>
        )}
      </div>
    </section>
  );
}
