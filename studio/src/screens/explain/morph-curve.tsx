/** Probabilities on the way from one series to the other, and where the answer changes. */
import { useSize } from "../../charts/use-size.ts";
import { classColour } from "../../components/glyph.tsx";
import type { Morph } from "../../lens/lens-protocol.ts";
import { explainTexts } from "../../texts/explain.ts";
import type { ExplainSession } from "./session.ts";

interface Props {
  readonly morph: Morph;
  readonly session: ExplainSession;
  readonly classNames: readonly string[];
}

const [HEIGHT, LEFT, RIGHT, TOP, BOTTOM] = [170, 40, 8, 8, 22];

export function MorphCurve({ morph, session, classNames }: Props) {
  const texts = explainTexts();
  const [place, size] = useSize<HTMLDivElement>();
  const { shares, probabilities, flips } = morph;
  const width = size?.width ?? 0;
  const classes = classNames.length;
  const x = (share: number) => LEFT + share * (width - LEFT - RIGHT);
  const y = (probability: number) => TOP + (1 - probability) * (HEIGHT - TOP - BOTTOM);
  const sentences = flips.map(({ at, from, to }) =>
    texts.flipsAt(`${(100 * at).toFixed(1)}%`, classNames[from] ?? "", classNames[to] ?? ""),
  );
  const text = sentences.length > 0 ? sentences.join(" ") : texts.noFlip;
  return (
    <section class="section">
      <h2>{texts.morphTitle(classNames[session.fromClass.value] ?? "", classNames[session.toClass.value] ?? "")}</h2>
      <div ref={place} class="morph-curve">
        {width > 0 && (
          <svg class="chart" width={width} height={HEIGHT} role="img" aria-label={texts.morphText(text)}>
            {[0, 0.5, 1].map((level) => (
              <g key={level}>
                <path class="grid" d={`M${LEFT} ${y(level)}H${width - RIGHT}`} />
                <text x={LEFT - 6} y={y(level) + 4} text-anchor="end">
                  {100 * level}%
                </text>
                <text x={x(level)} y={HEIGHT - 4} text-anchor={level === 0 ? "start" : level === 1 ? "end" : "middle"}>
                  {100 * level}%
                </text>
              </g>
            ))}
            {classNames.map((name, label) => {
              const points = shares.map(
                (share, index) => `${x(share).toFixed(1)} ${y(probabilities[index * classes + label]!).toFixed(1)}`,
              );
              return <path key={name} class="line" stroke={classColour(label)} d={`M${points.join("L")}`} />;
            })}
            {flips.map(({ at }) => (
              <path key={at} class="ref" d={`M${x(at)} ${TOP}V${HEIGHT - BOTTOM}`} />
            ))}
            <path d={`M${x(session.share.value)} ${TOP}V${HEIGHT - BOTTOM}`} stroke="var(--ink)" stroke-width="1.5" />
          </svg>
        )}
      </div>
      <p class="small soft">{text}</p>
    </section>
  );
}
