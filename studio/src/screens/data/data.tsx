/** Data: know what the model will see. Source, series, split and checks; on narrow screens one of them at a time. */
import "./data.css";
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { ScreenProps } from "../../app/screen-props.ts";
import { fixedAt } from "../../components/fixed-at.ts";
import { useDrops } from "../../components/use-drops.ts";
import { dataView, loadWanted, wantedData } from "../../state/data.ts";
import { files } from "../../state/file.ts";
import { current } from "../../state/studio.ts";
import { dataTexts } from "../../texts/data.ts";
import { filesOfDrop } from "../../verify/gather.ts";
import { Checks } from "./checks.tsx";
import { openAll } from "./drop-zone.tsx";
import { Preparation } from "./preparation.tsx";
import { Source } from "./source.tsx";
import { sourceShown } from "./source-shown.ts";
import { SplitSection } from "./split-section.tsx";
import { Stage } from "./stage.tsx";
import { areSeriesShown } from "./views.ts";

const TABS = ["series", "source", "split"] as const;
/** While something is typed or dragged, only its end is loaded. */
const SETTLED_MS = 120;

export default function Data({ route }: ScreenProps) {
  const texts = dataTexts();
  const tab = useSignal<(typeof TABS)[number]>("series");
  const wanted = wantedData.value;
  const view = dataView.value;
  const fixed = current.value?.isOpen.value === true;
  const isOfSeries = areSeriesShown();
  const why = fixed ? texts.fixed : undefined;
  const isFixed = fixedAt("data.kind", { fixed, why }).fixed;
  useDrops((dropped) => {
    if (!isFixed) void filesOfDrop(dropped).then(openAll);
  });
  const isFileAsked = route.query.get("source") === "file";
  useEffect(() => {
    if (isFileAsked) sourceShown("file");
  }, [isFileAsked]);
  useEffect(() => {
    // Files that are dropped while waves are shown are what the screen is about from then on.
    if (files.value.length > 0) sourceShown("file");
  }, [files.value]);
  useEffect(() => {
    // A file that cannot be trained on is neither loaded nor kept.
    if (wanted === undefined || !isOfSeries) return;
    const timer = setTimeout(loadWanted, dataView.value ? SETTLED_MS : 0);
    return () => clearTimeout(timer);
  }, [wanted, isOfSeries]);
  return (
    <div class={`data tab-${tab.value}`}>
      <div class="data-tabs" role="tablist" aria-label={texts.show}>
        {TABS.map((name) => (
          <button
            key={name}
            type="button"
            role="tab"
            id={`data-tab-${name}`}
            aria-selected={tab.value === name}
            aria-controls={`data-${name}`}
            onClick={() => {
              tab.value = name;
            }}
          >
            {texts.tabs[name]}
          </button>
        ))}
      </div>
      <aside class="panel side" id="data-source" aria-label={texts.source}>
        <Source fixed={fixed} why={why} />
      </aside>
      <section class="panel data-stage" id="data-series" aria-label={texts.series}>
        <Stage view={view} />
      </section>
      <aside class="panel data-checks" id="data-split" aria-label={texts.splitAndChecks}>
        <h2 class="visually-hidden">{texts.splitAndChecks}</h2>
        {isOfSeries ? (
          <>
            <SplitSection view={view} {...fixedAt("split", { fixed, why })} />
            <Preparation view={view} fixed={fixed} />
          </>
        ) : (
          <p class="small soft">{texts.file.notYet}</p>
        )}
        {isOfSeries && view && <Checks view={view} />}
        {isOfSeries && view && (
          <p class="tiny faint data-hash">
            <code>{texts.hash(view.sha256.slice(0, 8))}</code> {texts.hashBody}
          </p>
        )}
      </aside>
    </div>
  );
}
