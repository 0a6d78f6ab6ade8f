/** Beside the curves: a series to draw, what came out, what the model is made of, the spec. */
import { DrawSection } from "../../draw/draw-section.tsx";
import { lensOf } from "../../lens/lens.ts";
import type { LiveRun } from "../../state/live-run.ts";
import { ObservationList } from "../../time/observation-list.tsx";
import { ModelTable } from "./model-table.tsx";
import { Result } from "./result.tsx";
import { SpecText } from "./spec-text.tsx";

export function Aside({ run }: { run: LiveRun | undefined }) {
  return (
    <>
      {run && <DrawSection lens={lensOf(run)} />}
      {run && <ObservationList run={run} />}
      <Result run={run} />
      <ModelTable run={run} />
      <SpecText run={run} />
    </>
  );
}
