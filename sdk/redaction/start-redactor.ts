import { resolveCapture } from "../capture.ts";
import { type ContentOf, resolveContent } from "../content.ts";
import { NAMES_MAX } from "../scalars.ts";
import type { Environment, MonitorOptions } from "../settings.ts";
import { keyedHash } from "./keyed-hash.ts";
import { maskCode, maskText, readPatterns } from "./mask.ts";
import type { Pattern } from "./patterns.ts";
import { drop, type Judge, keep, type PolicyTools, readPolicy } from "./policy.ts";
import { type Judges, Redactor } from "./redactor.ts";

/**
 * The redactor that a monitor's options ask for. Fails closed and never throws: options that cannot be read drop every
 * field that a policy could have spoken of, and `tell` hears why.
 */
export function startRedactor(of: {
  readonly options: MonitorOptions;
  readonly environment: Environment;
  /** Hears of each mistake in the options. */
  readonly tell: (mistake: string) => void;
  /** Hears the name of each field that was left out because it could not be judged. */
  readonly onFailure: (field: string) => void;
}): { readonly redactor: Redactor; readonly contentOf: ContentOf } {
  const { options, environment, tell, onFailure } = of;
  // Its mistakes are told by who counts.
  const { modeOf } = resolveCapture(options.capture, () => undefined);
  const { judges, isIdle, mask } = resolve(options, environment, tell);
  return {
    redactor: new Redactor({ judges, isIdle, modeOf, onFailure }),
    contentOf: resolveContent({
      option: options.content,
      mask,
      tell,
      onFailure: () => onFailure("content"),
    }),
  };
}

interface Resolved {
  readonly judges: Judges;
  readonly isIdle: boolean;
  readonly mask: (text: string) => string;
}

function resolve(
  options: MonitorOptions,
  environment: Environment,
  tell: (mistake: string) => void,
): Resolved {
  try {
    return resolveOptions(options.redaction, environment, tell);
  } catch {
    tell(
      "redaction could not be read: it must be an object of policies by field; every field that it could speak of is dropped",
    );
    return CLOSED;
  }
}

const FIELDS = ["label", "subject", "actor", "reason", "summary", "conversation"] as const;
const NAMES: ReadonlySet<string> = new Set([
  ...FIELDS,
  "default",
  "features",
  "segment",
  "id",
  "hashKey",
  "patterns",
]);

function resolveOptions(
  given: unknown,
  environment: Environment,
  tell: (mistake: string) => void,
): Resolved {
  // Read once: a getter of the host's may answer otherwise the second time.
  const redaction: Readonly<Record<string, unknown>> =
    given === undefined ? {} : { ...plain(given) };
  const unknown = Object.keys(redaction).find((name) => !NAMES.has(name));
  if (unknown !== undefined) throw new TypeError("an unknown field");
  const own = ownPatterns(redaction["patterns"], tell);
  const mask = (text: string): string => maskText(text, own());
  const code = remembered((name) => maskCode(name, own()));
  const hashKey = redaction["hashKey"] ?? environment["TILTMETER_HASH_KEY"];
  const tools: PolicyTools = { hash: keyedHash(hashKey), mask, tell };
  const read = (policy: unknown, field: string): Judge => readPolicy(policy, field, tools);

  const whole = redaction["default"] === undefined ? null : read(redaction["default"], "default");
  const masking = read("mask", "");
  const judgeOf = (field: (typeof FIELDS)[number], otherwise: Judge): Judge =>
    redaction[field] === undefined ? (whole ?? otherwise) : read(redaction[field], field);
  const id = idJudge(redaction["id"], read, tell);
  const feature = byName(redaction["features"], "features", whole ?? keep, read, mask);
  const segment = byName(redaction["segment"], "segment", whole ?? keep, read, mask);
  const judges: Judges = {
    id,
    label: judgeOf("label", keep),
    subject: judgeOf("subject", keep),
    actor: judgeOf("actor", keep),
    reason: judgeOf("reason", masking),
    summary: judgeOf("summary", masking),
    conversation: judgeOf("conversation", keep),
    version: judgeOf("summary", code),
    code,
    feature: feature.judgeOf,
    segment: segment.judgeOf,
  };
  const { label, subject } = judges;
  const isIdle =
    feature.isIdle && segment.isIdle && [id, label, subject].every((judge) => judge === keep);
  return { judges, isIdle, mask };
}

