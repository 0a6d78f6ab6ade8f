/** Why there are no series to look at, and will be none: what was refused, where the pad would be. */
import { Icon } from "../components/icon.tsx";
import type { ErrorData } from "../engine/protocol.ts";
import { drawTexts } from "../texts/draw.ts";
import { describeProblem } from "../texts/errors.ts";
import "./draw.css";

export function NoSeries({ errors }: { errors: readonly ErrorData[] }) {
  return (
    <div class="no-series" role="status">
      <p class="small soft">{drawTexts().noSeries}</p>
      <Problems errors={errors} />
    </div>
  );
}

/** What is wrong, each with its sign. */
export function Problems({ errors }: { errors: readonly ErrorData[] }) {
  return (
    <>
      {errors.map((error) => (
        <p key={`${error.code} ${error.path}`} class="notice warn">
          <Icon name="warn" />
          <span>{describeProblem(error)}</span>
        </p>
      ))}
    </>
  );
}
