/** Where the series come from: the generator, or a file of the user. */
import { fixedAt } from "../../components/fixed-at.ts";
import { Segmented } from "../../components/segmented.tsx";
import { fileView } from "../../state/file.ts";
import { LAB } from "../../state/lab.ts";
import { loadRecipe, shownSpec } from "../../state/recipe.ts";
import { dataTexts } from "../../texts/data.ts";
import { FileForm } from "./file-form.tsx";
import { sourceShown } from "./source-shown.ts";
import { WavesForm } from "./waves-form.tsx";

export function Source({ fixed, why }: { fixed: boolean; why: string | undefined }) {
  const texts = dataTexts();
  const { data } = shownSpec.value;
  const shown = sourceShown();
  const kind = fixedAt("data.kind", { fixed, why });
  const choose = (next: "waves" | "file") => {
    sourceShown(next);
    if (kind.fixed) return;
    // What the recipe trains on is what is shown.
    if (next === "waves" && data.kind !== "waves") loadRecipe(LAB);
    if (next === "file" && fileView.value?.spec) loadRecipe(fileView.value.spec);
  };
  return (
    <>
      <h2 class="side-title">{texts.source}</h2>
      <div class="source-tabs">
        <Segmented
          wide
          label={texts.source}
          value={shown}
          options={[
            { value: "waves", text: texts.waves },
            { value: "file", text: texts.file.mine },
          ]}
          onChange={choose}
        />
      </div>
      {shown === "waves" && data.kind === "waves" && <WavesForm data={data} fixed={fixed} why={why} />}
      {shown === "file" && <FileForm fixed={kind.fixed} why={kind.why} />}
    </>
  );
}
