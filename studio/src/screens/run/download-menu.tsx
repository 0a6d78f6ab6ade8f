/** Download ▾: what can be taken from the run, each with what it is good for. */
import { useSignal } from "@preact/signals";
import type { RunRecord } from "tidelab/runs";
import { Icon } from "../../components/icon.tsx";
import { showToast } from "../../components/toast.tsx";
import { useMenu } from "../../components/use-menu.ts";
import { RunRefused } from "../../engine/run-client.ts";
import { download } from "../../state/download.ts";
import { reportFault } from "../../state/faults.ts";
import { readAbout, readCheckpoints, readFolder } from "../../state/run-files.ts";
import { describeProblem } from "../../texts/errors.ts";
import { runTexts } from "../../texts/run.ts";
import { DOWNLOADS, type DownloadKind, makeDownload } from "./make-downloads.ts";

export function DownloadMenu({ id, label, record }: { id: string; label: string; record: RunRecord }) {
  const texts = runTexts();
  const { isOpen, place, button, close } = useMenu();
  const busy = useSignal<DownloadKind | undefined>(undefined);
  const isStopped = record.status === "stopped";
  const hintOf = (kind: DownloadKind) =>
    kind === "folder" && isStopped ? texts.stoppedFolderHint : texts.downloadHints[kind];
  const make = async (kind: DownloadKind) => {
    busy.value = kind;
    try {
      const files = await readFolder(id);
      if (files === undefined) {
        showToast({ text: `${texts.failed} ${texts.notKept}` });
        return;
      }
      const states = kind === "folder" && isStopped ? await readCheckpoints(id) : [];
      const whole = kind === "folder" ? [...files, ...(await readAbout(id)), ...states] : files;
      const { name, content, type } = await makeDownload(kind, whole, label, record);
      download(name, content, type);
      const isLost = kind === "folder" && isStopped && states.length === 0;
      showToast({ text: isLost ? `${texts.made(name)} ${texts.withoutStates}` : texts.made(name) }, isLost ? 12 : 6);
      close();
    } catch (error) {
      if (error instanceof RunRefused)
        showToast({ text: `${texts.failed} ${error.errors.map(describeProblem).join(" ")}` });
      else reportFault(String(error), error instanceof Error ? (error.stack ?? "") : "");
    } finally {
      busy.value = undefined;
    }
  };
  return (
    <div class="menu-place" ref={place}>
      <button
        ref={button}
        type="button"
        class="btn primary"
        aria-expanded={isOpen.value}
        onClick={() => {
          isOpen.value = !isOpen.value;
        }}
      >
        <Icon name="download" size={16} />
        {texts.download}
        <Icon name="down" size={14} />
      </button>
      {isOpen.value && (
        <ul class="menu downloads" aria-label={texts.download}>
          {DOWNLOADS.map((kind) => (
            <li key={kind}>
              <button
                type="button"
                class="btn quiet"
                disabled={busy.value !== undefined}
                onClick={() => void make(kind)}
              >
                <span>{busy.value === kind ? texts.making : texts.downloads[kind]}</span>
                <span class="tiny faint">{hintOf(kind)}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
