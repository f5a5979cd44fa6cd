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
  /**
   * The same, kept until the record or the policy is another: of records as they stand now, which are
   * asked about again and again. About a kilobyte each.
   */
  readonly kept: (record: Nonconformity) => readonly ClockTimes[];
  /** Keeps those of a record no longer: it is done with. */
  readonly forget: (id: string) => void;
  readonly clocks: (record: Nonconformity, nowMs: number) => readonly Clock[];
  readonly terms: () => ClockTerms;
  /** Those of another policy than the one in force; null: what is shipped. */
  readonly termsOf: (policy: DutyPolicy | null) => ClockTerms;
}

interface Kept {
  readonly record: Nonconformity;
  readonly terms: ClockTerms;
  readonly times: readonly ClockTimes[];
}

/** Opens the policy in force, with its calendars, and again where another is loaded. */
export function createClockBook(of: {
  /** What was loaded last; null: nothing ever was, or what is shipped was put back. */
  readonly policy: () => DutyPolicy | null;
  readonly offsets: (zone: string) => Calendar["offsets"];
}): ClockBook {
  const opened = new WeakMap<DutyPolicy, ClockTerms>();
  const known = new Map<string, Kept>();
  const termsOf = (given: DutyPolicy | null): ClockTerms => {
    const policy = given ?? DEFAULT_POLICY;
    const terms = opened.get(policy) ?? open(policy, of.offsets);
    opened.set(policy, terms);
    return terms;
  };
  const present = (): ClockTerms => termsOf(of.policy());
  const lookUp = (record: Nonconformity, terms: ClockTerms): readonly ClockTimes[] | null => {
    const found = known.get(record.id);
    return found?.record === record && found.terms === terms ? found.times : null;
  };
  const times = (record: Nonconformity): readonly ClockTimes[] => {
    const terms = present();
    return lookUp(record, terms) ?? clockTimes(record, terms);
  };
  return {
    policy: () => present().policy,
    terms: present,
    termsOf,
    times,
    kept: (record) => {
      const terms = present();
      const found = lookUp(record, terms);
      if (found !== null) return found;
      const made = clockTimes(record, terms);
      known.set(record.id, { record, terms, times: made });
      return made;
    },
    forget: (id) => void known.delete(id),
    clocks: (record, nowMs) => {
      const terms = present();
      return times(record).map((each) => clockAt(each, terms, nowMs));
    },
  };
}

function open(policy: DutyPolicy, offsets: (zone: string) => Calendar["offsets"]): ClockTerms {
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
  return { policy, calendar };
}
