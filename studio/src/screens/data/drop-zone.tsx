/** Where a file is chosen or dropped. It may be dropped anywhere on the page, too. */
import { useEffect, useRef } from "preact/hooks";
import { Icon } from "../../components/icon.tsx";
import { openFile } from "../../state/file.ts";
import { dataTexts } from "../../texts/data.ts";

const ENDINGS = ".csv,.tsv,.txt,.ts,.arff,.npy,.npz,.jsonl,.json,.parquet,.gz";

/** Files that are dropped on the page are opened, the first of them; the browser would leave the page for it. */
export function useDrops(fixed: boolean): void {
  useEffect(() => {
    const over = (event: DragEvent) => event.preventDefault();
    const drop = (event: DragEvent) => {
      event.preventDefault();
      const [dropped] = event.dataTransfer?.files ?? [];
      if (dropped && !fixed) void openFile(dropped);
    };
    addEventListener("dragover", over);
    addEventListener("drop", drop);
    return () => {
      removeEventListener("dragover", over);
      removeEventListener("drop", drop);
    };
  }, [fixed]);
}

export function DropZone({ fixed }: { fixed: boolean }) {
  const texts = dataTexts();
  const input = useRef<HTMLInputElement>(null);
  return (
    <div class="drop">
      <button
        type="button"
        class="btn"
        aria-disabled={fixed || undefined}
        onClick={() => !fixed && input.current?.click()}
      >
        <Icon name="upload" />
        {texts.file.choose}
      </button>
      <span class="small strong">{texts.file.drop}</span>
      <span class="tiny">{texts.file.formats}</span>
      <input
        ref={input}
        type="file"
        accept={ENDINGS}
        hidden
        aria-label={texts.file.choose}
        onChange={({ currentTarget }) => {
          const [chosen] = currentTarget.files ?? [];
          if (chosen) void openFile(chosen);
          currentTarget.value = ""; // the same file may be chosen again, after it was changed
        }}
      />
    </div>
  );
}
