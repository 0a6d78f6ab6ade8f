/** What is wrong with an assignment, line by line. */
import { Icon } from "../../components/icon.tsx";
import { teachTexts } from "../../texts/teach.ts";

export function Problems({ lines }: { lines: readonly string[] }) {
  if (lines.length === 0) return null;
  return (
    <div class="notice warn" role="alert">
      <Icon name="warn" />
      <div>
        <b>{teachTexts().refused}</b>
        {lines.map((line) => (
          <p key={line}>{line}</p>
        ))}
      </div>
    </div>
  );
}
