/** The files that are open: what each has, what its series are for, and more of them. */
import { announce } from "../../app/announce.ts";
import { FileButton, SERIES_ENDINGS } from "../../components/file-button.tsx";
import { Icon } from "../../components/icon.tsx";
import type { Fixed } from "../../components/reading-fields.tsx";
import type { ExaminedFile, FileUse } from "../../engine/data-protocol.ts";
import { addFiles, files, fileView, givenTwice, removeFile, setFor } from "../../state/file.ts";
import { isUseInName, labelsLeftOut } from "../../state/file-sets.ts";
import { dataTexts } from "../../texts/data.ts";
import { formatCount } from "../../texts/numbers.ts";
import { filesOfInput } from "../../verify/gather.ts";
import { takenFrom } from "./drop-zone.tsx";

const USES: readonly FileUse[] = ["train", "val", "test", "labels.train", "labels.val", "labels.test"];

interface RowProps extends Fixed {
  readonly name: string;
  readonly set: FileUse;
  /** Undefined until it was read. */
  readonly found: ExaminedFile | undefined;
  readonly isAlone: boolean;
}

function FileRow({ name, set, found, isAlone, fixed, why }: RowProps) {
  const texts = dataTexts().file;
  const remove = () => {
    void removeFile(name);
    announce(texts.removed(name));
  };
  return (
    <li class="open-file" title={why}>
      <b class="small">{name}</b>
      {!isAlone && (
        <button
          type="button"
          class="btn quiet sm icon"
          aria-label={texts.remove(name)}
          title={texts.remove(name)}
          aria-disabled={fixed || undefined}
          onClick={() => !fixed && remove()}
        >
          <Icon name="close" size={14} />
        </button>
      )}
      <span class="tiny soft">{found && sizeOf(found)}</span>
      {!isAlone && (
        <select
          class="input"
          aria-label={texts.setOf(name)}
          value={set}
          aria-disabled={fixed || undefined}
          onChange={({ currentTarget }) => !fixed && void setFor(name, currentTarget.value as FileUse)}
        >
          {USES.map((one) => (
            <option key={one} value={one} disabled={fixed && one !== set}>
              {texts.setNames[one]}
            </option>
          ))}
        </select>
      )}
    </li>
  );
}

/** Series are counted where they could be read. */
function sizeOf({ bytes, series, reading }: ExaminedFile): string {
  const texts = dataTexts().file;
  if (series === 0) return texts.bytes(formatCount(bytes));
  return texts.size(reading.format ?? "?", formatCount(bytes), formatCount(series));
}

/** How it is known what the files are for; nothing where the user has said it of all. */
function guessText(): string | undefined {
  const texts = dataTexts().file;
  const guessed = files.value.filter(({ isGuessed }) => isGuessed);
  if (files.value.length < 2 || guessed.length === 0) return undefined;
  return guessed.some(({ name, set }) => isUseInName(name, set)) ? texts.setsGuessed : texts.setsUnknown;
}

/** Whether there is an array of series whose classes nobody has given. */
function lacksLabels(): boolean {
  const read = fileView.value?.files ?? [];
  return read.some(
    ({ set, reading }) => reading.format === "npy" && !files.value.some((one) => one.set === `labels.${set}`),
  );
}

export function FileList({ fixed, why }: Fixed) {
  const texts = dataTexts().file;
  const open = files.value;
  const guess = guessText();
  if (open.length === 0) return null;
  return (
    <section class="section open-section" aria-label={texts.files}>
      <div class="section-head">
        <h3>{texts.files}</h3>
        <FileButton
          label={texts.add}
          class="btn quiet sm"
          iconSize={14}
          accept={SERIES_ENDINGS}
          multiple
          fixed={fixed}
          onFiles={(chosen) => void addFiles(takenFrom(filesOfInput(chosen)))}
        />
      </div>
      <ul class="open-files">
        {open.map(({ name, set }) => (
          <FileRow
            key={name}
            name={name}
            set={set}
            found={fileView.value?.files.find((one) => one.name === name)}
            isAlone={open.length === 1}
            {...{ fixed, why }}
          />
        ))}
      </ul>
      {guess && (
        <p class="tiny soft" role="status">
          {guess}
        </p>
      )}
      {!open.some(({ set }) => set === "train") && (
        <p class="tiny warn" role="alert">
          {texts.noTraining}
        </p>
      )}
      {lacksLabels() && <p class="tiny">{texts.labelsHint}</p>}
      {labelsLeftOut(open).map((name) => (
        <p key={name} class="tiny warn" role="alert">
          {texts.labelsTwice(name)}
        </p>
      ))}
      {givenTwice.value.map((name) => (
        <p key={name} class="tiny warn" role="alert">
          {texts.givenTwice(name)}
        </p>
      ))}
    </section>
  );
}