const CODES_MAX = 1_000;
const NAME_LENGTH_MAX = 64;

/** Programs give the same few names again and again, and each call of a model has several. What throws is asked anew. */
function remembered(mask: (name: string) => string): Judge {
  const known = new Map<string, string>();
  return (value) => {
    const name = String(value);
    const before = known.get(name);
    if (before !== undefined) return before;
    const masked = mask(name);
    if (known.size >= CODES_MAX) known.clear();
    // Longer than this is no name: it comes once.
    if (name.length <= NAME_LENGTH_MAX) known.set(name, masked);
    return masked;
  };
}

/** Where a pattern of the user's is none, nobody knows what should have been replaced: what is to be masked is left out. */
function ownPatterns(patterns: unknown, tell: (mistake: string) => void): () => readonly Pattern[] {
  try {
    const own = readPatterns(patterns);
    return () => own;
  } catch {
    tell(
      "redaction.patterns must be a list of { name, pattern }, a name of letters, digits, _ and - and a RegExp; until it is, texts to be masked are dropped and counted",
    );
    return () => {
      throw new TypeError("a pattern cannot be read");
    };
  }
}

function idJudge(
  policy: unknown,
  read: (policy: unknown, field: string) => Judge,
  tell: (mistake: string) => void,
): Judge {
  if (policy === undefined) return keep;
  if (policy === "keep" || policy === "hash" || typeof policy === "function") {
    return read(policy, "id");
  }
  tell("redaction of id must be keep, hash or a function; it is taken as drop");
  return drop;
}

function byName(
  given: unknown,
  field: string,
  otherwise: Judge,
  read: (policy: unknown, field: string) => Judge,
  mask: (text: string) => string,
): { readonly judgeOf: (name: string) => Judge; readonly isIdle: boolean } {
  const known = new Set<string>();
  const named = new Map<string, Judge>();
  for (const [name, policy] of Object.entries(given === undefined ? {} : plain(given))) {
    named.set(name, read(policy, `${field}.${name.slice(0, 80)}`));
  }
  const rest = named.get("*") ?? otherwise;
  return {
    judgeOf:
      rest === keep ? (name) => named.get(name) ?? keep : (name) => named.get(name) ?? restOf(name),
    isIdle: rest === keep && [...named.values()].every((judge) => judge === keep),
  };

  /** Names may be made of data, too: one that says something of somebody does not leave. */
  function restOf(name: string): Judge {
    if (known.has(name)) return rest;
    if (mask(name) !== name) return refuse;
    if (known.size < NAMES_MAX) known.add(name);
    return rest;
  }
}

/** Throws: the field cannot leave under this name. */
const refuse: Judge = () => {
  throw new TypeError("the name itself holds what may not leave");
};

/** Lists and maps have entries of another meaning: a policy read from them would be a guess. */
function plain(value: unknown): Readonly<Record<string, unknown>> {
  if (Object.prototype.toString.call(value) === "[object Object]") {
    // An object, whose properties are read as unknown.
    return value as Readonly<Record<string, unknown>>;
  }
  throw new TypeError("not an object of policies by name");
}

const CLOSED: Resolved = {
  judges: {
    id: drop,
    label: drop,
    subject: drop,
    actor: drop,
    reason: drop,
    summary: drop,
    conversation: drop,
    version: drop,
    code: (value) => maskCode(String(value)),
    feature: () => drop,
    segment: () => drop,
  },
  isIdle: false,
  mask: () => {
    throw new TypeError("redaction could not be read");
  },
};
