/** Where files and folders are dropped or chosen: runs, reports, archives. They may be dropped anywhere on the screen. */
import "./file-drop.css";
import { useEffect, useRef } from "preact/hooks";
import { type DroppedFile, filesOfDrop, filesOfInput } from "../verify/gather.ts";
import { Icon } from "./icon.tsx";

interface Props {
  readonly text: string;
  readonly chooseFiles: string;
  readonly chooseFolder: string;
  readonly onFiles: (files: readonly DroppedFile[]) => void;
}

export function FileDrop({ text, chooseFiles, chooseFolder, onFiles }: Props) {
  const files = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const over = (event: DragEvent) => event.preventDefault();
    const drop = (event: DragEvent) => {
      event.preventDefault();
      if (event.dataTransfer) void filesOfDrop(event.dataTransfer).then(onFiles);
    };
    addEventListener("dragover", over);
    addEventListener("drop", drop);
    return () => {
      removeEventListener("dragover", over);
      removeEventListener("drop", drop);
    };
  }, [onFiles]);
  useEffect(() => {
    // No property of the DOM's types.
    folder.current?.setAttribute("webkitdirectory", "");
  }, []);
  const take = ({ currentTarget }: { currentTarget: HTMLInputElement }) => {
    if (currentTarget.files) onFiles(filesOfInput(currentTarget.files));
    currentTarget.value = "";
  };
  return (
    <div class="file-drop">
      <p class="small strong">{text}</p>
      <div class="hstack">
        <button type="button" class="btn" onClick={() => files.current?.click()}>
          <Icon name="upload" size={16} />
          {chooseFiles}
        </button>
        <button type="button" class="btn" onClick={() => folder.current?.click()}>
          {chooseFolder}
        </button>
      </div>
      <input ref={files} type="file" multiple hidden aria-label={chooseFiles} onChange={take} />
      <input ref={folder} type="file" hidden aria-label={chooseFolder} onChange={take} />
    </div>
  );
}
