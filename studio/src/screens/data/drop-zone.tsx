/** Where files are chosen or dropped. They may be dropped anywhere on the page, too. */

import { FileButton, SERIES_ENDINGS } from "../../components/file-button.tsx";
import { openFiles } from "../../state/file.ts";
import { dataTexts } from "../../texts/data.ts";

/** Opens files instead of those that were open. */
export function openAll(files: FileList): void {
  // A list of an input is emptied once the input is.
  const chosen = Array.from(files);
  if (chosen.length > 0) void openFiles(chosen);
}

export function DropZone({ fixed }: { fixed: boolean }) {
  const texts = dataTexts().file;
  return (
    <div class="drop">
      <FileButton label={texts.choose} iconSize={18} accept={SERIES_ENDINGS} multiple fixed={fixed} onFiles={openAll} />
      <span class="small strong">{texts.drop}</span>
      <span class="tiny">{texts.formats}</span>
    </div>
  );
}
