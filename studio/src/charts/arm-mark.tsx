/** Colour and mark of an arm or a run beside others: five are coloured, the rest are context. Colour and shape always go together. */
const COLOURED = 5;

export const armColour = (index: number): string =>
  index < COLOURED ? `var(--arm-${index + 1})` : "var(--arm-context)";

/** Circle, square, triangle, diamond, cross: of a place in SVG units. */
export function ArmMark({ index, x, y, size = 4.5 }: { index: number; x: number; y: number; size?: number }) {
  const colour = armColour(index);
  const s = size;
  switch (index < COLOURED ? index : 0) {
    case 1:
      return <rect x={x - s * 0.9} y={y - s * 0.9} width={s * 1.8} height={s * 1.8} fill={colour} />;
    case 2:
      return <path d={`M${x} ${y - s * 1.15}L${x + s * 1.1} ${y + s * 0.85}H${x - s * 1.1}Z`} fill={colour} />;
    case 3:
      return (
        <path
          d={`M${x} ${y - s * 1.25}L${x + s * 1.25} ${y}L${x} ${y + s * 1.25}L${x - s * 1.25} ${y}Z`}
          fill={colour}
        />
      );
    case 4:
      return (
        <path
          d={`M${x - s} ${y - s}L${x + s} ${y + s}M${x + s} ${y - s}L${x - s} ${y + s}`}
          stroke={colour}
          stroke-width="2.2"
          fill="none"
        />
      );
    default:
      return <circle cx={x} cy={y} r={s} fill={colour} />;
  }
}

/** The mark alone, for legends and lists. */
export function ArmKey({ index }: { index: number }) {
  return (
    <svg class="arm-key" width="14" height="12" viewBox="0 0 14 12" aria-hidden="true">
      <ArmMark index={index} x={7} y={6} />
    </svg>
  );
}
