/** A button that opens the browser's choice of files, or of a folder. */
import { useEffect, useRef } from "preact/hooks";
import { Icon } from "./icon.tsx";

/** Of files of series, for `accept`. */
export const SERIES_ENDINGS = ".csv,.tsv,.txt,.ts,.arff,.npy,.npz,.jsonl,.json,.parquet,.gz";

interface Props {
  readonly label: string;
  readonly class?: string;
  /** Of its icon; none where it is 0. */
  readonly iconSize?: number;
  readonly accept?: string;
  readonly multiple?: boolean;
  readonly folder?: boolean;
  readonly fixed?: boolean;
  /** At least one. */
  readonly onFiles: (files: FileList) => void;
}

export function FileButton(props: Props) {
  const { label, class: name = "btn", iconSize = 16, accept, multiple, folder = false, fixed, onFiles } = props;
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    // No property of the DOM's types.
    if (folder) input.current?.setAttribute("webkitdirectory", "");
  }, [folder]);
  return (
    <>
      <button
        type="button"
        class={name}
        aria-disabled={fixed || undefined}
        onClick={() => !fixed && input.current?.click()}
      >
        {iconSize > 0 && <Icon name="upload" size={iconSize} />}
        {label}
      </button>
      <input
        ref={input}
        type="file"
        hidden
        aria-label={label}
        {...{ accept, multiple }}
        onChange={({ currentTarget }) => {
          if (currentTarget.files && currentTarget.files.length > 0) onFiles(currentTarget.files);
          currentTarget.value = ""; // the same file may be chosen again, after it was changed
        }}
      />
    </>
  );
}
