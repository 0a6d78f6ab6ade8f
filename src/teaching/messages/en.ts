/** The lab notebook's four exercises as assignments: what is asked, what is to be predicted, what is to be explained. */
export const exerciseTexts = {
  structure: {
    title: "Cells, layers and directions",
    about:
      "Compare LSTM, GRU and a plain RNN, with one to three layers, in one direction or both. All of them learn from the same series, so that a difference is one of structure.",
    expect: "Which of the three cells will do best, and which worst? Why?",
    observe: "Which differences are shown, and which are not? Name the interval of one of each.",
    explain: "Why do three layers of the plain RNN do worse than one? Use the gradients or the curves.",
    conclude: "Which structure would you take for a new task of this kind, and what speaks against it?",
  },
  sequence: {
    title: "What the model reads of a series",
    about:
      "Cut series off, take their middle, halve their sampling, pad them, or cut them into windows. The model stays the same: only what it reads changes.",
    expect: "Which costs more accuracy: cutting off half of a series, or taking every second value? Why?",
    observe: "Which inputs are shown to be better or worse than the whole series, and by how much?",
    explain: "Why do windows help or harm here? What happens to the label of a series that is cut into windows?",
    conclude: "You get series of very different lengths. What do you do with them, and what would you check?",
  },
  training: {
    title: "Learning rate, clipping and weight decay",
    about:
      "Train one network with learning rates from too large to too small, with and without clipping of the gradients, with and without weight decay. Watch how steady the gradients are.",
    expect: "At the largest learning rate: what will clipping the gradients change?",
    observe: "Which setting has a shown effect by itself, and how large is it? Which runs collapsed to guessing?",
    explain: "Why does clipping help at a large learning rate and change little at a small one?",
    conclude: "In which order would you set learning rate, clipping and weight decay for a new network?",
  },
  summary: {
    title: "Recurrent networks and a CNN of the same size",
    about:
      "Compare an LSTM, a GRU and a CNN with nearly the same number of parameters: accuracy, epochs to get there, and what they cost.",
    expect: "Which will be more accurate with the same number of parameters: the recurrent networks or the CNN? Why?",
    observe: "Which differences are shown? How many epochs and how many multiply-adds does each take?",
    explain: "What can the CNN see of these series that is harder for a recurrent network, and the other way round?",
    conclude: "Strengths and limits of both kinds of models, and what you would improve.",
  },
};
export type ExerciseTexts = typeof exerciseTexts;
