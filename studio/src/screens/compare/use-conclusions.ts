/** What the runs of an experiment show so far, in the language that is spoken; its rules are loaded with the first experiment. */
import { useEffect, useMemo, useState } from "preact/hooks";
import type { SweepConclusions } from "tidelab/compare";
import type { SweepResult } from "tidelab/sweep";
import { reportFault } from "../../state/faults.ts";
import { language } from "../../texts/language.ts";

type Rules = typeof import("../../experiments/conclude.ts")["rules"];

/** @returns undefined until the rules are loaded */
function useRules(): Rules | undefined {
  const [rules, setRules] = useState<Rules | undefined>(undefined);
  useEffect(() => {
    import("../../experiments/conclude.ts").then(
      ({ rules: loaded }) => setRules(loaded),
      (error: unknown) => reportFault(String(error), ""),
    );
  }, []);
  return rules;
}

/** @param make  gives the result; made again when one of `from` changes */
export function useConclusions(
  make: (rules: Rules) => SweepResult | undefined,
  from: readonly unknown[],
): { readonly result: SweepResult; readonly conclusions: SweepConclusions } | undefined {
  const rules = useRules();
  const lang = language.value;
  return useMemo(() => {
    const result = rules && make(rules);
    return result && { result, conclusions: rules.sweepConclusions({ result }, lang) };
  }, [rules, lang, ...from]);
}
