/** In Check: what an answer points at, as links that open it, and the observations that were pinned, written again from their records. */
import "../../pointing/pointing.css";
import type { RunRecord } from "tidelab/runs";
import { type Place, stepsPerEpoch } from "tidelab/teaching";
import { navigate } from "../../app/router.ts";
import { Icon } from "../../components/icon.tsx";
import { showToast } from "../../components/toast.tsx";
import { askRun, RunRefused } from "../../engine/run-client.ts";
import { placeText } from "../../pointing/place-text.ts";
import type { CheckedFile } from "../../state/check-list.ts";
import { addressOf } from "../../state/pointing.ts";
import { refreshRuns } from "../../state/studio.ts";
import { askTask } from "../../state/task-runs.ts";
import { describeProblem } from "../../texts/errors.ts";
import { pointingTexts } from "../../texts/pointing.ts";
import { timeTexts } from "../../texts/time.ts";
import { observe } from "../../time/observe.ts";

const recordOf = ({ read }: CheckedFile, run: string): RunRecord | undefined =>
  read?.runs.find(({ name }) => name === run)?.record;

/** Keeps the run on this device, once, and opens the place in it. */
async function open({ name, bytes }: CheckedFile, place: Place, record: RunRecord): Promise<void> {
  try {
    const files = await askTask("folder", { bytes, source: name, run: place.run });
    const { id } = await askRun("import", { files, name: `${name}/${place.run}` });
    await refreshRuns();
    const [path, query] = addressOf(place, id, stepsPerEpoch(record));
    navigate(path, { query });
  } catch (error) {
    if (!(error instanceof RunRefused)) throw error;
    showToast({ text: error.errors.map(describeProblem).join(" ") }, 12);
  }
}

function PlaceButton({ file, place }: { file: CheckedFile; place: Place }) {
  const texts = pointingTexts();
  const record = recordOf(file, place.run);
  const text = texts.ofRun(placeText(place, record?.data.classNames), place.run);
  const isNowhere = file.read?.inspection.nowhere.some((one) => JSON.stringify(one.place) === JSON.stringify(place));
  if (record === undefined || isNowhere) return <span class="warn">{texts.nowhere(text)}</span>;
  return (
    <button type="button" class="btn sm" title={texts.openHint} onClick={() => void open(file, place, record)}>
      <Icon name="pin" size={14} />
      {texts.open(text)}
    </button>
  );
}

export function AnswerPlaces({ file, question }: { file: CheckedFile; question: string }) {
  const places = file.read?.answers[question]?.places ?? [];
  if (places.length === 0) return null;
  return (
    <div class="places small">
      {places.map((place) => (
        <PlaceButton key={JSON.stringify(place)} file={file} place={place} />
      ))}
    </div>
  );
}

/** The sentence of an observation from the record; what needs every step is not in it. */
export function observationText(record: RunRecord, id: string, step: number): string {
  const found = observe({
    ...{ history: record.history, norms: [], stepsPerEpoch: stepsPerEpoch(record) },
    ...{ classes: record.data.classNames.length, valCount: record.data.val },
  }).find((one) => one.id === id && one.step === step);
  return found?.text(timeTexts()) ?? pointingTexts().observationAt(step);
}

export function PinnedObservations({ file }: { file: CheckedFile }) {
  const texts = pointingTexts();
  const observations = file.read?.observations ?? [];
  if (observations.length === 0) return null;
  return (
    <section>
      <h3>{texts.observations}</h3>
      <ul class="vstack small">
        {observations.map(({ run, id, step }) => {
          const record = recordOf(file, run);
          return (
            <li key={`${run} ${id}`} class="vstack">
              {record && <span>{observationText(record, id, step)}</span>}
              <span>
                <PlaceButton file={file} place={{ kind: "step", run, step: Math.max(1, step) }} />
              </span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
