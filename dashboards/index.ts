export type { Reads } from "./reads.ts";
