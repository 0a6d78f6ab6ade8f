/** Share: the address that opens the same training elsewhere, with what may not be changed there and the weights that must come out. */
import "./share.css";
import { useSignal } from "@preact/signals";
import { useEffect, useRef, useState } from "preact/hooks";
import type { Spec } from "tidelab";
import { specLink } from "tidelab/runs";
import { Icon } from "../components/icon.tsx";
import { describeErrors } from "../engine/error-data.ts";
import { fileNamesOf, writeLinkQuery } from "../state/opened-link.ts";
import type { OwnFile } from "../store/own-files.ts";
import { describeProblem } from "../texts/errors.ts";
import { shortHash } from "../texts/numbers.ts";
import { shareTexts } from "../texts/share.ts";
import { shellTexts } from "../texts/shell.ts";

export interface ShareProps {
  /** Undefined while the recipe is wrong. */
  readonly spec: Spec | undefined;
  /** Weights that training it gave here. */
  readonly weightsSha256: string | undefined;
  readonly files: readonly OwnFile[];
  readonly onClose: () => void;
}

const LOCKABLE = Object.keys(shareTexts().lockable);

export default function Share({ spec, weightsSha256, files, onClose }: ShareProps) {
  const texts = shareTexts();
  const dialog = useRef<HTMLDialogElement>(null);
  const field = useRef<HTMLInputElement>(null);
  const withHash = useSignal(true);
  const lock = useSignal<readonly string[]>([]);
  const said = useSignal("");
  const [made, setMade] = useState<{ readonly link: string } | { readonly problems: readonly string[] } | undefined>(
    undefined,
  );
  useEffect(() => {
    const element = dialog.current;
    element?.showModal();
    // The screen may show another of its parts when it becomes narrow: a dialog that nobody sees must not hold the page.
    const leave = () => element?.getClientRects().length === 0 && onClose();
    addEventListener("resize", leave);
    return () => {
      removeEventListener("resize", leave);
      element?.close();
    };
  }, [onClose]);
  useEffect(() => {
    if (spec === undefined) return;
    let isWanted = true;
    specLink(spec).then(
      (link) => isWanted && setMade({ link }),
      (error: unknown) => {
        const problems = describeErrors(error);
        if (problems === undefined) throw error;
        if (isWanted) setMade({ problems: problems.map(describeProblem) });
      },
    );
    return () => {
      isWanted = false;
    };
  }, [spec]);
  const names = spec ? fileNamesOf(spec) : [];
  const query = writeLinkQuery({
    expected: withHash.value ? weightsSha256 : undefined,
    rule: { locked: lock.value },
    files: files.filter(({ name }) => names.includes(name)),
  }).toString();
  const { origin, pathname } = location;
  const address =
    made && "link" in made ? `${origin}${pathname}#/s/${made.link}${query ? `?${query}` : ""}` : undefined;
  const copy = async () => {
    if (address === undefined) return;
    try {
      await navigator.clipboard.writeText(address);
      said.value = texts.copied;
    } catch {
      field.current?.select();
      said.value = texts.notCopied;
    }
  };
  return (
    <dialog ref={dialog} class="dialog share" aria-labelledby="share-title" onClose={onClose}>
      <div class="between">
        <h2 id="share-title">{texts.shareTitle}</h2>
        <button type="button" class="btn icon quiet" aria-label={shellTexts().close} onClick={onClose}>
          <Icon name="close" />
        </button>
      </div>
      <p class="small soft">{texts.shareHint}</p>
      {spec === undefined && <p class="notice warn">{texts.shareWrong}</p>}
      {made && "problems" in made && (
        <div class="notice warn" role="alert">
          <Icon name="warn" />
          <div>
            {made.problems.map((problem) => (
              <p key={problem}>{problem}</p>
            ))}
          </div>
        </div>
      )}
      {names.length > 0 && <p class="small">{texts.shareFiles(names.join(", "))}</p>}
      {weightsSha256 && (
        <label class="check" title={texts.withHashHint(shortHash(weightsSha256))}>
          <input
            type="checkbox"
            checked={withHash.value}
            onChange={({ currentTarget }) => {
              withHash.value = currentTarget.checked;
            }}
          />
          <span>
            {texts.withHash}
            <br />
            <span class="tiny soft">{texts.withHashHint(shortHash(weightsSha256))}</span>
          </span>
        </label>
      )}
      <fieldset class="share-locks">
        <legend>
          <Icon name="lock" size={14} /> {texts.lockTitle}
        </legend>
        <p class="tiny soft">{texts.lockHint}</p>
        <div>
          {LOCKABLE.map((key) => (
            <label key={key} class="check">
              <input
                type="checkbox"
                checked={lock.value.includes(key)}
                onChange={({ currentTarget }) => {
                  const others = lock.value.filter((one) => one !== key);
                  lock.value = currentTarget.checked ? [...others, key] : others;
                }}
              />
              {texts.lockable[key]}
            </label>
          ))}
        </div>
      </fieldset>
      <label class="share-address">
        <span class="tiny soft">{texts.address}</span>
        <input
          ref={field}
          class="input mono"
          readOnly
          value={address ?? ""}
          placeholder={spec && made === undefined ? texts.making : ""}
          onFocus={({ currentTarget }) => currentTarget.select()}
        />
      </label>
      <div class="hstack">
        <button type="button" class="btn primary" disabled={address === undefined} onClick={() => void copy()}>
          <Icon name="link" size={16} />
          {texts.copy}
        </button>
        <span class="small" role="status">
          {said.value}
        </span>
      </div>
    </dialog>
  );
}
