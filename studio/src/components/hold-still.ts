/** Keys that would move a slider do nothing; Tab and all others stay what they are. */
const MOVES = ["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "PageUp", "PageDown", "Home", "End"];

export function holdStill(event: KeyboardEvent): void {
  if (MOVES.includes(event.key)) event.preventDefault();
}
