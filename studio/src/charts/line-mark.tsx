export type MarkKind = "train" | "val" | "steps" | "left";

/** The mark of a set, as in all figures: training a filled circle, validation an open square, single batches a thin line; what was left behind is dashed. */
export function LineMark({ kind }: { kind: MarkKind }) {
  return (
    <svg width="14" height="10" viewBox="0 0 14 10" aria-hidden="true">
      {kind === "steps" ? (
        <path d="M0 5h14" stroke="var(--set-train)" stroke-opacity="0.55" />
      ) : kind === "left" ? (
        <path d="M0 5h14" stroke="var(--bad)" stroke-width="2" stroke-dasharray="4 3" />
      ) : (
        <path d="M0 5h14" stroke={`var(--set-${kind})`} stroke-width="2" />
      )}
      {kind === "train" && <circle cx="7" cy="5" r="3.4" fill="var(--set-train)" />}
      {kind === "val" && (
        <rect x="3.8" y="1.8" width="6.4" height="6.4" fill="var(--paper)" stroke="var(--set-val)" stroke-width="1.6" />
      )}
    </svg>
  );
}
