/** The mark of a class: its wave where it is one, else a shape by its number. Colour, glyph and word always go together. */
const WAVES: Readonly<Record<string, string>> = {
  sine: "M1 6C3.500.5 7 .5 10 6s6.500 5.500 9 0",
  square: "M1 10.500V1.500h9v9h9v-9",
  triangle: "M1 10.500 5.500 1.500l4.500 9 4.500-9 4.500 9",
  sawtooth: "M1 10.500 10 1.500v9l9-9v9",
  chirp: "M1 6c2-6 4-6 6 0s2.700 5 4 0 1.800-5 2.700 0 1.300 5 2 0 1-5 1.500 0 .8 4 1.300 0",
};
const SHAPES = [
  "M6 6a4 4 0 1 0 8 0 4 4 0 0 0-8 0",
  "M6 2h8v8H6z",
  "M10 1.500 15 10.500H5z",
  "M10 1l5 5-5 5-5-5z",
  "M6 2l8 8M14 2l-8 8",
  "M10 1.500v9M5.500 6h9",
];

/** How many classes have a colour of their own; those beyond repeat, with another glyph. */
const COLOURS = 6;

export const classColour = (label: number): string => `var(--class-${(label % COLOURS) + 1})`;

export function Glyph({ name, label }: { name: string; label: number }) {
  return (
    <svg class="glyph" viewBox="0 0 20 12" aria-hidden="true" style={{ color: classColour(label) }}>
      <path d={WAVES[name] ?? SHAPES[label % SHAPES.length]} />
    </svg>
  );
}

export function ClassName({ name, label }: { name: string; label: number }) {
  return (
    <span class="cls">
      <Glyph name={name} label={label} />
      <b>{name}</b>
    </span>
  );
}
