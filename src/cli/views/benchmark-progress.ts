/** The classifiers without gradients of a benchmark as they are fitted: a line of progress on a terminal, a line for each that is done. */
import { describeError } from "../../errors/errors.ts";
import type { ClassicalJob } from "../../node/benchmarks/classical-run.ts";
import type { ClassicalEvent } from "../../node/benchmarks/run.ts";
import { errorMessagesIn } from "../terminal/language.ts";
import { formatClock, formatFixed } from "../terminal/number-format.ts";
import type { Terminal } from "../terminal/terminal.ts";
import { warn } from "./results.ts";

export interface ClassicalFollower {
  show(event: ClassicalEvent): void;
  end(): void;
}

export function followClassical(terminal: Terminal): ClassicalFollower {
  const { messages } = terminal;
  const started = performance.now();
  let [total, done, ended] = [0, 0, 0];
  const place = () => `[${String(done).padStart(String(total).length)}/${total}]`;
  const named = ({ model, dataset, seed }: ClassicalJob) => ({ model, dataset, seed });
  return {
    show(event) {
      switch (event.type) {
        case "begin":
          ({ total, done } = event);
          if (done > 0) terminal.info(messages.benchmarkGoesOn({ done, total }));
          break;
        case "start": {
          const left = ended === 0 ? undefined : ((total - done) * (performance.now() - started)) / ended / 1000;
          const eta = left === undefined ? "" : messages.eta({ time: formatClock(left) });
          terminal.progress(messages.benchmarkFitting({ done, total, ...named(event.job), eta }));
          break;
        }
        case "end": {
          done++;
          ended++;
          const accuracy = formatFixed(event.record.accuracy, 4);
          terminal.info(messages.benchmarkFitted({ place: place(), ...named(event.job), accuracy }));
          break;
        }
        case "failed": {
          done++;
          ended++;
          const { model, dataset } = event.job;
          const reason = describeError(event.error, errorMessagesIn(terminal.lang));
          warn(terminal, `${place()} ${dataset}, ${model}: ${reason}`);
        }
      }
    },
    end: () => terminal.clearProgress(),
  };
}
