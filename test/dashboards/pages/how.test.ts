import { createPages } from "@tiltmeter/dashboards";
import { expect, test } from "vitest";
import { actsOn } from "../fixture-acts.ts";
import { busyReads } from "../fixture-reads.ts";

const pages = createPages(busyReads(), {
  assetsBase: "/assets",
  actor: () => "mara",
  decider: () => "mara",
  act: actsOn([]),
});
const text = async (path: string): Promise<string> => (await pages.request(path)).text();

test("a number of a system leads to what was counted, how, and what it is held to", async () => {
  const system = await text("/systems/mail-spam-filter");
  const links = [...system.matchAll(/href="(\/systems\/mail-spam-filter\/how\?[^"]+)"/g)].map(
    ([, href = ""]) => href.replaceAll("&amp;", "&"),
  );
  expect(links.some((href) => href.includes("metric=accuracy"))).toBe(true);
  expect(links.some((href) => href.includes("by=segment"))).toBe(true);
  const ofAll = links.filter((href) => !href.includes("by="));
  for (const href of new Set(ofAll).values()) {
    const how = await text(href);
    for (const said of [
      "evidence.decisions",
      "answered spam",
      "answered spam, truly ham",
      "4,120",
      "NIST/SEMATECH e-Handbook",
      "first-groups",
      "two-sided, 95",
      "Live inputs drifted away",
      "mail-04410",
    ]) {
      expect(how).toContain(said);
    }
  }
});

test("a number of a control leads there too, a feature's to its page", async () => {
  const control = await text("/controls/input-drift");
  expect(control).toMatch(/class="how" href="\/systems\/[^"]+\/features\/[^"]+from=/);
});
