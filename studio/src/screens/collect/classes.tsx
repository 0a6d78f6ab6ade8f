/** The classes: which one is recorded, what it is called, how many series it has. */
import { type Collection, nameProblem, renamed, withClass, withoutClass } from "../../collect/collection.ts";
import { Glyph } from "../../components/glyph.tsx";
import { Icon } from "../../components/icon.tsx";
import { showToast } from "../../components/toast.tsx";
import { changeCollection } from "../../state/collect.ts";
import { collectTexts } from "../../texts/collect.ts";

interface Props {
  readonly now: Collection;
  readonly chosen: number | undefined;
  readonly onChoose: (key: number) => void;
}

export function Classes({ now, chosen, onChoose }: Props) {
  const texts = collectTexts();
  const remove = (key: number, name: string, count: number) => {
    changeCollection(withoutClass(now, key));
    const action = { text: texts.undo, run: () => changeCollection(now) };
    showToast({ text: texts.classRemoved(name, count), action }, 12);
  };
  return (
    <fieldset class="collect-classes">
      <legend class="small strong">{texts.classes}</legend>
      {now.classes.map(({ key, name }, index) => {
        const problem = nameProblem(now, key);
        const count = now.series.filter((one) => one.class === key).length;
        return (
          <div key={key} class="collect-class">
            <input
              type="radio"
              name="collect-class"
              checked={key === chosen}
              aria-label={texts.choose(name)}
              onChange={() => onChoose(key)}
            />
            <Glyph name={name} label={index} />
            <input
              class="input wide"
              autocomplete="off"
              maxLength={60}
              value={name}
              aria-label={texts.className(index + 1)}
              aria-invalid={problem !== undefined}
              onInput={({ currentTarget }) => changeCollection(renamed(now, key, currentTarget.value))}
            />
            <span class="num small soft">{count}</span>
            <button
              type="button"
              class="btn icon quiet sm"
              aria-label={texts.removeClass(name)}
              onClick={() => remove(key, name, count)}
            >
              <Icon name="close" size={14} />
            </button>
            {problem && (
              <p class="field-problem" role="alert">
                {texts.nameProblems[problem]}
              </p>
            )}
          </div>
        );
      })}
      <button
        type="button"
        class="btn sm"
        onClick={() => {
          const next = withClass(now, texts.newClass(now.classes.length + 1));
          changeCollection(next);
          onChoose(next.classes.at(-1)?.key ?? 0);
        }}
      >
        <Icon name="plus" size={14} />
        {texts.addClass}
      </button>
    </fieldset>
  );
}
