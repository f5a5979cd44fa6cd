import type { z } from "zod";
import { CHANNEL_KEYS, CHANNEL_SCHEMAS, KINDS, type Kind } from "./channel-kinds.ts";
import type { ChannelConfig } from "./notify/channels/open-channels.ts";

/** What channels are read with. */
export interface ChannelSources {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The text of a file that the configuration names. Throws where it cannot be read. */
  readonly read: (path: string) => string;
}

/** Something of a channel that cannot be used, and where it stands: `channels.ops.email`. */
export interface ChannelProblem {
  readonly at: string;
  readonly message: string;
}

/**
 * Reads `channels:` of a configuration: each has a name and one kind of place.
 *
 * A secret stands there itself, or as `${VARIABLE}`, or in a file (`password_file: PATH`); the variables
 * `TILTMETER_CHANNEL_NAME_KEY` and `TILTMETER_CHANNEL_NAME_KEY_FILE` beat all of these. No problem's
 * message repeats a value of a secret.
 */
export function readChannels(
  written: Readonly<Record<string, unknown>>,
  sources: ChannelSources,
): {
  readonly channels: Readonly<Record<string, ChannelConfig>>;
  readonly problems: readonly ChannelProblem[];
} {
  const channels: (readonly [string, ChannelConfig])[] = [];
  const problems: ChannelProblem[] = [];
  for (const [name, value] of Object.entries(written)) {
    const at = `channels.${name}`;
    const kind = kindOf(value);
    if (typeof kind !== "string") {
      problems.push({ at, ...kind });
      continue;
    }
    const place = `${at}.${kind}`;
    const filled = withSecrets(name, kind, Reflect.get(Object(value), kind), sources);
    problems.push(...filled.problems.map((message) => ({ at: place, message })));
    if (filled.problems.length > 0) continue;
    const result = CHANNEL_SCHEMAS[kind].safeParse(filled.value);
    if (result.success) channels.push([name, result.data]);
    else {
      const found = result.error.issues.map((issue) => ({
        at: [place, ...issue.path].join("."),
        message: said(issue, kind, name),
      }));
      problems.push(...found);
    }
  }
  return { channels: Object.fromEntries(channels), problems };
}

/** The one kind of a channel, or why there is none. */
function kindOf(value: unknown): Kind | { readonly message: string } {
  const keys = typeof value === "object" && value !== null ? Object.keys(value) : [];
  const unknown = keys.find((key) => !KINDS.some((kind) => kind === key));
  if (unknown !== undefined) {
    return {
      message: `there is no key ${JSON.stringify(unknown)}; known keys are ${KINDS.join(", ")}`,
    };
  }
  const [kind, ...others] = KINDS.filter((each) => keys.includes(each));
  if (kind !== undefined && others.length === 0) return kind;
  const got = kind === undefined ? "none" : [kind, ...others].join(" and ");
  return { message: `a channel is of one kind, got ${got}; kinds are ${KINDS.join(", ")}` };
}

/** The same with its secrets in their places, wherever they are kept. */
function withSecrets(
  name: string,
  kind: Kind,
  of: unknown,
  { env, read }: ChannelSources,
): { readonly value: unknown; readonly problems: readonly string[] } {
  if (typeof of !== "object" || of === null || Array.isArray(of))
    return { value: of, problems: [] };
  const value: Record<string, unknown> = { ...of };
  const problems: string[] = [];
  const fromFile = (key: string, path: string, told: string): void => {
    try {
      value[key] = read(path).trim();
    } catch {
      problems.push(
        `${told}: the file ${path} cannot be read; name one that this process may read`,
      );
    }
  };
  for (const key of CHANNEL_KEYS[kind].kept) {
    const { [`${key}_file`]: file, ...rest } = value;
    const variable = variableOf(name, key);
    const [given, givenFile] = [env[variable], env[`${variable}_FILE`]];
    const named = /^\$\{([A-Za-z_][A-Za-z0-9_]*)\}$/.exec(String(value[key] ?? ""))?.[1];
    delete value[`${key}_file`];
    if (given !== undefined && given !== "") value[key] = given;
    else if (givenFile !== undefined && givenFile !== "")
      fromFile(key, givenFile, `${variable}_FILE`);
    else if (file !== undefined && Object.hasOwn(rest, key)) {
      problems.push(`${key} and ${key}_file say the same thing; keep one of them`);
    } else if (typeof file === "string") fromFile(key, file, `${key}_file`);
    else if (file !== undefined) problems.push(`${key}_file is the path of a file`);
    else if (named !== undefined) {
      const set = env[named];
      if (set === undefined || set === "") {
        problems.push(
          `${key}: the variable ${named} is not set; set it where the collector starts`,
        );
      } else value[key] = set;
    }
  }
  return { value, problems };
}

/** The variable that beats a key of a channel. */
function variableOf(name: string, key: string): string {
  return `TILTMETER_CHANNEL_${name}_${key}`.toUpperCase().replace(/[^A-Z0-9]/g, "_");
}

function said(issue: z.core.$ZodIssue, kind: Kind, name: string): string {
  const { keys, kept } = CHANNEL_KEYS[kind];
  if (issue.code === "unrecognized_keys") {
    const unknown = issue.keys.map((key) => JSON.stringify(key)).join(" and ");
    const known = keys.flatMap((key) => (kept.includes(key) ? [key, `${key}_file`] : [key]));
    return `there is no key ${unknown}; known keys are ${known.join(", ")}`;
  }
  const key = String(issue.path.at(0) ?? "");
  const isMissing = issue.code === "invalid_type" && /received undefined$/.test(issue.message);
  if (isMissing && kept.includes(key)) {
    return `is missing; write ${key}_file: PATH, or ${key}: \${VARIABLE}, or set ${variableOf(name, key)}`;
  }
  if (isMissing) return "is missing";
  // What is wrong with the key of a map is said within.
  return issue.code === "invalid_key" ? (issue.issues[0]?.message ?? issue.message) : issue.message;
}
