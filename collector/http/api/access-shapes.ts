import type {
  AccountView,
  AdministrationLine,
  Invitation,
  KeyView,
  MadeKey,
  SessionView,
  Who,
} from "@tiltmeter/dashboards";

import { iso, isoOrNull } from "../query.ts";

type Json = Readonly<Record<string, unknown>>;

/** A key without its hash: what may be seen of it. */
export function keyJson(of: KeyView): Json {
  const { id, name, role, systems, state, owner, successor, createdBy } = of;
  return {
    ...{ id, name, role, systems, state, owner, successor, createdBy },
    createdAt: iso(of.createdMs),
    expiresAt: isoOrNull(of.expiresMs),
    revokedAt: isoOrNull(of.revokedMs),
    lastUsedAt: isoOrNull(of.lastUsedMs),
  };
}

/** The one answer that has the text of a key. */
export function madeKeyJson({ id, text, expiresMs }: MadeKey): Json {
  return { id, key: text, expiresAt: isoOrNull(expiresMs) };
}

export function accountJson(of: AccountView): Json {
  const { person: id, name, email, role, systems, state, hasPassword, hasIdentity } = of;
  return {
    ...{ id, name, email, role, systems, state, hasPassword, hasIdentity },
    ...{ isProvided: of.isProvided, sessions: of.sessions },
    createdAt: iso(of.createdMs),
    invitedUntil: isoOrNull(of.invitedUntilMs),
    lastSeenAt: isoOrNull(of.lastSeenMs),
  };
}

/** A link that is shown once; `path` belongs behind the collector's address. */
export function invitationJson({ person: id, path, expiresMs }: Invitation): Json {
  return { id, path, expiresAt: iso(expiresMs) };
}

export function sessionJson(of: SessionView): Json {
  const { id, browser, way, isThis } = of;
  return {
    ...{ id, browser, way, isThis },
    since: iso(of.sinceMs),
    lastSeenAt: iso(of.lastSeenMs),
    endsAt: iso(of.endsMs),
  };
}

export function whoJson({ name, role, systems, via, isPerson, sessionId }: Who): Json {
  return { name, role, systems, via, isPerson, session: sessionId };
}

export function administrationJson({ index, atMs, by, via, what }: AdministrationLine): Json {
  return { entry: index, at: iso(atMs), by, via, what };
}
