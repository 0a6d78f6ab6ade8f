/** The table behind `?`: the keys of this screen, and the switch that turns single letters off. */
import { useEffect, useRef } from "preact/hooks";
import { Icon } from "../components/icon.tsx";
import { shellTexts } from "../texts/shell.ts";
import { activeKeys, letterKeys, setLetterKeys } from "./keys.ts";

function KeyName({ name }: { name: string }) {
  const texts = shellTexts();
  const parts = name === " " ? [" "] : name.split(" ");
  return (
    <>
      {parts.map((part, index) => (
        <span key={part}>
          {index > 0 && ` ${texts.followedBy} `}
          <kbd class="kbd">{texts.keyNames[part] ?? part.toUpperCase()}</kbd>
        </span>
      ))}
    </>
  );
}

export function KeyTable({ onClose }: { onClose: () => void }) {
  const texts = shellTexts();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const element = dialog.current;
    element?.showModal();
    return () => element?.close();
  }, []);
  return (
    <dialog ref={dialog} class="dialog" aria-labelledby="keys-title" onClose={onClose}>
      <div class="between">
        <h2 id="keys-title">{texts.keysTitle}</h2>
        <button type="button" class="btn icon quiet" aria-label={texts.close} onClick={onClose}>
          <Icon name="close" />
        </button>
      </div>
      <p class="small soft">{texts.keysHint}</p>
      <table>
        <tbody>
          <tr>
            <th scope="row">
              <kbd class="kbd">Ctrl</kbd> / <kbd class="kbd">⌘</kbd> + <kbd class="kbd">K</kbd>
            </th>
            <td>{texts.find}</td>
          </tr>
          {activeKeys.value.map((binding) =>
            binding.shown === "" ? null : (
              <tr key={binding.key}>
                <th scope="row">
                  {binding.shown ? <kbd class="kbd">{binding.shown}</kbd> : <KeyName name={binding.key} />}
                </th>
                <td>{binding.text()}</td>
              </tr>
            ),
          )}
        </tbody>
      </table>
      <label class="check">
        <input
          type="checkbox"
          checked={letterKeys.value}
          onChange={({ currentTarget }) => setLetterKeys(currentTarget.checked)}
        />
        {texts.letterKeys}
      </label>
    </dialog>
  );
}
