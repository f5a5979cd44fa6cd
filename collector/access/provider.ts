import { createHash, randomBytes } from "node:crypto";
import * as openid from "openid-client";

/** A provider of OpenID Connect, as the operator configured it. */
export interface ProviderTerms {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: { readonly reveal: () => string };
  readonly scopes: readonly string[];
  /** How far its clock may be off, seconds. */
  readonly clockToleranceS: number;
  /** Where it sends people back to. */
  readonly redirectUri: () => string;
}

/** What a provider says of somebody who signed in there: the claims of the ID token and of userinfo together. */
export type Claims = Readonly<Record<string, unknown>> & { readonly sub: string };

/** Somebody came back from the provider, and it was not as it must be; the message is for them. */
export class ProviderRefused extends Error {
  override readonly name = "ProviderRefused";
}

/** The provider does not answer, or not as one; nobody can sign in through it now. */
export class ProviderAway extends Error {
  override readonly name = "ProviderAway";
}

export interface Provider {
  /** Where to send a browser, and the value of the cookie that it keeps meanwhile. Throws `ProviderAway`. */
  readonly begin: (next: string) => Promise<{ readonly url: string; readonly flow: string }>;
  /** Whoever came back, once for each flow. Throws `ProviderRefused` and `ProviderAway`. */
  readonly finish: (of: { readonly flow: string; readonly url: URL }) => Promise<{
    readonly claims: Claims;
    readonly idToken: string;
    readonly next: string;
  }>;
  /** Where a browser is signed out at the provider too; null where it offers no such thing, or is away. */
  readonly endSessionUrl: (of: {
    readonly idToken: string | null;
    readonly returnTo: string;
  }) => Promise<string | null>;
}

interface Flow {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
  readonly next: string;
  readonly expiresMs: number;
}

/** Long enough for a second factor that must be looked for. */
export const FLOW_MS: number = 10 * 60_000;
/** More people than these are not under way at once; the one that began first begins again. */
const FLOWS_MAX = 1_000;
/** A provider's addresses are looked up again as often. Its keys at every sign-in, so that it may change them. */
const METADATA_MS = 60 * 60_000;
const TIMEOUT_S = 10;

