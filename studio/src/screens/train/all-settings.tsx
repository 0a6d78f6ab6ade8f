/** Every key of a spec as a control with its explanation. The schema of the package says which there are. */
import "../../settings/settings.css";
import { formatHash } from "../../app/router.ts";
import { Keys, Setting } from "../../settings/setting.tsx";
import { controlOf, specSchema } from "../../state/spec-schema.ts";
import { settingTexts } from "../../texts/settings.ts";

export default function AllSettings({ isFixed }: { isFixed: boolean }) {
  const texts = settingTexts().form;
  const { name, seed, numerics, split, transforms, model, training } = specSchema.properties ?? {};
  const [trained, modelled] = [training && controlOf(training), model && controlOf(model)];
  if (!name || !seed || !numerics || !split || !transforms) return null;
  return (
    <div class="settings all-settings">
      <p class="tiny soft">{texts.hint}</p>
      <Setting path={["name"]} node={name} isFixed={isFixed} />
      <Setting path={["seed"]} node={seed} isFixed={isFixed} />
      <Setting path={["numerics"]} node={numerics} isFixed={isFixed} />
      <p class="tiny soft">
        {texts.elsewhere} <a href={formatHash(["data"])}>{texts.toData}</a>
      </p>
      <Setting path={["split"]} node={split} isFixed={isFixed} />
      <Setting path={["transforms"]} node={transforms} isFixed={isFixed} />
      {modelled?.type === "object" && (
        <Keys path={["model"]} keys={Object.entries(modelled.keys)} required={["layers"]} isFixed={isFixed} />
      )}
      {trained?.type === "object" && (
        <Keys path={["training"]} keys={Object.entries(trained.keys)} required={[]} isFixed={isFixed} />
      )}
    </div>
  );
}
