import type { Group, RawMail } from "./corpus.ts";
import { chance } from "./hash.ts";

/** As many mails as tell the story: the first collection trains, the second differs as the real one does. */
const SIZES: Readonly<Record<Group, number>> = {
  "easy-ham-1": 1500,
  "spam-1": 600,
  "easy-ham-2": 700,
  "hard-ham-1": 300,
  "spam-2": 900,
};

/**
 * Mail made up word by word, for an installation without the real corpus. The same at every call.
 *
 * Work mail and advertisements share everyday words. The second collection has newsletters (ham that
 * reads like advertisements) and spam that learned to write like work mail, in HTML.
 */
export function simulateCorpus(): readonly RawMail[] {
  return (Object.keys(SIZES) as Group[]) // `SIZES` has exactly the groups as keys
    .flatMap((group) =>
      Array.from({ length: SIZES[group] }, (_, i) => {
        const id = `${group}/${String(i + 1).padStart(5, "0")}`;
        return { id, group, text: compose(id, group, i) };
      }),
    );
}

interface Manner {
  /** Share of words from each list; the rest are everyday words. */
  readonly work: number;
  readonly offer: number;
  readonly html: number;
  readonly reply: number;
  readonly lengthMax: number;
  readonly domains: readonly string[];
  /** Night hours are spam's. */
  readonly hours: readonly [number, number];
}

const MANNERS: Readonly<Record<Group, Manner>> = {
  "easy-ham-1": manner({ work: 0.2, offer: 0.04, html: 0.03, reply: 0.6, hours: [8, 19] }),
  "spam-1": manner({ work: 0.04, offer: 0.2, html: 0.5, reply: 0.05, hours: [0, 24] }),
  "easy-ham-2": manner({ work: 0.2, offer: 0.04, html: 0.05, reply: 0.6, hours: [8, 19] }),
  "hard-ham-1": manner({ work: 0.15, offer: 0.1, html: 0.9, reply: 0, hours: [0, 24], long: true }),
  "spam-2": manner({ work: 0.09, offer: 0.17, html: 0.8, reply: 0.3, hours: [0, 24], long: true }),
};

function manner(
  of: Pick<Manner, "work" | "offer" | "html" | "reply" | "hours"> & { long?: true },
): Manner {
  const { long, ...shares } = of;
  return {
    ...shares,
    lengthMax: long === true ? 160 : 80,
    domains: of.html > 0.1 ? ["com", "net", "biz", "ru", "info"] : ["org", "com", "edu", "net"],
  };
}

/** The second collection's days follow the first's by a month: its mail is received later. */
function compose(id: string, group: Group, i: number): string {
  const { work, offer, html, reply, lengthMax, domains, hours } = MANNERS[group];
  const day = 1 + Math.floor((27 * i) / SIZES[group]);
  const month = group.endsWith("-1") && group !== "hard-ham-1" ? "Sep" : "Oct";
  const hour = Math.floor(hours[0] + (hours[1] - hours[0]) * chance(`hour ${id}`));
  const time = `${day} ${month} 2002 ${String(hour).padStart(2, "0")}:${String(i % 60).padStart(2, "0")}:00 +0000`;
  const word = (at: string): string => {
    const draw = chance(`list ${at} ${id}`);
    const list = draw < work ? WORK : draw < work + offer ? OFFER : EVERYDAY;
    return pick(list, `word ${at} ${id}`);
  };
  const words = Array.from(
    { length: 15 + Math.floor(lengthMax * chance(`length ${id}`)) },
    (_, n) =>
      word(String(n)) + (n % 12 === 11 ? (chance(`end ${n} ${id}`) < offer ? "!" : ".") : ""),
  ).join(" ");
  const isHtml = chance(`html ${id}`) < html;
  const links = Math.floor((html > 0.1 ? 6 : 2) * chance(`links ${id}`));
  const urls = Array.from(
    { length: links },
    (_, n) => `http://www.example.${domains[0]}/${n}`,
  ).join("\n");
  return [
    `Received: from sender by mail.example.org; ${time}`,
    `From: ${pick(EVERYDAY, `from ${id}`)}@example.${pick(domains, `domain ${id}`)}`,
    `To: ${chance(`to ${id}`) < 0.2 ? "one@example.org, two@example.org" : "one@example.org"}`,
    `Subject: ${chance(`reply ${id}`) < reply ? "Re: " : ""}${word("s1")} ${word("s2")} ${word("s3")}`,
    `Date: ${time}`,
    `Content-Type: text/${isHtml ? "html" : "plain"}; charset=${isHtml ? "iso-8859-1" : "us-ascii"}`,
    "",
    isHtml ? `<html><body><p>${words}</p>${urls}</body></html>` : `${words}\n${urls}`,
  ].join("\n");
}

function pick(list: readonly string[], draw: string): string {
  return list[Math.floor(chance(draw) * list.length)] ?? "";
}

const WORK =
  "patch kernel branch meeting release server compile review agenda thread driver config module package upgrade cluster script backup deploy testing".split(
    " ",
  );
const OFFER =
  "free winner money credit offer click guarantee cash discount limited bonus mortgage unsubscribe prize earn cheap deal income order investment".split(
    " ",
  );
const EVERYDAY =
  "about after again because before could every first found great house just know last letter little make never other people please place point right send small still thank their there think those three today under until water where which while would write year your".split(
    " ",
  );
