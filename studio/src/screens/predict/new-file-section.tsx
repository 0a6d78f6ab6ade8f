/** One new file: how it is read, what is to be said about it, and the predictions. */
import { useSignal } from "@preact/signals";
import { SelectField, SwitchField } from "../../components/fields.tsx";
import { ClassName, classColour } from "../../components/glyph.tsx";
import { Icon } from "../../components/icon.tsx";
import { ReadingFields, TextField } from "../../components/reading-fields.tsx";
import type { PredictedFile } from "../../engine/run-protocol.ts";
import { download } from "../../state/download.ts";
import { type FillRule, type HowRead, type NewFile, readOtherwise, removeNewFile } from "../../state/new-files.ts";
import { controlTexts } from "../../texts/controls.ts";
import { describeProblem } from "../../texts/errors.ts";
import { inPage } from "../../texts/in-page.ts";
import { language } from "../../texts/language.ts";
import { formatCount, formatPercent } from "../../texts/numbers.ts";
import { predictTexts } from "../../texts/predict.ts";
import { readingTexts } from "../../texts/reading.ts";
import { PredictionsTable } from "./predictions-table.tsx";

const RULES = ["training", "linear", "previous", "zero"] as const;

interface Props {
  readonly one: NewFile;
  /** What the user calls the run. */
  readonly label: string;
  readonly classNames: readonly string[];
}

export function NewFileSection({ one, label, classNames }: Props) {
  const texts = predictTexts();
  const { file, outcome, key } = one;
  return (
    <section class="panel new-file" aria-label={file.name} aria-busy={outcome.at === "reading"}>
      <div class="between">
        <h2 class="file-name">{file.name}</h2>
        <button
          type="button"
          class="btn icon quiet"
          aria-label={texts.remove(file.name)}
          onClick={() => removeNewFile(key)}
        >
          <Icon name="close" />
        </button>
      </div>
      <div aria-live="polite">
        {outcome.at === "reading" && <p class="small soft skeleton">{texts.reading}</p>}
        {outcome.at === "unreadable" && <Warning lines={[texts.unreadable[outcome.why](file.name)]} />}
        {outcome.at === "failed" && <Warning lines={[texts.failed]} />}
        {outcome.at === "refused" && (
          <Warning title={texts.cannotRead} lines={outcome.errors.map((error) => describeProblem(error))} />
        )}
        {outcome.at === "there" && <Found result={outcome.result} label={label} classNames={classNames} />}
      </div>
      <HowItIsRead one={one} label={label} />
      {outcome.at === "there" && outcome.result.count > 0 && (
        <PredictionsTable result={outcome.result} classNames={classNames} />
      )}
    </section>
  );
}

function Warning({ title, lines }: { title?: string; lines: readonly string[] }) {
  return (
    <div class="notice warn" role="alert">
      <Icon name="warn" />
      <div>
        {title && <b>{title}</b>}
        {lines.map((line) => (
          <p key={line}>{line}</p>
        ))}
      </div>
    </div>
  );
}

/** How many of each class, how many are right, what is odd, and the table to take along. */
function Found({ result, label, classNames }: { result: PredictedFile; label: string; classNames: readonly string[] }) {
  const texts = predictTexts();
  const { count, counts, labelled, correct, notices, otherLengths, csv, name } = result;
  return (
    <div class="found">
      <div class="between found-head">
        <p>
          <b>{texts.count(formatCount(count))}</b>
          {labelled > 0 && (
            <span class="soft">
              {" · "}
              {texts.accuracy(formatCount(correct), formatCount(labelled), formatPercent(correct / labelled))}
            </span>
          )}
        </p>
        <button
          type="button"
          class="btn primary"
          title={texts.downloadHint}
          onClick={() => download(`${label}-${name}-predictions.csv`, csv)}
        >
          <Icon name="download" size={16} />
          {texts.download}
        </button>
      </div>
      {count > 0 && (
        <>
          <div class="count-bar" aria-hidden="true">
            {counts.map(
              (of, index) =>
                of > 0 && <i key={classNames[index]} style={{ flexGrow: of, background: classColour(index) }} />,
            )}
          </div>
          <ul class="count-list">
            {counts.map((of, index) => (
              <li key={classNames[index]}>
                <ClassName name={classNames[index] ?? ""} label={index} />{" "}
                <span class="soft">
                  {formatCount(of)} · {formatPercent(of / count)}
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
      {otherLengths && (
        <p class="notice">
          <Icon name="info" />
          <span>
            {texts.otherLengths(
              formatCount(otherLengths.count),
              formatCount(count),
              otherLengths.trained,
              otherLengths.series,
              formatCount(otherLengths.length),
            )}{" "}
            {texts.treatments[otherLengths.treatment](formatCount(otherLengths.reads))}
          </span>
        </p>
      )}
      {notices.map((text) => (
        <p key={text.en} class="notice">
          <Icon name="info" />
          <span>{inPage(text[language.value])}</span>
        </p>
      ))}
    </div>
  );
}

function HowItIsRead({ one, label }: { one: NewFile; label: string }) {
  const texts = predictTexts();
  const names = controlTexts();
  const { how, outcome, key } = one;
  const isOpen = useSignal(false);
  const change = (next: Partial<HowRead>) => readOtherwise(key, label, { ...how, ...next });
  const own = { fixed: false, why: undefined };
  return (
    <details
      class="how-read"
      open={isOpen.value || outcome.at === "refused"}
      onToggle={({ currentTarget }) => {
        isOpen.value = currentTarget.open;
      }}
    >
      <summary>{texts.howRead}</summary>
      <p class="small soft">{texts.howReadHint}</p>
      <div class="how-fields">
        <ReadingFields
          given={how.reading}
          found={undefined}
          columns={undefined}
          hasGroups={false}
          onChange={(part) => {
            const reading = Object.entries({ ...how.reading, ...part }).filter(([, value]) => value !== undefined);
            change({ reading: Object.fromEntries(reading) });
          }}
          {...own}
        />
        <SelectField
          label={names.missing}
          hint={readingTexts().missingHint}
          value={how.fill ?? "training"}
          options={RULES.map((value) => ({ value, text: texts.rules[value] }))}
          onChange={(value) => change({ fill: value === "training" ? undefined : (value as FillRule) })}
        />
        <TextField
          label={names.windows}
          hint={texts.windowsHint}
          value={how.windows}
          onChange={(windows) => change({ windows })}
          {...own}
        />
        <SwitchField
          label={names.anyLength}
          hint={texts.anyLengthHint}
          on={how.anyLength}
          onChange={(anyLength) => change({ anyLength })}
        />
      </div>
    </details>
  );
}
