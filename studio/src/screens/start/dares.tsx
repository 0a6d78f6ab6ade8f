/** What to try next, each with a picture of a real run; each opens something that works at once. */
import { hasScreen } from "../../app/known-screens.ts";
import { formatHash } from "../../app/router.ts";
import { showToast } from "../../components/toast.tsx";
import { TO_BREAK, WRONG_LABELS } from "../../state/ready-specs.ts";
import { trainSpec } from "../../state/train-spec.ts";
import { startTexts } from "../../texts/start.ts";
import { BANDS, BROKEN, LOSSES, RACE, WAVE, WRONG } from "./dare-pictures.ts";

const [WIDTH, HEIGHT] = [186, 72];
const BAR = 7.2;

const DARES = ["look", "race", "break", "fix"] as const;
type Dare = (typeof DARES)[number];

function Picture({ of }: { of: Dare }) {
  return (
    <svg class="chart" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden="true">
      {of === "look" && (
        <>
          {BANDS.map(([x, width, shade]) => (
            <rect key={x} x={x} y={0} width={width} height={HEIGHT} fill={`var(--att-${shade})`} />
          ))}
          <path class="series" d={WAVE} />
        </>
      )}
      {(of === "race" ? RACE : of === "break" ? BROKEN : []).map(([colour, path]) => (
        <path key={colour} class="line" stroke={`var(--${colour})`} stroke-width="1.6" fill="none" d={path} />
      ))}
      {of === "fix" &&
        LOSSES.map((height, index) => (
          <rect
            key={`loss-${String(index)}`}
            x={index * BAR}
            y={HEIGHT - 3 - height}
            width={5.7}
            height={height}
            fill={index < WRONG ? "var(--bad)" : "var(--arm-context)"}
          />
        ))}
    </svg>
  );
}

export default function Dares() {
  const texts = startTexts();
  const train = (spec: typeof TO_BREAK, hint: string) => {
    showToast({ text: trainSpec(spec) ? hint : texts.runIsOpen });
  };
  const targets: Readonly<Record<Dare, string | (() => void) | undefined>> = {
    look: formatHash(["explain"]),
    race: hasScreen("compare") ? formatHash(["compare"], new URLSearchParams({ race: "1" })) : undefined,
    break: () => train(TO_BREAK, texts.dareHints.break),
    fix: hasScreen("fix") ? () => train(WRONG_LABELS, texts.dareHints.fix) : undefined,
  };
  return (
    <section class="dares" aria-labelledby="dares-title">
      <h2 id="dares-title">{texts.thenTry}</h2>
      <ul>
        {DARES.map((dare) => {
          const target = targets[dare];
          if (target === undefined) return null;
          const { title, body } = texts.dares[dare];
          const content = (
            <>
              <Picture of={dare} />
              <b class="strong small">{title}</b>
              <span class="tiny soft">{body}</span>
            </>
          );
          return (
            <li key={dare}>
              {typeof target === "string" ? (
                <a class="dare" href={target}>
                  {content}
                </a>
              ) : (
                <button type="button" class="dare" onClick={target}>
                  {content}
                </button>
              )}
            </li>
          );
        })}
      </ul>
    </section>
  );
}
