import { z } from "zod";
import type { ChannelConfig } from "./notify/channels/open-channels.ts";
import { namesLoopback } from "./notify/safe-fetch.ts";
import { Secret } from "./notify/secret.ts";

// As it stands: what a parser would make of blanks, backslashes and other characters is not guessed at.
const url = z
  .string()
  .refine((text) => /^https?:\/\/[!-[\]-~]+$/.test(text) && URL.canParse(text), {
    message: "must be an http or https URL",
  });
const allow_private = z.boolean().default(false);
const text = z.string().min(1).max(500);
const secret = z.string().min(1).max(10_000);

const webhook = {
  url,
  secret: z
    .string()
    .regex(
      /^whsec_[A-Za-z0-9+/=]{32,}$/,
      "must be whsec_ and at least 24 bytes in base64; to make one: echo whsec_$(openssl rand -base64 32)",
    ),
  allow_private,
};

const address = z
  .string()
  .regex(
    /^(?:[^<>@"\r\n,;]{1,100} <[^\s<>@",;]{1,64}@[^\s<>@",;]{1,253}>|[^\s<>@",;]{1,64}@[^\s<>@",;]{1,253})$/,
    "is name@host, or Name <name@host>",
  );

const email = {
  host: z.string().regex(/^[A-Za-z0-9._:-]{1,253}$/, "is the name or address of a mail server"),
  port: z.number().int().min(1).max(65_535).optional(),
  tls: z
    .enum(["starttls", "implicit", "none"], {
      message: "is starttls, implicit or none; none sends everything in the clear",
    })
    .default("starttls"),
  ca: z
    .string()
    .includes("-----BEGIN CERTIFICATE-----", { message: "is one or more certificates in PEM" })
    .optional(),
  user: text.optional(),
  password: secret.optional(),
  from: address,
  to: z
    .array(address)
    .min(1, "names at least one recipient")
    .max(50, "names at most 50 recipients"),
  allow_private,
};

const slack = {
  webhook: url.optional(),
  token: z
    .string()
    .regex(/^xox[a-z]-[A-Za-z0-9-]{10,500}$/, "is a bot's token, which begins with xoxb-")
    .optional(),
  channel: z
    .string()
    .regex(
      /^(?:[CGD][A-Z0-9]{5,20}|#?[\p{L}\p{N}_-]{1,80})$/u,
      "is the id of a channel, or its name",
    )
    .optional(),
  url: url.default("https://slack.com/api"),
  allow_private,
};

const teams = { url, allow_private };

const pagerduty = {
  routing_key: z
    .string()
    .regex(/^[A-Za-z0-9_-]{20,64}$/, "is the integration key of an Events API v2 integration"),
  url: url.default("https://events.pagerduty.com/v2"),
  allow_private,
};

const jira = {
  url,
  api: z
    .enum(["cloud", "server"], { message: "is cloud or server; server is Data Center's too" })
    .default("cloud"),
  user: text.optional(),
  token: secret,
  project: z.string().regex(/^[A-Z][A-Z0-9_]{1,30}$/, "is the key of a project, such as RISK"),
  issue_type: text.default("Task"),
  labels: z
    .array(z.string().regex(/^\S{1,255}$/, "a label has no spaces"))
    .max(20)
    .default([]),
  fields: z.record(z.string().min(1).max(100), z.unknown()).default({}),
  done_transition: text.nullable().default(null),
  allow_private,
};

const OWN_LABELS = ["alertname", "nonconformity", "thread", "severity", "system", "control"];

const alertmanager = {
  url,
  user: text.optional(),
  password: secret.optional(),
  token: secret.optional(),
  labels: z
    .record(
      z
        .string()
        .regex(/^[a-zA-Z_][a-zA-Z0-9_]*$/, "a label's name has letters, digits and _")
        .refine((name) => !OWN_LABELS.includes(name), {
          message: `the labels ${OWN_LABELS.join(", ")} are the alert's own`,
        }),
      z.string().max(256),
    )
    .default({}),
  resend_every: z.number().min(60).max(3600).default(300),
  allow_private,
};

/** The kinds of channels, as the configuration names them. */
export type Kind = "webhook" | "email" | "slack" | "teams" | "pagerduty" | "jira" | "alertmanager";
export const KINDS: readonly Kind[] = [
  ...(["webhook", "email", "slack", "teams"] as const),
  ...(["pagerduty", "jira", "alertmanager"] as const),
];

/** The keys of each kind, and which of them may stand in a file or a variable. */
export const CHANNEL_KEYS: Readonly<
  Record<Kind, { readonly keys: readonly string[]; readonly kept: readonly string[] }>
> = {
  webhook: { keys: Object.keys(webhook), kept: ["url", "secret"] },
  email: { keys: Object.keys(email), kept: ["password", "ca"] },
  slack: { keys: Object.keys(slack), kept: ["webhook", "token"] },
  teams: { keys: Object.keys(teams), kept: ["url"] },
  pagerduty: { keys: Object.keys(pagerduty), kept: ["routing_key"] },
  jira: { keys: Object.keys(jira), kept: ["token"] },
  alertmanager: { keys: Object.keys(alertmanager), kept: ["password", "token"] },
};

/** Reads what stands under each kind. */
export const CHANNEL_SCHEMAS: Readonly<Record<Kind, z.ZodType<ChannelConfig>>> = {
  webhook: z.strictObject(webhook).transform((of) => ({
    webhook: {
      url: new Secret(of.url),
      secret: new Secret(of.secret),
      allowPrivate: of.allow_private,
    },
  })),
  email: z
    .strictObject(email)
    .refine((of) => (of.user === undefined) === (of.password === undefined), {
      message: "user and password come together, or neither does",
    })
    .refine((of) => of.tls !== "none" || of.password === undefined, {
      message: "a password is sent over TLS alone; set tls to starttls or implicit",
      path: ["tls"],
    })
    .transform((of) => ({
      email: {
        host: of.host,
        port: of.port ?? PORTS[of.tls],
        tls: of.tls,
        ca: of.ca ?? null,
        auth:
          of.user === undefined || of.password === undefined
            ? null
            : { user: of.user, password: new Secret(of.password) },
        from: of.from,
        to: of.to,
        allowPrivate: of.allow_private,
      },
    })),
  slack: z.strictObject(slack).transform((of, context) => {
    const { token, channel, allow_private: allowPrivate } = of;
    const hook = of.webhook;
    if (hook !== undefined && token === undefined) {
      checkSafe({ url: hook, allowPrivate }, "webhook", context);
      return { slack: { webhook: new Secret(hook), allowPrivate } };
    }
    if (token === undefined || channel === undefined || hook !== undefined) {
      context.addIssue({ code: "custom", message: "has either webhook, or token and channel" });
      return z.NEVER;
    }
    checkSafe({ url: of.url, allowPrivate }, "url", context);
    return { slack: { token: new Secret(token), channel, url: bare(of.url), allowPrivate } };
  }),
  teams: z.strictObject(teams).transform((of, context) => {
    const target = { url: of.url, allowPrivate: of.allow_private };
    checkSafe(target, "url", context);
    return { teams: { ...target, url: new Secret(of.url) } };
  }),
  pagerduty: z.strictObject(pagerduty).transform((of, context) => {
    const target = { url: bare(of.url), allowPrivate: of.allow_private };
    checkSafe(target, "url", context);
    return { pagerduty: { ...target, routingKey: new Secret(of.routing_key) } };
  }),
  jira: z.strictObject(jira).transform((of, context) => {
    const target = { url: bare(of.url), allowPrivate: of.allow_private };
    checkSafe(target, "url", context);
    if (of.api === "cloud" && of.user === undefined) {
      const message = "is missing: Jira Cloud takes the e-mail address that the token belongs to";
      context.addIssue({ code: "custom", message, path: ["user"] });
    }
    return {
      jira: {
        ...target,
        api: of.api,
        authorization: of.user === undefined ? bearer(of.token) : basic(of.user, of.token),
        project: of.project,
        issueType: of.issue_type,
        labels: of.labels,
        fields: of.fields,
        doneTransition: of.done_transition,
      },
    };
  }),
  alertmanager: z.strictObject(alertmanager).transform((of, context) => {
    const target = { url: bare(of.url), allowPrivate: of.allow_private };
    const { user, password, token } = of;
    if (
      (user === undefined) !== (password === undefined) ||
      (user !== undefined && token !== undefined)
    ) {
      const message = "has user and password, or token, or nothing";
      context.addIssue({ code: "custom", message });
    }
    const authorization =
      token !== undefined
        ? bearer(token)
        : user !== undefined && password !== undefined
          ? basic(user, password)
          : null;
    if (authorization !== null) checkSafe(target, "url", context);
    const resendMs = Math.round(of.resend_every * 1000);
    return { alertmanager: { ...target, authorization, labels: of.labels, resendMs } };
  }),
};

/** What carries a secret goes over TLS, or stays within what the operator says is private. */
function checkSafe(
  of: { readonly url: string; readonly allowPrivate: boolean },
  key: string,
  context: z.RefinementCtx,
): void {
  if (of.url.startsWith("https:") || of.allowPrivate || namesLoopback(of.url)) return;
  const message = "must be https: what is sent there carries a secret";
  context.addIssue({ code: "custom", message, path: [key] });
}

function bare(of: string): string {
  return of.replace(/\/+$/, "");
}

function bearer(token: string): Secret {
  return new Secret(`Bearer ${token}`);
}

function basic(user: string, password: string): Secret {
  return new Secret(`Basic ${Buffer.from(`${user}:${password}`).toString("base64")}`);
}

const PORTS = { starttls: 587, implicit: 465, none: 25 } as const;
