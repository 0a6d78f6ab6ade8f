/** Runs beside each other, experiments and races: an answer that one may quote. */
import "./compare.css";
import type { ScreenProps } from "../../app/screen-props.ts";
import { lazy } from "../../components/lazy.tsx";
import { Begin } from "./begin.tsx";
import { chosenIn } from "./query.ts";
import { Records } from "./records.tsx";

const Chosen = lazy(() => import("./chosen.tsx"));
const ExperimentPart = lazy(() => import("./experiment-part.tsx"));
const RaceSetup = lazy(() => import("./race-setup.tsx"));

export default function Compare({ route: { path, query } }: ScreenProps) {
  const [, id] = path;
  const chosen = chosenIn(query);
  const isRace = query.get("race") === "1";
  return (
    <div class="compare">
      <div class="compare-main">
        {id !== undefined ? (
          <ExperimentPart key={id} id={id} isRace={isRace} query={query} />
        ) : isRace ? (
          <RaceSetup />
        ) : chosen.length > 0 ? (
          <Chosen ids={chosen} query={query} />
        ) : (
          <Begin />
        )}
      </div>
      <Records query={query} experiment={id} />
    </div>
  );
}
