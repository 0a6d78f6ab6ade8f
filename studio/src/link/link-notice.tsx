/** What the link of this tab asks for, above the recipe: settings that are locked, files that are wanted. Nothing where there is no such thing. */
import { useSignal } from "@preact/signals";
import { FileButton } from "../components/file-button.tsx";
import { Icon } from "../components/icon.tsx";
import { showToast } from "../components/toast.tsx";
import { locks } from "../state/locks.ts";
import { leaveLink, openedLink } from "../state/opened-link.ts";
import { addOpened, openedFiles } from "../state/own-files.ts";
import { broken, loadRecipe, shownSpec } from "../state/recipe.ts";
import type { OwnFile } from "../store/own-files.ts";
import { shortHash } from "../texts/numbers.ts";
import { shareTexts } from "../texts/share.ts";

function Locked() {
  const texts = shareTexts();
  const set = locks.value;
  if (set === undefined) return null;
  const names = (keys: readonly string[]) => keys.map((key) => texts.lockable[key] ?? key).join(texts.comma);
  const free = "free" in set.rule ? set.rule.free : [];
  const lockedBut = free.length === 0 ? texts.lockedAll : texts.lockedFree(names(free));
  const text = "locked" in set.rule ? texts.locked(names(set.rule.locked)) : lockedBut;
  const leave = () => {
    leaveLink();
    showToast({ text: texts.left }, 8);
  };
  const isBroken = broken.value.length > 0;
  return (
    <div class={`notice link-notice${isBroken ? " warn" : ""}`}>
      <Icon name="lock" size={16} />
      <div class="grow">
        <p>{text}</p>
        {isBroken && <p class="strong">{texts.broken}</p>}
        <div class="hstack">
          {isBroken && (
            <button type="button" class="btn sm" onClick={() => loadRecipe(set.spec)}>
              {texts.back}
            </button>
          )}
          {openedLink.value && (
            <button type="button" class="btn sm quiet" onClick={leave}>
              {texts.leave}
            </button>
          )}
        </div>
      </div>
    </div>
  );
}

/** Asks for a file by its content: another one of the same name is not taken. */
function WantedFile({ file: { name, sha256 } }: { file: OwnFile }) {
  const texts = shareTexts();
  const refused = useSignal<string | undefined>(undefined);
  const take = async (chosen: File) => {
    refused.value = undefined;
    try {
      const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", await chosen.arrayBuffer()));
      const found = Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
      if (found !== sha256) {
        refused.value = texts.otherFile(chosen.name, shortHash(found));
        return;
      }
      addOpened({ name, sha256, blob: chosen });
      showToast({ text: texts.fileFound(chosen.name) }, 6);
    } catch {
      refused.value = texts.unreadable(chosen.name);
    }
  };
  return (
    <div class="notice warn link-notice">
      <Icon name="warn" size={16} />
      <div class="grow">
        <p>{texts.fileWanted(name, shortHash(sha256))}</p>
        {refused.value && (
          <p class="strong" role="alert">
            {refused.value}
          </p>
        )}
        <FileButton label={texts.openFile} class="btn sm" iconSize={14} onFiles={([file]) => file && void take(file)} />
      </div>
    </div>
  );
}

export default function LinkNotice() {
  const { data } = shownSpec.value;
  const files = data.kind === "files" ? (openedLink.value?.files ?? []) : [];
  const missing = files.filter(({ name, sha256 }) => openedFiles.value.get(name)?.sha256 !== sha256);
  if (locks.value === undefined && missing.length === 0) return null;
  return (
    <section class="link-notices" aria-label={shareTexts().asks}>
      <Locked />
      {missing.map((file) => (
        <WantedFile key={file.sha256} file={file} />
      ))}
    </section>
  );
}
