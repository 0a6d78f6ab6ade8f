/** The marks of a chart with their names. */
import { LineMark, type MarkKind } from "./line-mark.tsx";

export function Legend({ marks }: { marks: readonly (readonly [kind: MarkKind, name: string])[] }) {
  return (
    <span class="legend">
      {marks.map(([kind, name]) => (
        <span key={kind}>
          <LineMark kind={kind} />
          {name}
        </span>
      ))}
    </span>
  );
}
