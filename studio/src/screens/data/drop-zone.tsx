/** Where files and folders are chosen or dropped. They may be dropped anywhere on the page, too. */
import { signal } from "@preact/signals";
import { FileButton, SERIES_ENDINGS } from "../../components/file-button.tsx";
import type { NamedFile } from "../../engine/data-protocol.ts";
import { openFiles } from "../../state/file.ts";
import { seriesAmong } from "../../state/series-among.ts";
import { controlTexts } from "../../texts/controls.ts";
import { dataTexts } from "../../texts/data.ts";
import { formatCount } from "../../texts/numbers.ts";
import { type DroppedFile, filesOfInput, MOST_FILES } from "../../verify/gather.ts";

/** Files that were dropped or chosen last and are no series: those of a folder have many kinds. */
const others = signal(0);
const areTooMany = signal(false);

/** The series among files, for whoever opens them; what is left out is said. */
export function takenFrom(dropped: readonly DroppedFile[]): readonly NamedFile[] {
  areTooMany.value = dropped.length > MOST_FILES;
  const found = seriesAmong(areTooMany.value ? [] : dropped);
  others.value = found.others;
  return found.series;
}

/** Opens files instead of those that were open. */
export function openAll(dropped: readonly DroppedFile[]): void {
  const chosen = takenFrom(dropped);
  if (chosen.length > 0) void openFiles(chosen);
}

export function DropZone({ fixed }: { fixed: boolean }) {
  const texts = dataTexts().file;
  const take = (files: FileList) => openAll(filesOfInput(files));
  return (
    <>
      <div class="drop">
        <div class="hstack">
          <FileButton
            label={texts.choose}
            iconSize={18}
            accept={SERIES_ENDINGS}
            multiple
            fixed={fixed}
            onFiles={take}
          />
          <FileButton label={controlTexts().folder} iconSize={0} folder fixed={fixed} onFiles={take} />
        </div>
        <span class="small strong">{texts.drop}</span>
        <span class="tiny">{texts.formats}</span>
      </div>
      {others.value > 0 && (
        <p class="tiny soft" role="status">
          {texts.others(others.value)}
        </p>
      )}
      {areTooMany.value && (
        <p class="tiny warn" role="alert">
          {texts.tooMany(formatCount(MOST_FILES))}
        </p>
      )}
    </>
  );
}
