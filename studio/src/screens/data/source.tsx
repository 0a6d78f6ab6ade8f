/** Where the series come from: the generator. */
import { shownSpec } from "../../state/recipe.ts";
import { dataTexts } from "../../texts/data.ts";
import { WavesForm } from "./waves-form.tsx";

export function Source({ fixed, why }: { fixed: boolean; why: string | undefined }) {
  const texts = dataTexts();
  const { data } = shownSpec.value;
  return (
    <>
      <h2 class="side-title">{texts.source}</h2>
      {data.kind === "waves" && <WavesForm data={data} fixed={fixed} why={why} />}
    </>
  );
}
