import { generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
/// <reference path="./oidc-provider.d.ts" />
import Provider from "oidc-provider";

/** Claims of one person at the provider. */
export type PersonClaims = Readonly<Record<string, unknown>>;

/** A real provider of OpenID Connect on this machine, at which somebody is always about to sign in. */
export interface IdentityProvider extends AsyncDisposable {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Whoever signs in next, by subject; and what is known of each. */
  readonly people: Map<string, PersonClaims>;
  readonly now: { subject: string; tamper: ((claims: PersonClaims) => PersonClaims) | null };
  /** How often each path was asked for. */
  readonly asked: Map<string, number>;
  /** Signs with another key from now on. */
  readonly rotateKeys: () => void;
  /** Answers nothing any more, as `how` says. */
  readonly fail: (how: "5xx" | "nothing" | null) => void;
}

const CLIENT_ID = "tiltmeter";
const CLIENT_SECRET = "a-secret-of-forty-three-characters-for-tests";

export async function startProvider(redirectUri: string): Promise<IdentityProvider> {
  const people = new Map<string, PersonClaims>();
  const asked = new Map<string, number>();
  const now: IdentityProvider["now"] = { subject: "sub-ada", tamper: null };
  let failing: "5xx" | "nothing" | null = null;
  let current: { handle: Handler; key: KeyObject; kid: string } | null = null;
  const server = createServer((request, response) => {
    const path = (request.url ?? "").split("?")[0] ?? "";
    asked.set(path, (asked.get(path) ?? 0) + 1);
    if (failing === "nothing") return void request.socket.destroy();
    if (failing === "5xx") return void response.writeHead(503).end("away");
    if (path === "/token" && current !== null && now.tamper !== null) {
      tampering(response, now.tamper, current);
    }
    current?.handle(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo; // a TCP server that listens has one
  const issuer = `http://127.0.0.1:${port}`;
  let round = 0;
  const rotateKeys = (): void => {
    round += 1;
    const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
    const kid = `key-${round}`;
    const handle = handlerOf({ issuer, redirectUri, people, now, key: privateKey, kid });
    current = { handle, key: privateKey, kid };
  };
  rotateKeys();
  return {
    ...{ issuer, clientId: CLIENT_ID, clientSecret: CLIENT_SECRET, people, now, asked, rotateKeys },
    fail: (how) => {
      failing = how;
    },
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

function handlerOf(of: {
  readonly issuer: string;
  readonly redirectUri: string;
  readonly people: ReadonlyMap<string, PersonClaims>;
  readonly now: { readonly subject: string };
  readonly key: KeyObject;
  readonly kid: string;
}): Handler {
  const jwk = { ...of.key.export({ format: "jwk" }), kid: of.kid, use: "sig", alg: "RS256" };
  const provider = new Provider(of.issuer, {
    clients: [
      {
        ...{ client_id: CLIENT_ID, client_secret: CLIENT_SECRET },
        redirect_uris: [of.redirectUri],
        post_logout_redirect_uris: [new URL("/sign-in", of.redirectUri).href],
      },
    ],
    jwks: { keys: [jwk] },
    cookies: { keys: ["only in this test"] },
    features: { devInteractions: { enabled: false } },
    scopes: ["openid", "profile", "email", "groups"],
    claims: {
      openid: ["sub"],
      profile: ["name"],
      email: ["email", "email_verified"],
      groups: ["groups", "systems"],
    },
    pkce: { required: () => true },
    ttl: { Interaction: 600, Grant: 600, Session: 600, AccessToken: 600, IdToken: 600 },
    interactions: { url: (_, { uid }) => `/interaction/${uid}` },
    findAccount: (_, sub) => ({
      accountId: sub,
      claims: () => ({ sub, ...of.people.get(sub) }),
    }),
    // Everybody consents.
    loadExistingGrant: async (ctx) => {
      const { client, session } = ctx.oidc;
      const grant = new ctx.oidc.provider.Grant({
        ...(client?.clientId !== undefined && { clientId: client.clientId }),
        ...(session?.accountId !== undefined && { accountId: session.accountId }),
      });
      grant.addOIDCScope("openid profile email groups");
      await grant.save();
      return grant;
    },
  });
  const serve = provider.callback();
  return (request, response) => {
    if (!request.url?.startsWith("/interaction/")) return void serve(request, response);
    // The page on which a person would sign in: it is the person that the test says.
    const login = { accountId: of.now.subject };
    provider
      .interactionFinished(request, response, { login }, { mergeWithLastSubmission: false })
      .catch((error) => response.writeHead(500).end(String(error)));
  };
}

/** Answers with an ID token of other claims, properly signed: a provider, or somebody between, that lies. */
function tampering(
  response: ServerResponse,
  change: (claims: PersonClaims) => PersonClaims,
  { key, kid }: { readonly key: KeyObject; readonly kid: string },
): void {
  const end = response.end.bind(response);
  response.end = ((body: unknown): ServerResponse => {
    const answer = JSON.parse(String(body));
    if (typeof answer.id_token === "string") {
      const [, payload = ""] = answer.id_token.split(".");
      const claims = JSON.parse(Buffer.from(payload, "base64url").toString());
      answer.id_token = signed(change(claims), key, kid);
    }
    const text = JSON.stringify(answer);
    response.setHeader("content-length", Buffer.byteLength(text));
    return end(text);
  }) as typeof response.end; // Koa ends with a body and nothing else
}

export function signed(claims: PersonClaims, key: KeyObject, kid: string): string {
  const part = (of: object): string => Buffer.from(JSON.stringify(of)).toString("base64url");
  const text = `${part({ alg: "RS256", kid, typ: "JWT" })}.${part(claims)}`;
  return `${text}.${sign("RSA-SHA256", Buffer.from(text), key).toString("base64url")}`;
}
