/** Where a file is chosen or dropped. It may be dropped anywhere on the page, too. */

import { FileButton, SERIES_ENDINGS } from "../../components/file-button.tsx";
import { openFile } from "../../state/file.ts";
import { dataTexts } from "../../texts/data.ts";

/** Opens the first of some files. */
export function openFirst([chosen]: FileList): void {
  if (chosen) void openFile(chosen);
}

export function DropZone({ fixed }: { fixed: boolean }) {
  const texts = dataTexts();
  return (
    <div class="drop">
      <FileButton label={texts.file.choose} iconSize={18} accept={SERIES_ENDINGS} fixed={fixed} onFiles={openFirst} />
      <span class="small strong">{texts.file.drop}</span>
      <span class="tiny">{texts.file.formats}</span>
    </div>
  );
}
