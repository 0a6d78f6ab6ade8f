/** Which series train, validate and test. */
import { Icon } from "../../components/icon.tsx";
import { Slider } from "../../components/slider.tsx";
import type { SeriesView } from "../../engine/data-protocol.ts";
import { setValue, shownSpec } from "../../state/recipe.ts";
import { dataTexts } from "../../texts/data.ts";
import { formatCount, formatPercent } from "../../texts/numbers.ts";
import { SplitBar } from "./split-bar.tsx";

const SETS = ["train", "val", "test"] as const;

/** How much of the training files validates, where other files test. */
function ValShare({ share, fixed, why }: { share: number; fixed: boolean; why: string | undefined }) {
  const texts = dataTexts();
  const percent = Math.round(share * 100);
  return (
    <>
      <p class="between small">
        <span>{texts.valShare}</span>
        <span class="soft">{percent}%</span>
      </p>
      <Slider
        label={texts.valShare}
        value={percent}
        low={1}
        high={90}
        step={1}
        marks={["1%", "90%"]}
        {...{ fixed, why }}
        onChange={(next) => setValue(["split", "val"], next / 100)}
      />
    </>
  );
}

export function SplitSection({
  view,
  fixed,
  why,
}: {
  view: SeriesView | undefined;
  fixed: boolean;
  why: string | undefined;
}) {
  const texts = dataTexts();
  const { split, data } = shownSpec.value;
  const counts = view?.counts;
  const total = counts ? counts.train + counts.val + counts.test : 0;
  const hasTest = data.kind === "files" && data.test !== undefined;
  const hasAll = hasTest && data.val !== undefined;
  const isByShares = !("kind" in split) && split.val !== "train";
  const isStratified = "stratify" in split && split.stratify === true;
  return (
    <section class="section" title={why}>
      <div class="section-head">
        <h3>{texts.split}</h3>
        {!("kind" in split) && !hasAll && (
          <button
            type="button"
            class={`btn quiet sm${isStratified ? " on" : ""}`}
            aria-pressed={isStratified}
            aria-disabled={fixed || undefined}
            title={texts.stratifyHint}
            onClick={() => !fixed && setValue(["split", "stratify"], isStratified ? undefined : true)}
          >
            {isStratified && <Icon name="check" size={14} />}
            {texts.stratify}
          </button>
        )}
      </div>
      {hasTest && <p class="tiny soft">{hasAll ? texts.splitOfFiles : texts.testOfFiles}</p>}
      {!hasAll &&
        (!isByShares ? (
          <p class="tiny soft">{texts.splitFixed}</p>
        ) : hasTest ? (
          <ValShare share={Number(split.val)} {...{ fixed, why }} />
        ) : (
          <SplitBar
            train={Math.round(split.train * 100)}
            val={Math.round(Number(split.val) * 100)}
            labels={texts.border}
            text={texts.borderText}
            fixed={fixed}
            onChange={(train, val) => {
              setValue(["split", "train"], train / 100);
              setValue(["split", "val"], val / 100);
            }}
          />
        ))}
      {counts && (
        <>
          <div class="legend">
            {SETS.map((set) => (
              <span key={set}>
                <i class="sq" style={{ background: `var(--set-${set})` }} />
                {texts.setShare(
                  texts.sets[set],
                  formatCount(counts[set]),
                  `${Math.round((counts[set] / total) * 100)}%`,
                )}
              </span>
            ))}
          </div>
          <p class="tiny faint">
            {(isByShares && !hasTest ? texts.splitHint : texts.oneTestSeries)(formatPercent(1 / counts.test))}
          </p>
        </>
      )}
    </section>
  );
}
