import {
  type DirectiveEvent,
  decideSuspension,
  expiryOf,
  RUNNING,
  type SuspensionCommand,
  type SystemDirective,
  suspensionInForce,
} from "@tiltmeter/rules";
import type { RecordActAnswer } from "./nonconformity.ts";
import type { Transact } from "./transact.ts";

interface Directives {
  readonly directives: ReadonlyMap<string, SystemDirective>;
}

type Decide = Transact<Directives, DirectiveEvent>;

/** A person approves or refuses what is proposed, suspends a system or lets it run. Of two people one wins. */
export function decideOnSystem(
  { system, ...command }: SuspensionCommand & { readonly system: string },
  nowMs: number,
  transact: Decide,
): Promise<RecordActAnswer> {
  return transact<RecordActAnswer>(({ directives }) => {
    const decision = decideSuspension(directives.get(system) ?? RUNNING, system, command, nowMs);
    if (decision.kind === "decided") return { entries: decision.events, result: { kind: "done" } };
    if (decision.code === "outdated") return { entries: [], result: { kind: "outdated" } };
    const { reason, fields } = decision;
    return { entries: [], result: { kind: "refused", reason, fields } };
  });
}

/**
 * Records the first sign that a suspended system follows its suspension; later ones change nothing.
 *
 * Cheap where there is nothing to record: `state` is asked before the ledger is.
 */
export async function noteEffect(
  of: {
    readonly system: string;
    readonly how: "acknowledged" | "fallback";
    readonly producer: string;
  },
  nowMs: number,
  deps: { readonly state: () => Directives; readonly transact: Decide },
): Promise<void> {
  const isAwaited = ({ directives }: Directives): boolean => {
    const holds = suspensionInForce(directives.get(of.system) ?? RUNNING, nowMs);
    return holds !== null && holds.effective === null;
  };
  if (!isAwaited(deps.state())) return;
  const entry: DirectiveEvent = {
    type: "suspension_effective",
    atMs: nowMs,
    by: "tiltmeter",
    ...of,
    producer: of.producer.slice(0, PRODUCER_CHARACTERS_MAX),
  };
  await deps.transact((state) => ({ entries: isAwaited(state) ? [entry] : [], result: undefined }));
}

/** Records the ends that people set and that have come. */
export async function recordExpiries(
  nowMs: number,
  deps: { readonly state: () => Directives; readonly transact: Decide },
): Promise<void> {
  const expired = ({ directives }: Directives): readonly DirectiveEvent[] =>
    [...directives].flatMap(([system, of]) => expiryOf(of, system, nowMs));
  if (expired(deps.state()).length === 0) return;
  await deps.transact((state) => ({ entries: expired(state), result: undefined }));
}

const PRODUCER_CHARACTERS_MAX = 128;
