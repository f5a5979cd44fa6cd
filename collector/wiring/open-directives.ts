import { RUNNING, type SystemDirective } from "@tiltmeter/rules";
import { noteEffect } from "../acts/suspension.ts";
import type { Ledger } from "../ledger/ledger.ts";
import { said } from "./said.ts";

/** What systems are told to do, and what is heard of that. */
export interface OpenDirectives {
  /** Also of a system that nobody has heard of. */
  readonly directive: (system: string) => SystemDirective;
  /** A process follows the suspension of its system; not waited for, never throws. */
  readonly noted: (of: Parameters<typeof noteEffect>[0]) => void;
}

/** Reads directives from the ledger, and enters there that they have an effect. */
export function openDirectives(of: {
  readonly now: () => number;
  readonly ledger: Ledger;
  readonly log: (line: string) => void;
}): OpenDirectives {
  const { now, ledger, log } = of;
  const governing: Parameters<typeof noteEffect>[2] = {
    state: () => ledger.state,
    transact: (decide) => ledger.transact(decide),
  };
  return {
    directive: (system) => ledger.state.directives.get(system) ?? RUNNING,
    noted: (sign) => {
      noteEffect(sign, now(), governing).catch((error) =>
        log(`the effect of a suspension was not recorded, the next sign of it is: ${said(error)}`),
      );
    },
  };
}
