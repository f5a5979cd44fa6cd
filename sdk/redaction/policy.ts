import { isPromise } from "node:util/types";
import type { Scalar } from "../scalars.ts";
import type { KeyedHash } from "./keyed-hash.ts";

/** A value that is there. */
export type Value = NonNullable<Scalar>;

/** What leaves of one value; undefined: nothing. Throws where it cannot tell. */
export type Judge = (value: Value) => Scalar;

/** What policies need. */
export interface PolicyTools {
  /** Null: there is no key. */
  readonly hash: KeyedHash | null;
  readonly mask: (text: string) => string;
  /** Hears of a policy that is none; it is then `drop`. */
  readonly tell: (mistake: string) => void;
}

/** Keeps everything; known by identity, so that nothing is asked for it. */
export const keep: Judge = (value) => value;

/** Leaves nothing; known by identity, so that what is dropped is not even counted. */
export const drop: Judge = () => undefined;

const promiseThen = Promise.prototype.then;

/** The policy of a field, read. Fails closed: what is none drops. */
export function readPolicy(policy: unknown, field: string, tools: PolicyTools): Judge {
  if (policy === "keep") return keep;
  if (policy === "drop") return drop;
  if (policy === "mask") return masking(tools.mask);
  if (policy === "hash") return hashing(tools.hash, field, tools.tell);
  if (typeof policy === "function") return asking(policy);
  const buckets: unknown =
    typeof policy === "object" && policy !== null ? Reflect.get(policy, "bucket") : undefined;
  const judge = Array.isArray(buckets) ? bucketing([...buckets]) : null;
  if (judge !== null) return judge;
  tools.tell(
    `redaction of ${field} must be keep, hash, mask, drop, a bucket of ascending numbers or of words, or a function; it is taken as drop`,
  );
  return drop;
}

function hashing(hash: KeyedHash | null, field: string, tell: PolicyTools["tell"]): Judge {
  if (hash !== null) return (value) => hash(String(value));
  tell(
    `redaction of ${field} by hash needs a key of 16 characters or more: set hashKey or TILTMETER_HASH_KEY; until then it is dropped and counted`,
  );
  return () => {
    throw new TypeError("there is no key to hash with");
  };
}

/** Numbers are looked at as texts: a number of a card stays one. */
function masking(mask: (text: string) => string): Judge {
  return (value) => {
    if (typeof value === "boolean") return value;
    if (typeof value === "string") return mask(value);
    const text = String(value);
    return mask(text) === text ? value : mask(text);
  };
}

/** The user's own judgement, of which only a scalar is taken. */
function asking(policy: unknown): Judge {
  return (value) => {
    // Checked by who calls us: it is a function.
    const answer: unknown = Reflect.apply(policy as (value: Value) => unknown, undefined, [value]);
    if (isPromise(answer)) {
      // Its rejection is ours, not the host's.
      Reflect.apply(promiseThen, answer, [undefined, () => undefined]);
      throw new TypeError("a policy returned a promise; policies are synchronous");
    }
    if (answer === undefined || answer === null) return undefined;
    if (typeof answer === "string" || typeof answer === "number") return answer;
    if (typeof answer === "boolean" || typeof answer === "bigint") return answer;
    throw new TypeError("a policy must return a string, a number, a boolean or nothing");
  };
}

/** Null where it is neither ascending numbers nor words. */
function bucketing(bounds: readonly unknown[]): Judge | null {
  if (bounds.every((bound): bound is string => typeof bound === "string")) {
    const words = new Set(bounds);
    return (value) => (words.has(String(value)) ? String(value) : "other");
  }
  if (!bounds.every((bound): bound is number => Number.isFinite(bound))) return null;
  if (bounds.some((bound, index) => index > 0 && bound <= (bounds[index - 1] ?? bound)))
    return null;
  return (value) => {
    const number = typeof value === "bigint" ? Number(value) : value;
    if (typeof number !== "number" || Number.isNaN(number)) {
      throw new TypeError("only a number lies between numbers");
    }
    const above = bounds.findIndex((bound) => number < bound);
    if (above === 0) return `<${bounds[0]}`;
    return above < 0 ? `>=${bounds.at(-1)}` : `${bounds[above - 1]}..${bounds[above]}`;
  };
}
