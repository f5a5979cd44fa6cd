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

/** Opens the policy in force, with its calendars, and again where another is loaded. */
export function createClockBook(of: {
  /** What was loaded last; null: nothing ever was, or what is shipped was put back. */
  readonly policy: () => DutyPolicy | null;
  readonly offsets: (zone: string) => Calendar["offsets"];
}): ClockBook {
  let page = open(DEFAULT_POLICY, of.offsets);
  const present = (): ClockTerms => {
    const policy = of.policy() ?? DEFAULT_POLICY;
    if (policy !== page.policy) page = open(policy, of.offsets);
    return page;
  };
  const times = (record: Nonconformity): readonly ClockTimes[] => clockTimes(record, present());
  return {
    policy: () => present().policy,
    terms: present,
    times,
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
