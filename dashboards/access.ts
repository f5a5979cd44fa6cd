/** Who is signed in. */
export interface Who {
  /** In words. */
  readonly name: string;
  readonly role: string;
  /** Null: all. */
  readonly systems: readonly string[] | null;
  readonly via: "key" | "session";
  /** Has an account; else it is a key that is nobody's own. */
  readonly isPerson: boolean;
  readonly sessionId: string | null;
}

/** What became of an act of access. */
export type AccessAnswer<Done = object> =
  | ({ readonly kind: "done" } & Done)
  | { readonly kind: "missing" }
  | {
      readonly kind: "refused";
      readonly reason: string;
      /** Field name → what is wrong with it. */
      readonly fields: Readonly<Record<string, string>>;
    };

/** An account, for its owner and for administrators. */
export interface AccountView {
  /** A pseudonym: how it is named in addresses. */
  readonly person: string;
  readonly name: string;
  readonly email: string;
  readonly role: string;
  readonly systems: readonly string[] | null;
  /** `invited`: no way in yet but a link. */
  readonly state: "active" | "invited" | "disabled";
  readonly hasPassword: boolean;
  /** Signs in through the provider. */
  readonly hasIdentity: boolean;
  /** Its rights come from the provider's groups at each sign-in. */
  readonly isProvided: boolean;
  readonly createdMs: number;
  /** Until when its link works; null: there is none. */
  readonly invitedUntilMs: number | null;
  readonly sessions: number;
  readonly lastSeenMs: number | null;
}

export interface SessionView {
  readonly id: string;
  readonly browser: string;
  /** How its owner signed in, in words. */
  readonly way: string;
  readonly sinceMs: number;
  readonly lastSeenMs: number;
  /** From when on it is void in any case. */
  readonly endsMs: number;
  readonly isThis: boolean;
}

export interface KeyView {
  readonly id: string;
  readonly name: string;
  readonly role: string;
  readonly systems: readonly string[] | null;
  readonly createdMs: number;
  readonly createdBy: string;
  readonly expiresMs: number | null;
  readonly revokedMs: number | null;
  /** To five minutes; null: not since this was noted. */
  readonly lastUsedMs: number | null;
  /** Whose own it is, in words; null: a program's. */
  readonly owner: string | null;
  readonly successor: string | null;
  readonly state: "live" | "expired" | "revoked" | "unusable";
}

/** A key as it is made: `text` is shown once and kept nowhere. */
export interface MadeKey {
  readonly id: string;
  readonly text: string;
  readonly expiresMs: number | null;
}

/** A line of what administrators did. */
export interface AdministrationLine {
  /** Of the ledger's entry. */
  readonly index: number;
  readonly atMs: number;
  readonly by: string;
  /** `signed in`, a key's id, or null: the machine, or before this was noted. */
  readonly via: string | null;
  readonly what: string;
}

/** How people sign in, as configured. */
export interface SignInSettings {
  readonly provider: {
    readonly label: string;
    readonly issuer: string;
    readonly clientId: string;
    readonly scopes: readonly string[];
    readonly domains: readonly string[];
    /** In words, in the order in which they are tried. */
    readonly roles: readonly string[];
  } | null;
  readonly idleMs: number;
  readonly absoluteMs: number;
  readonly passwordCharactersMin: number;
}

/** What a key is to be. */
export interface KeyTerms {
  readonly name: string;
  readonly role: string;
  readonly systems: readonly string[] | null;
  /** Null: it does not expire. */
  readonly expiresMs: number | null;
}

/** What somebody may do about their own access. */
export interface OwnAccess {
  readonly account: () => AccountView | null;
  readonly sessions: () => readonly SessionView[];
  readonly keys: () => readonly KeyView[];
  /** Roles that own keys may have. */
  readonly roles: readonly string[];
  /** Nobody looks after this collector by an account yet, and the asking key may make one. */
  readonly mayBeFirst: boolean;
  readonly endSessions: (
    which: { readonly id: string } | "others" | "all",
  ) => Promise<AccessAnswer<{ readonly count: number }>>;
  readonly createKey: (terms: KeyTerms) => Promise<AccessAnswer<MadeKey>>;
  readonly rotateKey: (of: {
    readonly id: string;
    readonly liveMs: number;
  }) => Promise<AccessAnswer<MadeKey & { readonly untilMs: number }>>;
  readonly revokeKey: (id: string) => Promise<AccessAnswer>;
  /** Ends every other session; `generation` is that of the account from then on. */
  readonly changePassword: (of: {
    readonly current: string;
    readonly password: string;
  }) => Promise<AccessAnswer<{ readonly person: string; readonly generation: number }>>;
  /** Makes an administrator's account for whoever holds the first admin key. */
  readonly beFirst: (of: {
    readonly name: string;
    readonly email: string;
    readonly password: string;
    /** Somebody else made the password up: it only serves to set another. */
    readonly mustChange: boolean;
  }) => Promise<AccessAnswer<{ readonly person: string; readonly generation: number }>>;
}

/** A link with which a person sets a password, once. */
export interface Invitation {
  readonly person: string;
  /** The path of the link with its token: shown to the administrator once, and kept nowhere. */
  readonly path: string;
  readonly expiresMs: number;
}

/** What administrators do about everybody's access. */
export interface AdminAccess {
  readonly accounts: () => readonly AccountView[];
  readonly account: (person: string) => AccountView | null;
  readonly keys: () => readonly KeyView[];
  readonly settings: () => SignInSettings;
  /** Newest first. */
  readonly log: (limit: number) => readonly AdministrationLine[];
  readonly invite: (of: {
    readonly name: string;
    readonly email: string;
    readonly role: string;
    readonly systems: readonly string[] | null;
  }) => Promise<AccessAnswer<Invitation>>;
  readonly renewInvitation: (person: string) => Promise<AccessAnswer<Invitation>>;
  /** What is absent stays. */
  readonly change: (of: {
    readonly person: string;
    readonly role?: string;
    readonly systems?: readonly string[] | null;
    readonly isActive?: boolean;
    readonly email?: string;
  }) => Promise<AccessAnswer>;
  readonly endSessions: (person: string) => Promise<AccessAnswer>;
  readonly createKey: (terms: KeyTerms) => Promise<AccessAnswer<MadeKey>>;
  readonly rotateKey: OwnAccess["rotateKey"];
  readonly revokeKey: OwnAccess["revokeKey"];
}

/** Access as one person sees it. */
export interface PageAccess {
  readonly who: Who;
  readonly own: OwnAccess;
  /** Null: the person is no administrator of all systems. */
  readonly admin: AdminAccess | null;
}
