/** Units of durations in both languages: a separate file, since commands that print a time load no other text of reports. */
export const durationUnits = {
  en: { ms: "ms", s: "s", min: "min", h: "h" },
  // Where minutes end a duration they are 分钟, before seconds 分.
  "zh-CN": { ms: "毫秒", s: "秒", min: "分", h: "小时", lastMin: "分钟" },
} as const satisfies Record<string, { ms: string; s: string; min: string; h: string; lastMin?: string }>;

/** Bytes as MB (10⁶ bytes), with one decimal below 100: what people compare with the sizes that their system shows. */
export function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(bytes < 1e8 ? 1 : 0);
}
