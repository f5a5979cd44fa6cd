import type { Control } from "./control.ts";

/** A parsed control before it has a revision. */
export type Draft = Omit<Control, "revision" | "text">;
