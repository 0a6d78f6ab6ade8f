/** Opens Share; what makes links is loaded by the first click. */
import { useSignal } from "@preact/signals";
import { useCallback } from "preact/hooks";
import { Icon } from "../components/icon.tsx";
import { lazy } from "../components/lazy.tsx";
import { shellTexts } from "../texts/shell.ts";
import type { ShareProps } from "./share.tsx";

const Share = lazy<ShareProps>(() => import("./share.tsx"));

export function ShareButton({ quiet = false, ...props }: Omit<ShareProps, "onClose"> & { quiet?: boolean }) {
  const isOpen = useSignal(false);
  const close = useCallback(() => {
    isOpen.value = false;
  }, [isOpen]);
  return (
    <>
      <button
        type="button"
        class={`btn${quiet ? " quiet sm" : ""}`}
        onClick={() => {
          isOpen.value = true;
        }}
      >
        <Icon name="share" size={16} />
        {shellTexts().share}
      </button>
      {isOpen.value && <Share {...props} onClose={close} />}
    </>
  );
}
