import type { Context } from "hono";

/** An address that somebody kept under a name: a page with its filters and its range. */
export interface SavedView {
  readonly id: string;
  readonly name: string;
  /** A path of this site with its query. */
  readonly address: string;
  readonly isShared: boolean;
  /** Kept by whoever asks. */
  readonly isMine: boolean;
}

/** Why a view was not kept, by field. */
export type ViewAnswer =
  | { readonly kind: "kept" }
  | { readonly kind: "refused"; readonly fields: Readonly<Record<string, string>> };

/** Kept views, of whoever asks. They are no evidence: nobody is told of them, and they are forgotten. */
export interface PageViews {
  /** Own ones and those that others share, by name. */
  readonly list: (c: Context) => readonly SavedView[];
  readonly keep: (
    c: Context,
    view: { readonly name: string; readonly address: string; readonly isShared: boolean },
  ) => Promise<ViewAnswer>;
  /** Own ones only; of another's, or of none, nothing happens. */
  readonly forget: (c: Context, id: string) => Promise<void>;
}
