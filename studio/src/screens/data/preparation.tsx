/** What is done to the series before the model reads them: the scale, then the transforms in their order. */
import { lazy } from "../../components/lazy.tsx";
import type { SeriesView } from "../../engine/data-protocol.ts";
import { shownSpec } from "../../state/recipe.ts";
import { dataTexts } from "../../texts/data.ts";

const Transforms = lazy(() => import("./transforms.tsx"));

export function Preparation({ view, fixed }: { view: SeriesView | undefined; fixed: boolean }) {
  const texts = dataTexts();
  const { data, transforms } = shownSpec.value;
  const hasScale = "scale" in data && data.scale === "max";
  return (
    <section class="section">
      <div class="section-head">
        <h3>{texts.preparation}</h3>
      </div>
      {hasScale && (
        <p class="between small">
          <code>scale: "max"</code>
          {view && <span class="soft">{texts.divided(String(Number(view.scale.toPrecision(4))))}</span>}
        </p>
      )}
      {!hasScale && transforms.length === 0 && <p class="small soft">{texts.notDivided}</p>}
      <Transforms isFixed={fixed} />
    </section>
  );
}
