import { expect, test } from "vitest";
import { ProducersSection } from "../../../dashboards/pages/producers-section.tsx";
import { CALLER } from "../fixture-calls.ts";
import { producers } from "../fixture-producers.ts";
import { NOW } from "../fixture-world.ts";

const shown = (of: ReturnType<typeof producers>): string =>
  String(ProducersSection({ of, lost: [], now: NOW }))
    .replaceAll(/<[^>]*>/g, " ")
    .replaceAll(/\s+/g, " ");

test("what is installed and not watched, what was lost and whose clock is off are said first", () => {
  const text = shown(producers(CALLER));
  expect(text).toMatch(
    /^ Installed and not watched: @anthropic-ai\/sdk@1\.14\.0 and ai@7\.0\.173\. .*? 12 records were issued and neither came nor were declared dropped\. The clock of assistant-2-815 is off/,
  );
});

test("each process says what it watches, and what is not measured of it is no zero", () => {
  const text = shown(producers(CALLER));
  expect(text).toMatch(
    /assistant-1-4711 production .*? openai@7\.59\.0 @anthropic-ai\/sdk@1\.14\.0 right to 42 ms complete 3 records dropped, and said so: prediction\.queue_full went without some of their values: features\.queue_full/,
  );
  expect(text).toMatch(/assistant-2-815 .*? 95 s behind 12 records lost/);
  expect(text).toMatch(
    /batch sends none does not say nothing that it knows of not measured not measured/,
  );
});

test("a system whose producers say nothing is told how a loss would show", () => {
  expect(shown([])).toContain("a loss would not show");
});

test("what was watched and no longer is comes before what never was; what a dead process said is past", () => {
  const [first, ...others] = producers(CALLER);
  if (first === undefined) throw new Error("no producer to look at");
  const long = [{ ...first, lastHeardMs: NOW - 2 * 86_400_000 }, ...others];
  const text = String(ProducersSection({ of: long, lost: ["cohere-ai@7.2.0"], now: NOW }));
  const findings = [...text.matchAll(/<li class="finding">(.*?)<\/li>/g)].map(([, line]) => line);
  expect(findings[0]).toMatch(/^Watched in the last week and no longer: cohere-ai@7\.2\.0\./);
  expect(findings[1]).toMatch(/^Installed and not watched: ai@7\.0\.173\./);
});
