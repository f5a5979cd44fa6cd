import { join } from "node:path";
import type { Config } from "../config.ts";
import type { Receive } from "../http/ingest-request.ts";
import { type ReceiveDeps, receive } from "../ingest/receive.ts";
import { suspensionStops } from "../ingest/suspension-stops.ts";
import type { Closing } from "./closing.ts";
import { type Content, openContent } from "./open-content.ts";
import type { OpenData } from "./open-data.ts";
import type { OpenDirectives } from "./open-directives.ts";
import { openNames } from "./open-names.ts";
import { type OpenPressure, openPressure } from "./open-pressure.ts";
import { said } from "./said.ts";

/** The way of telemetry into the journal. */
export interface Intake {
  readonly pressure: OpenPressure;
  /** Prompts and answers, apart from what is said of them. */
  readonly prompts: Content;
  readonly append: ReceiveDeps["append"];
  readonly receive: Receive;
}

/** Opens the way in, with what may close it for a while: disk, memory, a journal that is full. */
export async function openIntake(
  config: Pick<Config, "data" | "limits">,
  of: Pick<OpenData, "room" | "journal" | "words" | "meters" | "store"> & {
    readonly now: () => number;
    readonly directives: Pick<OpenDirectives, "noted">;
    readonly closing: Closing;
    readonly log: (line: string) => void;
  },
): Promise<Intake> {
  const { room, journal, words, meters, store, now, directives, closing, log } = of;
  const names = await openNames({
    path: join(config.data, "names.json"),
    ...{ perDayMax: config.limits.namesPerDayMax, closing, log },
  });
  const pressure = openPressure(config.limits, { now, room, journal, meters, closing, log });
  const prompts = openContent({
    ...{ now, store, contents: words.contents, transact: words.transact },
  });
  const append: ReceiveDeps["append"] = async (batch) => {
    const appended = await journal.append({
      ...batch,
      records: await prompts.apart(batch.records),
    });
    for (const stop of suspensionStops(batch.records)) {
      directives.noted({ ...stop, how: "fallback" });
    }
    return appended;
  };
  const quarantine: ReceiveDeps["quarantine"] = (entries) => {
    store.quarantine(entries).catch((error) => log(`quarantine: ${said(error)}`));
  };
  return {
    ...{ pressure, prompts, append },
    receive: meters.entrance(receive({ append, now, names, quarantine })),
  };
}
