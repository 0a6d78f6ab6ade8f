/** What verifying a run found, in full: the first epoch that differs with its numbers, and the files beside the record. */
import { Icon } from "../components/icon.tsx";
import type { FileFinding, FoundVerdict } from "../engine/found-verdict.ts";
import { verifyTexts } from "../texts/verify.ts";
import { isVerified } from "./verdict.ts";

/** Loss, norm, hash of the weights: the rest of an epoch follows from them. */
const MOST_DIFFERENCES = 3;

function sentenceOf({ epoch, differences }: FoundVerdict): string {
  const texts = verifyTexts();
  if (differences.some(({ path }) => path === "data.sha256")) return texts.differsData;
  if (epoch === undefined) return texts.differsEnd;
  const areWeightsEqual = !differences.some(({ path }) => path.endsWith("weightsSha256"));
  return areWeightsEqual ? texts.differsRecord(epoch) : texts.differs(epoch);
}

function fileText({ name, result, line }: FileFinding): string {
  const texts = verifyTexts();
  return line === undefined ? texts.fileResults[result](name) : texts.editedAt(name, line);
}

/** Figures are many: they are counted. */
function summarize(names: readonly string[]): string[] {
  const isFigure = (name: string) => name.startsWith("figures/");
  const figures = names.filter(isFigure).length;
  return [...names.filter((name) => !isFigure(name)), ...(figures > 0 ? [`figures/ (${figures})`] : [])];
}

export function VerdictText({ verdict, epochs }: { verdict: FoundVerdict; epochs: number }) {
  const texts = verifyTexts();
  const { result, differences, files, compared } = verdict;
  const isGood = isVerified(verdict);
  const equal = summarize(compared.filter((one) => !files.some(({ name }) => name === one)));
  return (
    <div class={`notice ${isGood ? "good" : "warn"}`}>
      <Icon name={isGood ? "shield" : "warn"} />
      <div class="grow verdict-text">
        {result === "same" && <p>{texts.same(epochs)}</p>}
        {result === "different" && (
          <>
            <p>{sentenceOf(verdict)}</p>
            <ul class="differences">
              {differences.slice(0, MOST_DIFFERENCES).map(({ path, recorded, found }) => (
                <li key={path} class="mono tiny">
                  {path}: {recorded} | {found}
                </li>
              ))}
            </ul>
            {differences.length > MOST_DIFFERENCES && (
              <p class="tiny soft">{texts.more(differences.length - MOST_DIFFERENCES)}</p>
            )}
          </>
        )}
        {files.map((file) => (
          <p key={file.name}>{fileText(file)}</p>
        ))}
        {result === "same" && equal.length > 1 && <p class="tiny soft">{texts.filesSame(equal.join(", "))}</p>}
      </div>
    </div>
  );
}
