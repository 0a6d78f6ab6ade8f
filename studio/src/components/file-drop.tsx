/** Where files and folders are dropped or chosen: runs, reports, archives. They may be dropped anywhere on the screen. */
import "./file-drop.css";
import { type DroppedFile, filesOfDrop, filesOfInput } from "../verify/gather.ts";
import { FileButton } from "./file-button.tsx";
import { useDrops } from "./use-drops.ts";

interface Props {
  readonly text: string;
  readonly chooseFiles: string;
  readonly chooseFolder: string;
  readonly onFiles: (files: readonly DroppedFile[]) => void;
}

export function FileDrop({ text, chooseFiles, chooseFolder, onFiles }: Props) {
  useDrops((dropped) => void filesOfDrop(dropped).then(onFiles));
  const take = (files: FileList) => onFiles(filesOfInput(files));
  return (
    <div class="file-drop">
      <p class="small strong">{text}</p>
      <div class="hstack">
        <FileButton label={chooseFiles} multiple onFiles={take} />
        <FileButton label={chooseFolder} iconSize={0} folder onFiles={take} />
      </div>
    </div>
  );
}
