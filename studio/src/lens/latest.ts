/** One question at a time, and of those that wait only the newest: a pen asks faster than a model answers. */
export class Latest<Question> {
  readonly #send: (question: Question) => void;
  #waiting: Question | undefined;
  #isAsked = false;

  constructor(send: (question: Question) => void) {
    this.#send = send;
  }

  ask(question: Question): void {
    if (this.#isAsked) {
      this.#waiting = question;
      return;
    }
    this.#isAsked = true;
    this.#send(question);
  }

  /** The answer to the question that was sent has come, or that there is none: the next one may go. */
  answered(): void {
    this.#isAsked = false;
    const next = this.#waiting;
    this.#waiting = undefined;
    if (next !== undefined) this.ask(next);
  }
}