/** Signs people in by authorization code with PKCE, state and nonce, against one issuer that is discovered. */
export function createProvider(
  terms: ProviderTerms,
  deps: {
    readonly now: () => number;
    /** What reaches outside. */
    readonly fetch: openid.CustomFetch;
  },
): Provider {
  const flows = new Map<string, Flow>();
  let known: { readonly server: openid.ServerMetadata; readonly atMs: number } | null = null;

  async function server(): Promise<openid.ServerMetadata> {
    if (known !== null && deps.now() < known.atMs + METADATA_MS) return known.server;
    const found = await away(() =>
      openid.discovery(new URL(terms.issuer), terms.clientId, undefined, openid.None(), {
        [openid.customFetch]: deps.fetch,
        timeout: TIMEOUT_S,
        // Whether http may be spoken at all is decided by what `fetch` may reach, and by the configuration.
        execute: [openid.allowInsecureRequests],
      }),
    );
    known = { server: found.serverMetadata(), atMs: deps.now() };
    return known.server;
  }

  /** A configuration without memory: keys are asked for anew, so a provider may change them at any time. */
  async function configuration(): Promise<openid.Configuration> {
    const metadata = await server();
    const secret = terms.clientSecret.reveal();
    const post = metadata.token_endpoint_auth_methods_supported;
    const way =
      post === undefined || post.includes("client_secret_basic")
        ? openid.ClientSecretBasic(secret)
        : openid.ClientSecretPost(secret);
    const made = new openid.Configuration(
      metadata,
      terms.clientId,
      { [openid.clockTolerance]: terms.clockToleranceS },
      way,
    );
    made[openid.customFetch] = deps.fetch;
    made.timeout = TIMEOUT_S;
    openid.allowInsecureRequests(made);
    openid.enableNonRepudiationChecks(made);
    return made;
  }

  return {
    begin: async (next) => {
      const config = await configuration();
      const flow = randomBytes(32).toString("base64url");
      const verifier = openid.randomPKCECodeVerifier();
      const [state, nonce] = [openid.randomState(), openid.randomNonce()];
      for (const [key, { expiresMs }] of flows) {
        if (expiresMs > deps.now() && flows.size < FLOWS_MAX) break;
        flows.delete(key);
      }
      flows.set(digest(flow), { state, nonce, verifier, next, expiresMs: deps.now() + FLOW_MS });
      const url = openid.buildAuthorizationUrl(config, {
        redirect_uri: terms.redirectUri(),
        scope: terms.scopes.join(" "),
        ...{ state, nonce, code_challenge_method: "S256" },
        code_challenge: await openid.calculatePKCECodeChallenge(verifier),
      });
      return { url: url.href, flow };
    },
    finish: async ({ flow, url }) => {
      const begun = flows.get(digest(flow));
      flows.delete(digest(flow));
      if (begun === undefined || begun.expiresMs <= deps.now()) {
        throw new ProviderRefused(
          "this sign-in was finished already, took longer than ten minutes, or was begun in another browser; begin again",
        );
      }
      const config = await configuration();
      const here = new URL(terms.redirectUri());
      here.search = url.search;
      const tokens = await refusing(() =>
        openid.authorizationCodeGrant(config, here, {
          ...{ expectedState: begun.state, expectedNonce: begun.nonce },
          ...{ pkceCodeVerifier: begun.verifier, idTokenExpected: true },
        }),
      );
      const claims = tokens.claims();
      if (claims === undefined) throw new ProviderRefused("the provider sent no ID token");
      const more =
        config.serverMetadata().userinfo_endpoint === undefined
          ? {}
          : await refusing(() => openid.fetchUserInfo(config, tokens.access_token, claims.sub));
      return {
        claims: { ...more, ...claims },
        idToken: tokens.id_token ?? "",
        next: begun.next,
      };
    },
    endSessionUrl: async ({ idToken, returnTo }) => {
      try {
        const config = await configuration();
        if (config.serverMetadata().end_session_endpoint === undefined) return null;
        return openid.buildEndSessionUrl(config, {
          post_logout_redirect_uri: returnTo,
          ...(idToken !== null && { id_token_hint: idToken }),
        }).href;
      } catch {
        return null; // signed out here it is all the same
      }
    },
  };
}

function digest(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

async function away<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    throw new ProviderAway(`the sign-in provider cannot be used: ${reasonOf(cause)}`, { cause });
  }
}

/** What the provider, or whoever stands between, said wrong is refused; what is not said at all is away. */
async function refusing<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (isSilence(cause)) {
      throw new ProviderAway(`the sign-in provider cannot be used: ${reasonOf(cause)}`, { cause });
    }
    throw new ProviderRefused(`the provider's answer is not taken: ${reasonOf(cause)}`, { cause });
  }
}

/** The network's errors, and 5xx. */
function isSilence(error: unknown): boolean {
  for (let each = error; each instanceof Error; each = each.cause) {
    if ("code" in each && /^(E[A-Z]+|UND_ERR_\w+|OAUTH_TIMEOUT)$/.test(String(each.code)))
      return true;
    if (each instanceof openid.ResponseBodyError && each.status >= 500) return true;
    if (each.cause instanceof Response && each.cause.status >= 500) return true;
  }
  return false;
}

/** The innermost message that says something, without the values of tokens, which no message has. */
function reasonOf(error: unknown): string {
  if (error instanceof openid.AuthorizationResponseError) {
    return error.error === "access_denied" ? "you were not let in there" : error.error;
  }
  if (error instanceof openid.ResponseBodyError) return error.error;
  const messages: string[] = [];
  for (let each = error; each instanceof Error; each = each.cause) messages.push(each.message);
  return messages.at(-1) || "it does not answer";
}
