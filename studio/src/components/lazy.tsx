/** A part of a screen that is loaded when it is first shown, so that the screen itself comes sooner. What does not load can be tried again. */
import { useSignal } from "@preact/signals";
import type { ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";
import { shellTexts } from "../texts/shell.ts";

/** @param load  an `import()` of a file whose default export is the part */
export function lazy<Props extends object>(
  load: () => Promise<{ readonly default: ComponentType<Props> }>,
): ComponentType<Props> {
  let loaded: ComponentType<Props> | undefined;
  return function Lazy(props: Props) {
    const [Part, setPart] = useState<ComponentType<Props> | undefined>(() => loaded);
    const hasFailed = useSignal(false);
    const attempt = () => {
      hasFailed.value = false;
      load().then(
        ({ default: part }) => {
          loaded = part;
          setPart(() => part);
        },
        () => {
          hasFailed.value = true;
        },
      );
    };
    useEffect(() => {
      if (Part === undefined) attempt();
    }, []);
    if (Part) return <Part {...props} />;
    if (!hasFailed.value) return null;
    return (
      <p class="small" role="alert">
        {shellTexts().notLoaded}{" "}
        <button type="button" class="btn sm" onClick={attempt}>
          {shellTexts().again}
        </button>
      </p>
    );
  };
}
