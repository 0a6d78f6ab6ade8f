/** What the model is made of: a row a layer. */
import type { LiveRun } from "../../state/live-run.ts";
import { formatCount, formatSize } from "../../texts/numbers.ts";
import { trainTexts } from "../../texts/train.ts";

/** A layer; the record of a run has no costs. */
interface Row {
  readonly name: string;
  readonly layer: string;
  readonly outputShape: readonly number[];
  readonly parameterCount: number;
  readonly multiplyAdds?: number;
}

export function ModelTable({ run }: { run: LiveRun | undefined }) {
  const texts = trainTexts();
  const layers: readonly Row[] | undefined = run?.facts.value?.layers ?? run?.record.value?.model.layers;
  if (layers === undefined) return null;
  const hasCost = layers.some(({ multiplyAdds }) => multiplyAdds !== undefined);
  const total = layers.reduce((sum, { parameterCount }) => sum + parameterCount, 0);
  return (
    <section class="section">
      <div class="section-head">
        <h2>{texts.modelTable}</h2>
        <span class="tiny faint">{texts.parameters(formatCount(total))}</span>
      </div>
      <table class="layers">
        <thead>
          <tr>
            <th scope="col">{texts.layer}</th>
            <th scope="col" class="num" title={texts.shapeTitle}>
              {texts.shape}
            </th>
            <th scope="col" class="num">
              {texts.parameterColumn}
            </th>
            {hasCost && (
              <th scope="col" class="num" title={texts.multiplyAddsTitle}>
                {texts.multiplyAdds}
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {layers.map(({ name, layer, outputShape, parameterCount, multiplyAdds }) => (
            <tr key={name}>
              <th scope="row">
                <span class="mono">{layer}</span> <span class="faint tiny">{name}</span>
              </th>
              <td class="num">{outputShape.join(" × ")}</td>
              <td class="num">{parameterCount === 0 ? "" : formatCount(parameterCount)}</td>
              {hasCost && <td class="num">{formatSize(multiplyAdds ?? 0)}</td>}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
