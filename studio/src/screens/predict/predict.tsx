/** Predict: new files through a run that has ended. They are read as its training files were; what it says is a table, and the file of the command line. */
import "./predict.css";
import { useEffect, useRef } from "preact/hooks";
import { formatHash } from "../../app/router.ts";
import type { ScreenProps } from "../../app/screen-props.ts";
import { EmptyScreen } from "../../components/empty-screen.tsx";
import { Icon } from "../../components/icon.tsx";
import type { LiveRun } from "../../state/live-run.ts";
import { addNewFiles, newFiles } from "../../state/new-files.ts";
import { useRun } from "../../state/use-run.ts";
import { formatCount } from "../../texts/numbers.ts";
import { predictTexts } from "../../texts/predict.ts";
import { shellTexts } from "../../texts/shell.ts";
import { NewFileSection } from "./new-file-section.tsx";

const ENDINGS = ".csv,.tsv,.txt,.ts,.arff,.npy,.npz,.jsonl,.json,.parquet,.gz";

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
  const input = useRef<HTMLInputElement>(null);
  const take = (files: Iterable<File>) => addNewFiles(id, label, files);
  useEffect(() => {
    const over = (event: DragEvent) => event.preventDefault();
    const drop = (event: DragEvent) => {
      event.preventDefault();
      take(event.dataTransfer?.files ?? []);
    };
    addEventListener("dragover", over);
    addEventListener("drop", drop);
    return () => {
      removeEventListener("dragover", over);
      removeEventListener("drop", drop);
    };
  }, [id]);
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
          <button type="button" class="btn primary" onClick={() => input.current?.click()}>
            <Icon name="upload" />
            {texts.choose}
          </button>
          <span class="small strong">{texts.drop}</span>
          <span class="tiny">{texts.formats}</span>
          <input
            ref={input}
            type="file"
            accept={ENDINGS}
            multiple
            hidden
            aria-label={texts.choose}
            onChange={({ currentTarget }) => {
              take([...(currentTarget.files ?? [])]);
              currentTarget.value = ""; // the same file may be chosen again, after it was changed
            }}
          />
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
