/** What is done to the series before the model reads them: the scale, then the transforms in their order. */
import type { SeriesView } from "../../engine/data-protocol.ts";
import { shownSpec } from "../../state/recipe.ts";
import { dataTexts } from "../../texts/data.ts";

export function Preparation({ view }: { view: SeriesView | undefined }) {
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
      {transforms.map(({ transform, ...options }, index) => (
        <p key={`${transform}${String(index)}`} class="small">
          <code>
            {transform} {JSON.stringify(options)}
          </code>
        </p>
      ))}
      {!hasScale && transforms.length === 0 && <p class="small soft">{texts.notDivided}</p>}
    </section>
  );
}
