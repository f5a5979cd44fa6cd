import {
  type Calendar,
  type Clock,
  type ClockTerms,
  type ClockTimes,
  calendarOf,
  clockAt,
  clockTimes,
  DEFAULT_POLICY,
  type DutyPolicy,
  type Nonconformity,
} from "@tiltmeter/rules";

/** The clocks of records by the policy in force. */
export interface ClockBook {
  readonly policy: () => DutyPolicy;
  /** When they run, whatever the time is. */
  readonly times: (record: Nonconformity) => readonly ClockTimes[];
  readonly clocks: (record: Nonconformity, nowMs: number) => readonly Clock[];
  readonly terms: () => ClockTerms;
}

/**
 * Computes the clocks of records, each record's once for as long as neither it nor the policy changes: a
 * record of the ledger is never changed in place.
 */
export function createClockBook(of: {
  /** What was loaded last; null: nothing ever was, or what is shipped was put back. */
  readonly policy: () => DutyPolicy | null;
  readonly offsets: (zone: string) => Calendar["offsets"];
}): ClockBook {
  let page = open(DEFAULT_POLICY, of.offsets);
  const present = (): Page => {
    const policy = of.policy() ?? DEFAULT_POLICY;
    if (policy !== page.terms.policy) page = open(policy, of.offsets);
    return page;
  };
  const times = (record: Nonconformity): readonly ClockTimes[] => {
    const { terms, known } = present();
    const found = known.get(record) ?? clockTimes(record, terms);
    known.set(record, found);
    return found;
  };
  return {
    policy: () => present().terms.policy,
    terms: () => present().terms,
    times,
    clocks: (record, nowMs) => {
      const { terms } = present();
      return times(record).map((each) => clockAt(each, terms, nowMs));
    },
  };
}

interface Page {
  readonly terms: ClockTerms;
  readonly known: WeakMap<Nonconformity, readonly ClockTimes[]>;
}

function open(policy: DutyPolicy, offsets: (zone: string) => Calendar["offsets"]): Page {
  const calendars = new Map<string, Calendar>();
  const calendar = (name: string): Calendar => {
    const known = calendars.get(name);
    if (known !== undefined) return known;
    const declared = policy.calendars[name];
    if (declared === undefined) throw new Error(`the policy has no calendar ${name}`);
    const made = calendarOf(declared, offsets);
    calendars.set(name, made);
    return made;
  };
  return { terms: { policy, calendar }, known: new WeakMap() };
}
