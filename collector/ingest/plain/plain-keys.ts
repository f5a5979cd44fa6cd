import { ATTRIBUTE, RESOURCE } from "@tiltmeter/sdk/wire/attributes";
import { CALL_NAMES } from "../dialects/tiltmeter-call.ts";
import { WORD_PLACE } from "./draft.ts";
import type { WordTable } from "./word-table.ts";

/** What an attribute of a plain prediction is; those of word columns are `word` and the column's place. */
export const ROLE = {
  /** Of no meaning here. */
  ignored: 1,
  /** It makes of the record something else, or something that takes more than looking. */
  unsure: 2,
  seq: 3,
  id: 4,
  score: 5,
  value: 6,
  latency: 7,
  features: 8,
  segment: 9,
  subject: 10,
  eventName: 11,
  /** One feature or segment, as a dotted name. */
  feature: 12,
  segmentPart: 13,
  word: 16,
} as const;

const NAMED: readonly (readonly [string, number])[] = [
  ...CALL_NAMES.map((name) => [name, ROLE.unsure] as const),
  // Which of two names of a service counts, depends.
  [RESOURCE.serviceName, ROLE.unsure],
  [RESOURCE.serviceVersion, ROLE.unsure],
  ["event.name", ROLE.eventName],
  [ATTRIBUTE.seq, ROLE.seq],
  [ATTRIBUTE.predictionId, ROLE.id],
  [ATTRIBUTE.score, ROLE.score],
  [ATTRIBUTE.value, ROLE.value],
  [ATTRIBUTE.latency, ROLE.latency],
  [ATTRIBUTE.features, ROLE.features],
  [ATTRIBUTE.segment, ROLE.segment],
  [ATTRIBUTE.subject, ROLE.subject],
  [RESOURCE.systemId, ROLE.word + WORD_PLACE.system],
  [RESOURCE.environment, ROLE.word + WORD_PLACE.environment],
  [RESOURCE.systemVersion, ROLE.word + WORD_PLACE.systemVersion],
  [RESOURCE.producerId, ROLE.word + WORD_PLACE.producer],
  [ATTRIBUTE.modelName, ROLE.word + WORD_PLACE.modelName],
  [ATTRIBUTE.modelVersion, ROLE.word + WORD_PLACE.modelVersion],
  [ATTRIBUTE.modelSupplier, ROLE.word + WORD_PLACE.modelSupplier],
  [ATTRIBUTE.modelDigest, ROLE.word + WORD_PLACE.modelDigest],
  [ATTRIBUTE.task, ROLE.word + WORD_PLACE.task],
  [ATTRIBUTE.label, ROLE.word + WORD_PLACE.label],
  [ATTRIBUTE.status, ROLE.word + WORD_PLACE.status],
  [ATTRIBUTE.errorType, ROLE.word + WORD_PLACE.errorType],
];
const ROLES: ReadonlyMap<string, number> = new Map(NAMED);

const DOTTED = [
  [`${ATTRIBUTE.features}.`, ROLE.feature],
  [`${ATTRIBUTE.segment}.`, ROLE.segmentPart],
] as const;

/** What the names of attributes mean, looked up once a name. */
export class PlainKeys {
  readonly #words: WordTable;
  #roles = new Uint8Array(1_024);
  /** The feature or segment that a dotted name names, by the word of the whole name. */
  readonly #parts = new Map<number, number>();

  constructor(words: WordTable) {
    this.#words = words;
  }

  roleOf(name: number): number {
    const role = name < this.#roles.length ? (this.#roles[name] ?? 0) : 0;
    return role === 0 ? this.#lookUp(name) : role;
  }

  /** The word of the feature or segment that a dotted name names. */
  partOf(name: number): number {
    return this.#parts.get(name) ?? 0;
  }

  #lookUp(name: number): number {
    const text = this.#words.text(name);
    let role = ROLES.get(text) ?? ROLE.ignored;
    for (const [prefix, dotted] of DOTTED) {
      if (!text.startsWith(prefix)) continue;
      role = dotted;
      this.#parts.set(name, this.#words.of(text.slice(prefix.length)));
    }
    if (name >= this.#roles.length) {
      const longer = new Uint8Array(Math.max(this.#roles.length * 2, name + 1));
      longer.set(this.#roles);
      this.#roles = longer;
    }
    this.#roles[name] = role;
    return role;
  }
}
