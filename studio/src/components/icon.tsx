/** Icons: strokes of the current colour on an 18-unit grid. They say nothing by themselves; what has only an icon has a name. */
const PATHS = {
  chip: "M5 6.500A1.500 1.500 0 0 1 6.500 5h5A1.500 1.500 0 0 1 13 6.500v5a1.500 1.500 0 0 1-1.500 1.500h-5A1.500 1.500 0 0 1 5 11.500zM7 2.500V5M11 2.500V5M7 13v2.500M11 13v2.500M2.500 7H5M2.500 11H5M13 7h2.500M13 11h2.500",
  check: "m3.500 9.500 3.500 3.500 7.500-8",
  moon: "M14.500 10.800A6 6 0 0 1 7.200 3.500a6 6 0 1 0 7.300 7.300z",
  help: "M2.500 9a6.500 6.500 0 1 0 13 0 6.500 6.500 0 0 0-13 0M7 7.200a2 2 0 1 1 2.800 1.900c-.6.3-.8.6-.8 1.300M9 12.700h.01",
  clock: "M2.500 9a6.500 6.500 0 1 0 13 0 6.500 6.500 0 0 0-13 0M9 5.200V9l2.600 1.800",
  code: "M6 5 2.500 9 6 13M12 5l3.500 4L12 13",
  right: "m7 5 4 4-4 4",
  left: "m11 5-4 4 4 4",
  down: "m5 7 4 4 4-4",
  warn: "M9 2.500 16.500 15.500h-15zM9 7v4M9 13.200h.01",
  info: "M2.500 9a6.500 6.500 0 1 0 13 0 6.500 6.500 0 0 0-13 0M9 8.200v4.300M9 5.500h.01",
  close: "m4.500 4.500 9 9M13.500 4.500l-9 9",
  table: "M2.500 3.500h13v11h-13zM2.500 7.200h13M7 7.200v7.300",
  dice: "M3 5.500A2.500 2.500 0 0 1 5.500 3h7A2.500 2.500 0 0 1 15 5.500v7a2.500 2.500 0 0 1-2.500 2.500h-7A2.500 2.500 0 0 1 3 12.500zM6.500 6.500h.01M11.500 6.500h.01M9 9h.01M6.500 11.500h.01M11.500 11.500h.01",
  data: "M2.500 11c1.600-7 3.200-7 4.800-1s3 6 4.200 1 2-5 4 0",
  upload: "M9 11.500V3M5.500 6.200 9 2.800l3.500 3.400M3 14.500h12",
  reset: "M3 9a6 6 0 1 1 1.800 4.300M3 14.500V10.500h4",
  sine: "M1.500 9c2-7.300 5.500-7.300 7.500 0s5.500 7.300 7.500 0",
  square: "M1.500 13.500v-9h7.500v9h7.500v-9",
  noise: "M1.500 9.500 4 6l2 6.500 2.500-9 2.500 11 2-7 1.500 3 2-1",
  smooth: "M1.500 12.500c4.500 0 4.500-7 7.500-7s3 4 7.500 3",
  undo: "M6.500 4 3 7.500 6.500 11M3.500 7.500h7a4 4 0 0 1 0 8H7",
  save: "M9 2.500v8.500M5.500 7.800 9 11.300l3.500-3.500M3 14.500h12",
  pin: "M6.500 2.500h5l-.7 5 2.700 2.500h-9l2.700-2.500zM9 10v5.500",
  lens: "M2.500 7.500a5 5 0 1 0 10 0 5 5 0 0 0-10 0M11.200 11.200l4.300 4.300",
  sliders: "M3 5.500h6M13 5.500h2M3 12.500h2M9 12.500h6M11 3.700v3.600M7 10.700v3.600",
  shield:
    "M9 2 14.500 4v4.500c0 3.400-2.300 6-5.500 7.500-3.200-1.500-5.500-4.100-5.500-7.500V4zM6.300 8.800l2 2 3.600-4",
  download: "M9 2.500v8.500M5.500 8 9 11.500 12.500 8M3 15h12",
  page: "M4.500 2h6L14 5.500V16H4.500zM10.500 2v3.500H14",
  sort: "M5.500 4v10M3 11.500 5.500 14 8 11.500M12.500 14V4M10 6.500 12.500 4 15 6.500",
  plus: "M9 3.500v11M3.500 9h11",
  link: "M7.500 10.500a3 3 0 0 0 4.300 0l2.200-2.200a3 3 0 0 0-4.300-4.300L8.500 5.200M10.500 7.500a3 3 0 0 0-4.300 0L4 9.700A3 3 0 0 0 8.300 14l1.200-1.200",
  print: "M5 6.500V2.500h8v4M5 12.500H2.500v-6h13v6H13M5 10.500h8v5H5z",
  bin: "M3.500 5h11M7 5V3h4v2M5 5l.700 10.500h6.600L13 5",
} as const;

/** Filled shapes, with strokes beside them. */
const SHAPES = {
  play: ["M5.500 3.500v11l9-5.500z", ""],
  pause: ["M4.500 3h3.200v12H4.500zM10.300 3h3.200v12h-3.200z", ""],
  batch: ["M4 4v10l7-5z", "M13.500 4v10"],
  epoch: ["M2.500 4v10L8 9zM8.500 4v10L14 9z", "M15.500 4v10"],
  stop: ["M5 4h8a1 1 0 0 1 1 1v8a1 1 0 0 1-1 1H5a1 1 0 0 1-1-1V5a1 1 0 0 1 1-1z", ""],
} as const;

export type IconName = keyof typeof PATHS | keyof typeof SHAPES;

export function Icon({ name, size = 18 }: { name: IconName; size?: number }) {
  const shape = name in SHAPES ? SHAPES[name as keyof typeof SHAPES] : undefined;
  return (
    <svg
      class="ico"
      viewBox="0 0 18 18"
      width={size}
      height={size}
      aria-hidden="true"
      style={{ width: size, height: size }}
    >
      {shape ? (
        <>
          <path class="fill" d={shape[0]} />
          {shape[1] && <path d={shape[1]} />}
        </>
      ) : (
        <path d={PATHS[name as keyof typeof PATHS]} />
      )}
    </svg>
  );
}
