/** A spec that came in a link: it becomes the recipe. A link that is cut, hostile or of a newer version changes nothing, and says so. */
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { readSpecLink, shortSpec } from "tidelab/runs";
import { formatHash, navigate } from "../../app/router.ts";
import type { ScreenProps } from "../../app/screen-props.ts";
import { Icon } from "../../components/icon.tsx";
import { describeErrors } from "../../engine/error-data.ts";
import type { ErrorData } from "../../engine/protocol.ts";
import { openLink, type QueryProblem, readLinkQuery } from "../../state/opened-link.ts";
import { addOpened } from "../../state/own-files.ts";
import { keptAmong } from "../../store/kept-files.ts";
import { describeProblem } from "../../texts/errors.ts";
import { linkTexts } from "../../texts/link.ts";

export default function Link({ route }: ScreenProps) {
  const texts = linkTexts();
  const problems = useSignal<readonly ErrorData[]>([]);
  const queryProblem = useSignal<QueryProblem | undefined>(undefined);
  const payload = route.path[1] ?? "";
  useEffect(() => {
    let isWanted = true;
    readSpecLink(payload).then(
      async (spec) => {
        const link = readLinkQuery(route.query, spec);
        if (typeof link === "string") {
          if (isWanted) queryProblem.value = link;
          return;
        }
        const kept = await keptAmong(link.files);
        if (!isWanted) return;
        for (const file of kept) addOpened(file);
        openLink(link, shortSpec(spec));
        navigate(["train"], { replace: true });
      },
      (error: unknown) => {
        const found = describeErrors(error);
        if (found === undefined) throw error;
        if (isWanted) problems.value = found;
      },
    );
    return () => {
      isWanted = false;
    };
  }, [payload, problems, queryProblem, route.query]);
  const inQuery = queryProblem.value;
  if (problems.value.length === 0 && inQuery === undefined) return <p class="screen-loading soft">{texts.reading}</p>;
  return (
    <div class="screen-loading">
      <h1>{texts.title}</h1>
      <div class="notice warn" role="alert">
        <Icon name="warn" />
        <div>
          {inQuery && <p>{texts.queryProblems[inQuery]}</p>}
          {problems.value.map((problem) => (
            <p key={problem.path}>{describeProblem(problem)}</p>
          ))}
        </div>
      </div>
      <p>{texts.what}</p>
      <a class="btn primary" href={formatHash([])}>
        {texts.lab}
      </a>
    </div>
  );
}
