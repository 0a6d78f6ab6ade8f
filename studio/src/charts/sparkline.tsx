/** A curve without axes, for lists. It says nothing that the numbers beside it do not. */
export function Sparkline({ values, width, height }: { values: readonly number[]; width: number; height: number }) {
  const finite = values.filter(Number.isFinite);
  if (finite.length < 2) return <svg class="spark" width={width} height={height} aria-hidden="true" />;
  const [low, high] = [Math.min(...finite), Math.max(...finite)];
  const x = (index: number) => 2 + (index * (width - 4)) / (values.length - 1);
  const y = (value: number) => 3 + ((high - value) / (high - low || 1)) * (height - 6);
  const points = values.map((value, index) => `${x(index).toFixed(1)},${y(value).toFixed(1)}`);
  return (
    <svg class="spark" width={width} height={height} viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
      <polyline class="line ln-val" points={points.join(" ")} />
    </svg>
  );
}
