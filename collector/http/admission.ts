import type { AccessAnswer } from "@tiltmeter/dashboards";

/** Somebody who proved who they are. */
export interface Admitted {
  readonly kind: "person";
  readonly person: string;
  /** Of the account; the session stands on it. */
  readonly generation: number;
}

/** What became of an attempt to sign in. */
export type Admitting =
  | Admitted
  /** Right, and somebody else made the password up: with this token another one is set first. */
  | { readonly kind: "must_change"; readonly token: string }
  | {
      readonly kind: "refused";
      /** Null: whoever was wrong; else too many were, and so long nobody is looked at. */
      readonly retryAfterS: number | null;
    };

/** How people come in without a key. */
export interface Admission {
  readonly byPassword: (of: {
    readonly email: string;
    readonly password: string;
    readonly address: string;
  }) => Promise<Admitting>;
  /** Counts a key that is pasted at the sign-in page; seconds to wait, or null. */
  readonly countKey: (address: string) => {
    readonly retryAfterS: number | null;
    readonly forget: () => void;
  };
  /** Whose the token of a link is; null where it stands no more. */
  readonly ownerOf: (token: string) => {
    readonly name: string;
    readonly email: string;
    /** `link` of an administrator's, or `change` of a password that somebody else made up. */
    readonly why: "link" | "change";
  } | null;
  readonly setPassword: (of: {
    readonly token: string;
    readonly password: string;
  }) => Promise<AccessAnswer<Omit<Admitted, "kind">>>;
  /** Null: none is configured. */
  readonly provider: ProviderAdmission | null;
}

/** Signing in at a provider. */
export interface ProviderAdmission {
  readonly label: string;
  readonly begin: (
    next: string,
  ) => Promise<
    | { readonly kind: "begun"; readonly url: string; readonly flow: string }
    | { readonly kind: "refused"; readonly reason: string }
  >;
  readonly finish: (of: {
    readonly flow: string;
    readonly url: URL;
  }) => Promise<
    | (Admitted & { readonly idToken: string; readonly next: string })
    | { readonly kind: "refused"; readonly reason: string }
  >;
  /** Keeps what signing out there takes, for as long as this process lives. */
  readonly remember: (sessionId: string, idToken: string) => void;
  /** Where to sign out there too; null where that is not offered. */
  readonly leave: (sessionId: string) => Promise<string | null>;
}
