import type { ImportKind } from "./import-fields.ts";

/** Where the values of one field come from. */
export type Source =
  | { readonly kind: "constant"; readonly value: string | number }
  | {
      readonly kind: "column";
      readonly column: string;
      /** `3:9`, for complaints about the name. */
      readonly at: string;
      /** Numbers are multiplied by this. */
      readonly scale: number;
      /** Texts are replaced by these; others stay as they are. */
      readonly values: ReadonlyMap<string, string>;
      /** Of a time. */
      readonly format: TimeFormat;
      readonly zone: string;
    };

export type TimeFormat = "iso" | "epoch_s" | "epoch_ms";

/** A column that a mapping names, and where it does. */
export interface NamedColumn {
  readonly name: string;
  readonly column: string;
  readonly at: string;
}

/** What the columns of a file mean. */
export interface Mapping {
  readonly kind: ImportKind;
  /** By field: `system`, `id`, `model.name`, … */
  readonly fields: ReadonlyMap<string, Source>;
  /** `rest`: every column that no field uses. */
  readonly features: readonly NamedColumn[] | "rest";
  readonly exclude: readonly NamedColumn[];
  /** Features that stay text though they look like numbers. */
  readonly text: ReadonlySet<string>;
  readonly segment: readonly NamedColumn[];
}

/** Something wrong in a mapping file: `3:9` and what, with the next step. */
export interface MappingFinding {
  readonly at: string;
  readonly message: string;
}
