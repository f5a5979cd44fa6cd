// The fault suite: what each run proves, where it lies, and how large it is in a pull request and before a release. A run
// without `size` is as large in both. The size in a pull request stands in the test, which needs nobody to tell it.

/** @typedef {{ variable: string, unit: string, pullRequest: number, release: number }} Size */
/** @typedef {{ name: string, promise: string, file: string, sizes: readonly Size[] }} Run */

const size = (variable, unit, pullRequest, release) => ({ variable, unit, pullRequest, release });

/** @type {readonly Run[]} */
export const RUNS = [
  {
    name: "crash states",
    promise: "an append that was answered survives any crash of any disk; nothing is invented",
    file: "crash-states.test.ts",
    sizes: [size("TILTMETER_CRASH_STATES", "states", 500_000, 10_000_000)],
  },
  {
    name: "journal mutations",
    promise: "corruption costs what it touches, destroys no neighbour, and is told",
    file: "journal-mutations.test.ts",
    sizes: [size("TILTMETER_MUTATIONS", "mutations", 1_000, 100_000)],
  },
  {
    name: "calls of a journal",
    promise: "killed or failed at any call, a journal keeps what it acknowledged",
    file: "journal-boundaries.test.ts",
    sizes: [size("TILTMETER_BOUNDARIES", "runs at most", 40, 100_000)],
  },
  {
    name: "calls of journal and store",
    promise: "killed or failed at any call, what was acknowledged is stored once",
    file: "store-boundaries.test.ts",
    sizes: [size("TILTMETER_STORE_BOUNDARIES", "runs at most", 6, 100_000)],
  },
  {
    name: "calls of merges",
    promise: "killed or failed at any call, a merge loses no row",
    file: "merge-boundaries.test.ts",
    sizes: [size("TILTMETER_MERGE_BOUNDARIES", "runs at most", 4, 100_000)],
  },
  {
    name: "last step of a part",
    promise: "what the engine gave up at its very end is in no figure, and in no start's way",
    file: "last-sync.test.ts",
    sizes: [],
  },
  {
    name: "kills of the whole stack",
    promise: "zero loss, zero duplicates; a nonconformity is raised once and told",
    file: "kill.test.ts",
    sizes: [size("TILTMETER_KILLS", "kills", 14, 1_000)],
  },
  {
    name: "forced failures",
    promise: "no answer of the engine holds a row of another",
    file: "forced-failures.test.ts",
    sizes: [size("TILTMETER_FORCED_FAILURES", "questions", 10_000, 1_000_000)],
  },
  {
    name: "kills of an act",
    promise: "a record, its words and its people agree, wherever an act was killed",
    file: "record-kill.test.ts",
    sizes: [],
  },
  {
    name: "kills while channels are told",
    promise: "a notification is delivered at least once, and a record's end comes last",
    file: "channel-kill.test.ts",
    sizes: [],
  },
  {
    name: "applications, network and collector",
    promise: "unexplained loss is 0 end to end, through the SDK",
    file: "sdk-chaos.test.ts",
    sizes: [size("TILTMETER_CHAOS_SEEDS", "runs", 8, 100)],
  },
  {
    name: "kills of a spool",
    promise: "what a spool holds outlives its process",
    file: "spool-kill.test.ts",
    sizes: [size("TILTMETER_SPOOL_KILL_EVERY", "steps apart", 8, 1)],
  },
  {
    name: "a server as store",
    promise: "a server may fail in every way: what was sent is stored once",
    file: "store-server.test.ts",
    sizes: [size("TILTMETER_STORE_FAULTS", "batches", 40, 10_000)],
  },
  {
    name: "hours without the store",
    promise: "telemetry is refused or kept, never dropped, while a server is away",
    file: "store-outage.test.ts",
    sizes: [size("TILTMETER_OUTAGE_HOURS", "hours", 0.05, 72)],
  },
  {
    name: "broken requests",
    promise:
      "whatever is sent is taken, taken in part or refused; nothing else, and in bounded memory",
    file: "ingest-fuzz.test.ts",
    sizes: [size("TILTMETER_FUZZ_RUNS", "requests", 20_000, 1_000_000)],
  },
  {
    name: "a collector that never answers",
    promise: "the monitored process is never harmed",
    file: "sdk-black-hole.test.ts",
    sizes: [],
  },
  {
    name: "addresses that must not be called",
    promise: "one door for outgoing requests, and it is shut to what is inside",
    file: "ssrf.test.ts",
    sizes: [],
  },
  {
    name: "answers that are durable",
    promise: "a 200 means on disk: before each there was a sync that covers it",
    file: "durable-answers.test.ts",
    sizes: [size("TILTMETER_TRACED_ANSWERS", "answers", 200, 20_000)],
  },
  {
    name: "poison",
    promise: "records that the store refuses are found one by one, and hold up no other",
    file: "poison.test.ts",
    sizes: [size("TILTMETER_POISONED", "batches", 12, 1_000)],
  },
  {
    name: "clocks",
    promise: "whatever the clock does, nothing is lost, doubled or forgotten too soon",
    file: "clock.test.ts",
    sizes: [size("TILTMETER_CLOCKS", "schedules", 300, 100_000)],
  },
  {
    name: "a disk that fills",
    promise: "no 200 without durability; after disk full, service returns unaided",
    file: "disk-full.test.ts",
    sizes: [size("TILTMETER_DISK_CYCLES", "times filled", 5, 50)],
  },
  {
    name: "bombs",
    promise: "no body takes more memory than it is allowed, whatever it claims to be",
    file: "bombs.test.ts",
    sizes: [size("TILTMETER_BOMBS", "bodies", 500, 10_000)],
  },
  {
    name: "kills of a migration",
    promise: "a change of the schema goes on after a kill",
    file: "migration-kill.test.ts",
    sizes: [size("TILTMETER_MIGRATION_KILLS", "kills", 4, 100)],
  },
];
