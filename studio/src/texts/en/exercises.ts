/** The exercises of the lab, as screens link to them. */
export const exercises = {
  title: "Exercises of the lab",
  names: {
    structure: "Cells, layers and directions",
    sequence: "What the model reads of a series",
    training: "Learning rate, clipping and weight decay",
    summary: "Recurrent networks and a CNN of the same size",
  },
  teach: "For teachers: set and check",
};
export type ExercisesTexts = typeof exercises;
