/** A new run from the weights that are looked at. The run that they are of stays as it is. */
import { navigate } from "../app/router.ts";
import { Icon } from "../components/icon.tsx";
import { showToast } from "../components/toast.tsx";
import type { Lens } from "../lens/lens.ts";
import { canFork, fork, forkFrom } from "../state/fork.ts";
import { checked } from "../state/recipe.ts";
import { current, keeps, prepareRun } from "../state/studio.ts";
import { steerTexts } from "../texts/steer.ts";

export function ForkButton({ lens, here }: { lens: Lens; here?: boolean }) {
  const texts = steerTexts();
  const { run } = lens;
  if (!canFork(run)) return null;
  // What trains here is given up for the new run: it has to be kept, to be continued.
  const open = current.value?.isOpen.value ? current.value : undefined;
  const isLost = open !== undefined && (keeps.value !== true || open.storage.value !== undefined);
  const start = async () => {
    if (!(await forkFrom(run, lens.step.value))) {
      showToast({ text: texts.forkGone }, 8);
      return;
    }
    lens.viewing.value = undefined;
    const { spec } = checked.value;
    if (spec) prepareRun(spec, fork.value);
    navigate(["train"]);
    if (open) showToast({ text: texts.waits(open.label) }, 8);
  };
  return (
    <button
      type="button"
      class={`btn sm${here ? "" : " quiet"}`}
      title={isLost ? texts.forkLoses : texts.forkHint}
      disabled={isLost}
      onClick={() => void start()}
    >
      <Icon name="fork" size={14} />
      {here ? texts.forkHere : texts.fork}
    </button>
  );
}
