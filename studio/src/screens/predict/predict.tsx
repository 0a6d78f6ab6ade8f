/** Predict: new files through a run that has ended. They are read as its training files were; what it says is a table, and the file of the command line. */
import "./predict.css";
import { formatHash } from "../../app/router.ts";
import type { ScreenProps } from "../../app/screen-props.ts";
import { EmptyScreen } from "../../components/empty-screen.tsx";
import { FileButton, SERIES_ENDINGS } from "../../components/file-button.tsx";
import { Icon } from "../../components/icon.tsx";
import { useDrops } from "../../components/use-drops.ts";
import type { LiveRun } from "../../state/live-run.ts";
import { addNewFiles, newFiles } from "../../state/new-files.ts";
import { useRun } from "../../state/use-run.ts";
import { formatCount } from "../../texts/numbers.ts";
import { predictTexts } from "../../texts/predict.ts";
import { shellTexts } from "../../texts/shell.ts";
import { NewFileSection } from "./new-file-section.tsx";

export default function Predict({ route }: ScreenProps) {
  const texts = predictTexts();
  const [, id = ""] = route.path;
  const run = useRun(id);
  if (run === undefined) return <p class="screen-loading soft">{shellTexts().loading}</p>;
  if (run === "missing") return <EmptyScreen text={texts.noRun} href={formatHash([])} action={texts.toStart} />;
  if (run.record.value === undefined) {
    return <EmptyScreen text={texts.notEnded} href={formatHash(["train", id])} action={texts.toTrain} />;
  }
  return <WithRun key={id} run={run} />;
}

function WithRun({ run }: { run: LiveRun }) {
  const texts = predictTexts();
  const { id, label } = run;
  const { data, spec } = run.record.value!; // it has ended
  const take = (files: Iterable<File>) => addNewFiles(id, label, files);
  useDrops(({ files }) => take(files));
  const own = newFiles.value.filter((one) => one.run === id);
  const [shortest, longest] = data.source?.lengths ?? lengthsOf(spec.data, data.length);
  const steps = shortest === longest ? formatCount(longest) : `${formatCount(shortest)}–${formatCount(longest)}`;
  return (
    <div class="predict">
      <div class="panel predict-head">
        <a class="btn quiet icon" href={formatHash(["run", id])} aria-label={texts.back(label)}>
          <Icon name="left" />
        </a>
        <h1>{texts.title(label)}</h1>
      </div>
      <section class="panel predict-drop" aria-label={texts.choose}>
        <p class="small soft">{texts.intro(steps, data.source?.channels ?? data.channels)}</p>
        <div class="drop">
          <FileButton
            label={texts.choose}
            class="btn primary"
            iconSize={18}
            accept={SERIES_ENDINGS}
            multiple
            onFiles={take}
          />
          <span class="small strong">{texts.drop}</span>
          <span class="tiny">{texts.formats}</span>
        </div>
        {own.length === 0 && <p class="small soft">{texts.none}</p>}
      </section>
      {own.map((one) => (
        <NewFileSection key={one.key} one={one} label={label} classNames={data.classNames} />
      ))}
    </div>
  );
}

/** Of series that are made: steps of the shortest and of the longest. */
function lengthsOf(data: { readonly kind: string }, length: number): readonly [number, number] {
  const made = data as { readonly length?: number; readonly minLength?: number };
  const longest = made.length ?? length;
  return [made.minLength ?? longest, longest];
}
