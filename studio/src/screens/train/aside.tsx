/** Beside the curves: a series to draw, what came out, what the model is made of, the spec. */
import { lazy } from "../../components/lazy.tsx";
import type { LiveRun } from "../../state/live-run.ts";
import { ObservationList } from "../../time/observation-list.tsx";
import { ModelTable } from "./model-table.tsx";
import { Result } from "./result.tsx";
import { SpecSection } from "./spec-section.tsx";

const DrawPart = lazy(() => import("./draw-part.tsx"));

export function Aside({ run }: { run: LiveRun | undefined }) {
  return (
    <>
      {run && <DrawPart run={run} />}
      {run && <ObservationList run={run} />}
      <Result run={run} />
      <ModelTable run={run} />
      <SpecSection run={run} />
    </>
  );
}
