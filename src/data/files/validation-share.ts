/** How many series validate where a user says nothing of it. In a file of its own, since the command line's start needs no more. */

/** Of those to train on, where files to test on are given. */
export const VALIDATION_SHARE = 0.2;
