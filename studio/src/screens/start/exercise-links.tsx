/** The lab's exercises, and the way to set and check one. */
import { formatHash } from "../../app/router.ts";
import { exercisesTexts } from "../../texts/exercises.ts";

export function ExerciseLinks() {
  const texts = exercisesTexts();
  return (
    <nav class="exercise-links" aria-label={texts.title}>
      <h2>{texts.title}</h2>
      <ul>
        {Object.entries(texts.names).map(([name, title]) => (
          <li key={name}>
            <a href={formatHash(["exercise", name])}>{title}</a>
          </li>
        ))}
      </ul>
      <a href={formatHash(["teach"])}>{texts.teach}</a>
    </nav>
  );
}
