import { z } from "zod";

/** A text that reads `***` wherever it is shown; `reveal` is the only way out. */
interface Hidden {
  readonly reveal: () => string;
}

/** How people sign in beside keys. */
export interface AuthConfig {
  /** Unseen for so long, a session ends. */
  readonly idleMs: number;
  /** After so long it ends in any case. */
  readonly absoluteMs: number;
  /** How many proxies before us write the addresses of those who ask. */
  readonly trustedProxies: number;
  /** Null: accounts and keys alone. */
  readonly provider: ProviderConfig | null;
}

/** A provider of OpenID Connect, and what its word is worth here. */
export interface ProviderConfig {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: Hidden;
  readonly label: string;
  readonly scopes: readonly string[];
  readonly clockToleranceS: number;
  readonly groupsClaim: string;
  readonly roles: readonly {
    readonly group: string;
    readonly role: string;
    readonly systems: readonly string[] | null;
  }[];
  readonly defaultRole: string | null;
  readonly systemsClaim: string | null;
  readonly domains: readonly string[];
  readonly requireVerified: boolean;
  /** Allows an address of a private network. */
  readonly allowPrivate: boolean;
}

const ROLES = ["viewer", "operator", "compliance", "auditor", "admin"] as const;
const role = z.enum(ROLES, { message: `is one of ${ROLES.join(", ")}` });
const systems = z.array(z.string().min(1).max(256)).min(1).max(1_000);
const claim = z.string().min(1).max(128);

/** What is written where a secret belongs and is none: an example, a word everybody tries, or nothing. */
const PLACEHOLDERS =
  /^(?:change-?me|secret|password|client[-_]?secret|example|test|admin|xxx+|\*+|<.*>)$/i;

const providerShape = {
  issuer: z
    .url({
      protocol: /^https?$/,
      message: "is the URL of the provider, such as https://login.example.org",
    })
    .refine(
      (text) => !URL.canParse(text) || (new URL(text).search === "" && new URL(text).hash === ""),
      "is the issuer alone, without ? and #; its other addresses are discovered",
    )
    .refine(
      (text) =>
        !text.startsWith("http:") ||
        /^http:\/\/(?:127\.0\.0\.1|localhost|\[::1\])(?:[:/]|$)/.test(text),
      "must be https: whoever reads along could sign in as anybody (http only on this machine itself)",
    ),
  client_id: z.string().min(1, "is what the provider calls this collector"),
  client_secret: z.string().nullable().default(null),
  label: z.string().min(1).max(64).default("Sign in with your organisation"),
  scopes: z
    .array(z.string().regex(/^[\x21\x23-\x5b\x5d-\x7e]+$/, "has no spaces"))
    .default(["openid", "profile", "email"])
    .refine((all) => all.includes("openid"), "must have openid among them"),
  clock_tolerance: z.number().int().min(0).max(300).default(10),
  groups_claim: claim.default("groups"),
  roles: z
    .array(z.strictObject({ group: z.string().min(1), role, systems: systems.optional() }))
    .max(200)
    .default([]),
  default_role: role.nullable().default(null),
  systems_claim: claim.nullable().default(null),
  email_domains: z
    .array(
      z
        .string()
        .regex(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/i, "is what comes behind the @, such as example.org"),
    )
    .default([]),
  require_verified_email: z.boolean().default(true),
  allow_private: z.boolean().default(false),
};

const provider: z.ZodObject<typeof providerShape> = z
  .strictObject(providerShape)
  .refine((of) => of.roles.length > 0 || of.default_role !== null, {
    path: ["roles"],
    message:
      "nobody could sign in: list groups with their roles, or set default_role for whoever has an account there",
  });

const shape = {
  idle_minutes: z.number().min(1).max(1_440).default(30),
  session_hours: z.number().min(0.1).max(168).default(12),
  trusted_proxies: z.number().int().min(0).max(5).default(0),
  provider: provider.nullable().default(null),
};

/** As the file says it: its secret may be missing, and may stand in the environment. */
export interface AuthFile extends Omit<AuthConfig, "provider"> {
  readonly provider:
    | (Omit<ProviderConfig, "clientSecret"> & { readonly clientSecret: string | null })
    | null;
}

/** `auth:` in the configuration. */
export const authFile: z.ZodType<AuthFile> = z.strictObject(shape).transform((of) => ({
  idleMs: Math.round(of.idle_minutes * 60_000),
  absoluteMs: Math.round(of.session_hours * 3_600_000),
  trustedProxies: of.trusted_proxies,
  provider: of.provider === null ? null : providerOf(of.provider),
}));

function providerOf(of: z.infer<typeof provider>): NonNullable<AuthFile["provider"]> {
  return {
    ...{ issuer: of.issuer, clientId: of.client_id, clientSecret: of.client_secret },
    ...{ label: of.label, scopes: of.scopes },
    clockToleranceS: of.clock_tolerance,
    groupsClaim: of.groups_claim,
    roles: of.roles.map((each) => ({ ...each, systems: each.systems ?? null })),
    defaultRole: of.default_role,
    systemsClaim: of.systems_claim,
    domains: of.email_domains.map((each) => each.toLowerCase()),
    requireVerified: of.require_verified_email,
    allowPrivate: of.allow_private,
  };
}

/** The keys that may stand there. */
export const AUTH_SHAPE: object = shape;
export const PROVIDER_SHAPE: object = providerShape;

/** Of a configuration that does not speak of it. */
export const AUTH_DEFAULTS: AuthFile & { readonly provider: null } = {
  ...authFile.parse({}),
  provider: null,
};

/** The variable that has the provider's secret, so that the file needs none. */
export const CLIENT_SECRET_VARIABLE = "TILTMETER_AUTH_CLIENT_SECRET";

/** Complete; a text says what is missing. `hide` wraps the secret. */
export function resolvedAuth(
  of: AuthFile,
  from: { readonly secret: string | undefined; readonly hide: (text: string) => Hidden },
): AuthConfig | string {
  const { provider: given } = of;
  if (given === null) return { ...of, provider: null };
  const secret = from.secret ?? given.clientSecret ?? "";
  const where = "auth.provider.client_secret:";
  if (secret === "") {
    return `${where} is missing; write it there, or better set ${CLIENT_SECRET_VARIABLE}`;
  }
  if (secret.length < SECRET_CHARACTERS_MIN || PLACEHOLDERS.test(secret)) {
    return `${where} has ${secret.length} characters and looks made up; take the one that the provider issued, at least ${SECRET_CHARACTERS_MIN} long`;
  }
  return { ...of, provider: { ...given, clientSecret: from.hide(secret) } };
}

/** Providers issue 32 and more; fewer than 16 was typed by somebody. */
const SECRET_CHARACTERS_MIN = 16;
