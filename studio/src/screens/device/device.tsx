/** Everything that this device keeps: what it takes, how to take it elsewhere and back, how to be rid of it. */
import "./device.css";
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { ScreenProps } from "../../app/screen-props.ts";
import { FileDrop } from "../../components/file-drop.tsx";
import { Icon } from "../../components/icon.tsx";
import { SureButton } from "../../components/sure-button.tsx";
import { showToast } from "../../components/toast.tsx";
import { askRun, RunRefused } from "../../engine/run-client.ts";
import {
  type Device,
  device,
  dropCheckpoints,
  type ImportOutcome,
  importFiles,
  type Refusal,
  readDevice,
} from "../../state/device.ts";
import { download } from "../../state/download.ts";
import { reportFault } from "../../state/faults.ts";
import { keptRuns } from "../../state/studio.ts";
import { deviceTexts } from "../../texts/device.ts";
import { describeProblem } from "../../texts/errors.ts";
import { formatBytes } from "../../texts/numbers.ts";
import { KeptFiles } from "./kept-files.tsx";
import { Bin, KeptRuns } from "./kept-runs.tsx";

/** From this share of its quota on, storage is nearly full. */
const NEARLY_FULL = 0.85;

function Usage({ kept: { runs, usage, quota } }: { kept: Device }) {
  const texts = deviceTexts();
  const spare = runs.reduce((sum, run) => sum + run.spare, 0);
  const isNearlyFull = usage !== undefined && quota !== undefined && usage > NEARLY_FULL * quota;
  const drop = async () => {
    await dropCheckpoints(runs);
    showToast({ text: texts.dropped(formatBytes(spare)) }, 8);
  };
  return (
    <div class={`device-usage${isNearlyFull ? " notice warn" : ""}`}>
      {usage !== undefined && (
        <p class="small">
          {quota === undefined
            ? texts.usedOnly(formatBytes(usage))
            : (isNearlyFull ? texts.nearlyFull : texts.used)(formatBytes(usage), formatBytes(quota))}
        </p>
      )}
      {spare > 0 && (
        <span title={texts.dropHint}>
          <SureButton
            label={`${texts.dropCheckpoints(formatBytes(spare))}: ${texts.dropHint}`}
            sure={texts.sure}
            onSure={() => void drop()}
          >
            {texts.dropCheckpoints(formatBytes(spare))}
          </SureButton>
        </span>
      )}
    </div>
  );
}

/** The archive of everything: made in a worker, given as a file. */
async function exportAll(): Promise<string> {
  const texts = deviceTexts();
  const { zip, runs, open, missing } = await askRun("packAll", {});
  if (runs === 0) return texts.nothingToExport;
  download("tidelab.zip", zip, "application/zip");
  return [
    texts.exported(runs),
    ...(open > 0 ? [texts.exportedOpen(open)] : []),
    ...(missing.length > 0 ? [texts.exportedMissing(missing.join(", "))] : []),
  ].join(" ");
}

/** What is wrong with one of the things that were given. */
function Wrong({ title, errors }: { title: string; errors: Refusal["errors"] }) {
  return (
    <div class="notice warn">
      <Icon name="warn" />
      <div>
        <p class="strong">{title}</p>
        {errors.map((error) => (
          <p key={`${error.code}${error.path ?? ""}`}>{describeProblem(error)}</p>
        ))}
      </div>
    </div>
  );
}

function Outcome({ outcome }: { outcome: ImportOutcome }) {
  const { added, open, stopped, unusable, known, files, refused } = outcome;
  const texts = deviceTexts();
  const isNothing = added.length + known.length + files + refused.length === 0;
  return (
    <div class="device-outcome" role="status">
      {added.length > 0 && <p class="notice good">{texts.imported(added.join(", "))}</p>}
      {open.length > 0 && <p class="notice">{texts.importedOpen(open.join(", "))}</p>}
      {stopped.length > 0 && <p class="notice">{texts.importedStopped(stopped.join(", "))}</p>}
      {known.length > 0 && <p class="notice">{texts.known(known.join(", "))}</p>}
      {files > 0 && <p class="notice">{texts.importedFiles(files)}</p>}
      {isNothing && <p class="notice warn">{texts.nothingFound}</p>}
      {unusable.map(({ name, errors }) => (
        <Wrong key={name} title={texts.cannotGoOn(name)} errors={errors} />
      ))}
      {refused.map(({ name, errors }) => (
        <Wrong key={name} title={texts.notImported(name)} errors={errors} />
      ))}
    </div>
  );
}

export default function DeviceScreen(_: ScreenProps) {
  const texts = deviceTexts();
  const busy = useSignal<"export" | "import" | undefined>(undefined);
  const outcome = useSignal<ImportOutcome | undefined>(undefined);
  const said = useSignal("");
  const runs = keptRuns.value;
  useEffect(() => {
    void runs;
    void readDevice();
  }, [runs]);
  const attempt = async (what: "export" | "import", work: () => Promise<void>) => {
    busy.value = what;
    try {
      await work();
    } catch (error) {
      if (error instanceof RunRefused) said.value = error.errors.map(describeProblem).join(" ");
      else reportFault(String(error), error instanceof Error ? (error.stack ?? "") : "");
    } finally {
      busy.value = undefined;
    }
  };
  const kept = device.value;
  return (
    <div class="device column-screen">
      <h1>{texts.title}</h1>
      <p class="soft column-lead">{texts.lead}</p>
      {kept === undefined && <p class="soft">{texts.reading}</p>}
      {kept === "refused" && <p class="notice warn">{texts.refused}</p>}
      {kept !== undefined && kept !== "refused" && (
        <>
          <div class="between device-head">
            <Usage kept={kept} />
            <button
              type="button"
              class="btn primary"
              disabled={busy.value !== undefined}
              onClick={() =>
                void attempt("export", async () => {
                  said.value = await exportAll();
                })
              }
            >
              <Icon name="download" size={16} />
              {busy.value === "export" ? texts.exporting : texts.exportAll}
            </button>
          </div>
          <FileDrop
            text={texts.importText}
            chooseFiles={texts.chooseFiles}
            chooseFolder={texts.chooseFolder}
            onFiles={(files) =>
              void attempt("import", async () => {
                outcome.value = undefined;
                outcome.value = await importFiles(files);
              })
            }
          />
          <p role="status" class={said.value === "" ? "visually-hidden" : "notice"}>
            {busy.value === "import" ? texts.importing : said.value}
          </p>
          {outcome.value && <Outcome outcome={outcome.value} />}
          <KeptRuns runs={kept.runs} />
          <KeptFiles files={kept.files} />
          <Bin runs={kept.bin} />
        </>
      )}
    </div>
  );
}
