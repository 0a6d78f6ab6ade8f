/** Beside the curves: a series to draw, what came out, what the model is made of, the spec. */
import { lazy } from "../../components/lazy.tsx";
import type { LiveRun } from "../../state/live-run.ts";
import { editsByHand } from "../../state/steer.ts";
import { ObservationList } from "../../time/observation-list.tsx";
import { ModelTable } from "./model-table.tsx";
import { Result } from "./result.tsx";
import { SpecSection } from "./spec-section.tsx";

const SteerSection = lazy(() => import("./steer-section.tsx"));
const DrawPart = lazy(() => import("./draw-part.tsx"));

/** Whether there is something to go back from: until a run is changed, trying the model comes first. */
const isSteered = (run: LiveRun) => run.branches.value.length > 0 || editsByHand(run).length > 0;

export function Aside({ run }: { run: LiveRun | undefined }) {
  return (
    <>
      {run && isSteered(run) && <SteerSection run={run} />}
      {run && <DrawPart run={run} />}
      {run && <ObservationList run={run} />}
      {run && !isSteered(run) && <SteerSection run={run} />}
      <Result run={run} />
      <ModelTable run={run} />
      <SpecSection run={run} />
    </>
  );
}
