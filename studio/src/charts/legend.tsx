/** The marks of a chart with their names. */
import { LineMark } from "./line-mark.tsx";

export function Legend({ marks }: { marks: readonly (readonly ["train" | "val" | "steps", name: string])[] }) {
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
