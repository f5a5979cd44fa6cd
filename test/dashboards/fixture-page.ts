import { createPages, type Reads } from "@tiltmeter/dashboards";
import { actsOn } from "./fixture-acts.ts";
import { busyReads } from "./fixture-reads.ts";

/** A page as it is served to somebody who is not signed in. */
export interface ServedPage {
  readonly status: number;
  readonly html: string;
  /** What is read of it: without tags, and with single spaces. */
  readonly text: string;
}

/** Asks for a page of a world, which is the busy one where none is named. */
export async function servedPage(path: string, reads: Reads = busyReads()): Promise<ServedPage> {
  const pages = createPages(reads, {
    assetsBase: "/assets",
    actor: () => null,
    decider: () => null,
    act: actsOn([]),
  });
  const answer = await pages.request(path);
  const html = await answer.text();
  return {
    status: answer.status,
    html,
    text: html.replaceAll(/<[^>]*>/g, " ").replaceAll(/\s+/g, " "),
  };
}
