/** Above the screen while a question is answered by pointing: what is asked, and the place that is looked at, to be taken. */
import "./pointing.css";
import { route } from "../app/router.ts";
import { Icon } from "../components/icon.tsx";
import { endPointing, type Pointing } from "../state/pointing.ts";
import { useRun } from "../state/use-run.ts";
import { pointingTexts } from "../texts/pointing.ts";
import { placeHere } from "./place-here.ts";
import { placeText } from "./place-text.ts";

export default function PointingBanner({ asked }: { asked: Pointing }) {
  const texts = pointingTexts();
  const { path } = route.value;
  const found = useRun(["train", "run"].includes(path[0] ?? "") ? path[1] : "");
  const run = found === "missing" ? undefined : found;
  const isIts = run !== undefined && asked.runs.some(({ id }) => id === run.id);
  const place = isIts ? placeHere(asked.kind, route.value, run) : undefined;
  const text = place && placeText(place, run?.facts.value?.classNames);
  return (
    <section class="pointing" aria-label={texts.question(asked.question.text)}>
      <Icon name="pin" size={16} />
      <p class="grow small">
        <b>{texts.question(asked.question.text)}</b> {run && !isIts ? texts.otherRun : texts.hints[asked.kind]}
      </p>
      {place && text && (
        <button type="button" class="btn sm primary" onClick={() => void endPointing(place, text)}>
          {texts.take(text)}
        </button>
      )}
      <button type="button" class="btn sm" onClick={() => void endPointing(undefined)}>
        {texts.cancel}
      </button>
    </section>
  );
}
