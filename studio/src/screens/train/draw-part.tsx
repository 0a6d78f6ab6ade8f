/** The pad beside the curves, and the lens that answers it. */
import { DrawSection } from "../../draw/draw-section.tsx";
import { lensOf } from "../../lens/lens.ts";
import type { LiveRun } from "../../state/live-run.ts";

export default function DrawPart({ run }: { run: LiveRun }) {
  return <DrawSection lens={lensOf(run)} />;
}
