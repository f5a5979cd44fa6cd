import type { Board } from "./board.ts";
import { calls } from "./boards/calls.ts";
import { collector } from "./boards/collector.ts";
import { drift } from "./boards/drift.ts";
import { oversight } from "./boards/oversight.ts";
import { performance } from "./boards/performance.ts";

/** Every dashboard that is provisioned. */
export const boards: readonly Board[] = [drift, performance, calls, oversight, collector];

/** As it stands in the file beside the program that makes it. */
export function boardText(board: Board): string {
  return `${JSON.stringify(board, null, 2)}\n`;
}

/** The file of a dashboard, in `json/`. */
export function boardFile({ uid }: Board): string {
  return `${uid}.json`;
}
