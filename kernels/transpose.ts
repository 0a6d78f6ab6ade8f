// Values moved, none changed: axes of an array (T, R, C) in another order. Time is outermost in memory, so a layer that makes
// features of the time steps has to move every value.

/** y (b, a, n) from x (a, b, n): the two outer axes change places. Its own inverse, with a and b exchanged. */
export function swap_outer(x: usize, y: usize, a: i32, b: i32, n: i32): void {
  const row = (<usize>n) << 2;
  for (let i = 0; i < a; i++) {
    let to = y + <usize>i * row;
    for (let j = 0; j < b; j++) {
      memory.copy(to, x, row);
      x += row;
      to += <usize>a * row;
    }
  }
}

/** y (c, r, t) from x (t, r, c): time becomes the features. Its own inverse, with t and c exchanged. */
export function swap_time(x: usize, y: usize, t: i32, r: i32, c: i32): void {
  const rowX = (<usize>c) << 2, stepX = <usize>r * rowX, rowY = (<usize>t) << 2;
  for (let j = 0; j < c; j++) {
    for (let q = 0; q < r; q++) {
      let from = x + <usize>q * rowX + ((<usize>j) << 2);
      for (const end = y + rowY; y != end; y += 4) {
        store<f32>(y, load<f32>(from));
        from += stepX;
      }
    }
  }
}
