/**
 * Preloaded into a child (`node --import`): makes the command think that a terminal shows its stderr, so that it draws the
 * line of progress, at once when the first batch is done.
 */
process.stderr.isTTY = true;
process.stderr.columns = 80;
