/** The user's own files: opened, and how they are read, each part as it was found and to be corrected. */
import { formatHash } from "../../app/router.ts";
import { SelectField, SwitchField } from "../../components/fields.tsx";
import { Icon } from "../../components/icon.tsx";
import { type Fixed, ReadingFields, TextField } from "../../components/reading-fields.tsx";
import { asked, correct, droppedLabels, fileView, isExamining, say } from "../../state/file.ts";
import { namesShown, namesTyped } from "../../state/name-list.ts";
import { typedNumber } from "../../state/recipe.ts";
import { controlTexts } from "../../texts/controls.ts";
import { dataTexts } from "../../texts/data.ts";
import { readingTexts } from "../../texts/reading.ts";
import { columnNames } from "./columns.ts";
import { DropZone } from "./drop-zone.tsx";
import { FileList } from "./file-list.tsx";

const RULES = ["linear", "previous", "value", "mask"] as const;

export function FileForm({ fixed, why }: Fixed) {
  const texts = dataTexts();
  const names = controlTexts();
  const view = fileView.value;
  // Columns and formats are shown as the first file has them; what is said is of all.
  const first = view?.files[0];
  const { reading } = asked.value;
  return (
    <>
      <DropZone fixed={fixed} />
      <a class="btn quiet sm" href={formatHash(["collect"])}>
        <Icon name="plus" size={14} />
        {texts.file.collect}
      </a>
      <FileList {...{ fixed, why }} />
      {isExamining.value && <p class="small soft">{texts.file.reading}</p>}
      {view && (
        <section class="section" aria-label={texts.file.howRead}>
          <div class="section-head">
            <h3>{texts.file.howRead}</h3>
          </div>
          {droppedLabels.value > 0 && (
            <div class="notice warn" role="alert">
              <Icon name="warn" />
              <p>{texts.file.labelsDropped(droppedLabels.value)}</p>
            </div>
          )}
          <ReadingFields
            given={reading}
            found={first?.reading}
            columns={first && first.rows.length > 0 ? columnNames(first) : undefined}
            hasGroups
            areSeveral={view.files.length > 1}
            onChange={(change) => void correct(change)}
            {...{ fixed, why }}
          />
          <SelectField
            label={names.missing}
            hint={readingTexts().missingHint}
            value={asked.value.missing ?? "refuse"}
            options={(["refuse", ...RULES] as const).map((value) => ({ value, text: texts.file.rules[value] }))}
            onChange={(value) => void say({ missing: value === "refuse" ? undefined : value })}
            {...{ fixed, why }}
          />
          {asked.value.missing === "value" && (
            <TextField
              label={names.missingValue}
              hint={readingTexts().missingValueHint}
              value={String(asked.value.missingValue ?? 0)}
              // What is no number is the spec's to refuse, in its own words.
              onChange={(text) => void say({ missingValue: typedNumber(text) as number })}
              {...{ fixed, why }}
            />
          )}
          <TextField
            label={names.classes}
            hint={readingTexts().classesHint}
            value={namesShown(asked.value.classes)}
            onChange={(text) => {
              const classes = namesTyped(text);
              void say({ classes: classes.length > 0 ? classes : undefined });
            }}
            {...{ fixed, why }}
          />
          <SwitchField
            label={names.onError}
            hint={readingTexts().skipHint}
            on={reading.onError === "skip"}
            onChange={(on) => void correct({ onError: on ? "skip" : undefined })}
            {...{ fixed, why }}
          />
        </section>
      )}
    </>
  );
}
