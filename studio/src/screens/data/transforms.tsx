/** The transforms of a spec in their order, each with its settings: the same controls as among all settings. */
import "../../settings/settings.css";
import { Setting } from "../../settings/setting.tsx";
import { specSchema } from "../../state/spec-schema.ts";

export default function Transforms({ isFixed }: { isFixed: boolean }) {
  const node = specSchema.properties?.transforms;
  return <div class="settings">{node && <Setting path={["transforms"]} node={node} isFixed={isFixed} />}</div>;
}
