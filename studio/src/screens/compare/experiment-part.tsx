/** An experiment of the address: read, then shown as arms or as a race. */
import { useEffect, useState } from "preact/hooks";
import { formatHash } from "../../app/router.ts";
import { EmptyScreen } from "../../components/empty-screen.tsx";
import { lazy } from "../../components/lazy.tsx";
import type { Experiment } from "../../experiments/experiment.ts";
import { openExperiment } from "../../experiments/list.ts";
import { reportFault } from "../../state/faults.ts";
import { compareTexts } from "../../texts/compare.ts";

const Arms = lazy(() => import("./arms.tsx"));
const Race = lazy(() => import("./race.tsx"));

interface Props {
  readonly id: string;
  readonly isRace: boolean;
  readonly query: URLSearchParams;
}

export default function ExperimentPart({ id, isRace, query }: Props) {
  const texts = compareTexts();
  const [found, setFound] = useState<Experiment | "missing" | undefined>(undefined);
  useEffect(() => {
    let isWanted = true;
    openExperiment(id).then(
      (experiment) => isWanted && setFound(experiment ?? "missing"),
      (error: unknown) => {
        if (isWanted) setFound("missing");
        reportFault(String(error), error instanceof Error ? (error.stack ?? "") : "");
      },
    );
    return () => {
      isWanted = false;
    };
  }, [id]);
  if (found === undefined) return <p class="screen-loading soft">{texts.reading1}</p>;
  if (found === "missing") {
    return <EmptyScreen text={texts.missing} href={formatHash(["compare"])} action={texts.toCompare} />;
  }
  return isRace ? <Race experiment={found} query={query} /> : <Arms experiment={found} />;
}
