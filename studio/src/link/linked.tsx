/** What is shown of the link that a tab was opened with: loaded by the first one. */
import { lazy } from "../components/lazy.tsx";
import type { LiveRun } from "../state/live-run.ts";
import { locks } from "../state/locks.ts";
import { openedLink } from "../state/opened-link.ts";

const Notice = lazy(() => import("./link-notice.tsx"));
const Expected = lazy<{ run: LiveRun }>(() => import("./expected-notice.tsx"));

/** Above the recipe: what is locked, and the files that are wanted. */
export function LinkNotice() {
  return locks.value || openedLink.value ? <Notice /> : null;
}

/** Whether a run gave the weights that its link promises. */
export function ExpectedNotice({ run }: { run: LiveRun }) {
  return run.expected.value === undefined ? null : <Expected run={run} />;
}
