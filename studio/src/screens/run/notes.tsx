/** The user's own words and tags of a run, kept as they are typed. */
import { useSignal } from "@preact/signals";
import { useEffect, useRef, useState } from "preact/hooks";
import { Icon } from "../../components/icon.tsx";
import { type RunNotes, readNotes, writeNotes } from "../../store/notes.ts";
import { runTexts } from "../../texts/run.ts";

/** How long nothing is typed before it is kept. */
const PAUSE_MS = 400;

export function Notes({ id }: { id: string }) {
  const texts = runTexts();
  const [notes, setNotes] = useState<RunNotes>({ id, text: "", tags: [] });
  const saved = useSignal<"" | "saved" | "refused">("");
  const isAdding = useSignal(false);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const waiting = useRef<RunNotes | undefined>(undefined);
  const keep = () => {
    const next = waiting.current;
    if (next === undefined) return;
    waiting.current = undefined;
    clearTimeout(timer.current);
    writeNotes(next).then(
      () => {
        saved.value = "saved";
      },
      () => {
        saved.value = "refused";
      },
    );
  };
  useEffect(() => {
    let isWanted = true;
    readNotes(id).then(
      (found) => isWanted && setNotes(found),
      () => undefined,
    );
    return () => {
      isWanted = false;
      keep();
    };
  }, [id]);
  const change = (next: RunNotes) => {
    setNotes(next);
    waiting.current = next;
    clearTimeout(timer.current);
    timer.current = setTimeout(keep, PAUSE_MS);
  };
  const addTag = (name: string) => {
    isAdding.value = false;
    const tag = name.trim().slice(0, 40);
    if (tag !== "" && !notes.tags.includes(tag)) change({ ...notes, tags: [...notes.tags, tag] });
  };
  return (
    <section class="run-notes" aria-labelledby="notes-title">
      <div class="section-head">
        <h3 id="notes-title">{texts.notes}</h3>
        <span class="tiny faint" role="status">
          {saved.value === "saved" && texts.notesSaved}
          {saved.value === "refused" && texts.notesNotSaved}
        </span>
      </div>
      <textarea
        class="input"
        aria-labelledby="notes-title"
        placeholder={texts.notesHint}
        value={notes.text}
        onInput={(event) => change({ ...notes, text: event.currentTarget.value })}
        onBlur={keep}
      />
      <ul class="hstack tags" aria-label={texts.tags}>
        {notes.tags.map((tag) => (
          <li key={tag} class="chip">
            {tag}
            <button
              type="button"
              class="tag-remove"
              aria-label={texts.removeTag(tag)}
              onClick={() => change({ ...notes, tags: notes.tags.filter((one) => one !== tag) })}
            >
              <Icon name="close" size={11} />
            </button>
          </li>
        ))}
        <li>
          {isAdding.value ? (
            <input
              class="input"
              aria-label={texts.tagName}
              placeholder={texts.tagName}
              maxLength={40}
              ref={(element) => element?.focus()}
              onBlur={(event) => addTag(event.currentTarget.value)}
              onKeyDown={(event) => {
                if (event.key === "Enter") addTag(event.currentTarget.value);
                if (event.key === "Escape") isAdding.value = false;
              }}
            />
          ) : (
            <button
              type="button"
              class="btn quiet sm"
              onClick={() => {
                isAdding.value = true;
              }}
            >
              <Icon name="plus" size={16} />
              {texts.addTag}
            </button>
          )}
        </li>
      </ul>
    </section>
  );
}
