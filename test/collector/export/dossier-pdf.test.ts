import { writeFile } from "node:fs/promises";
import { inflateSync } from "node:zlib";
import { dossierOf } from "tiltmeter/export/dossier";
import { dossierPdf } from "tiltmeter/export/dossier-pdf";
import { dossierMembers, dossierTerms } from "tiltmeter/export/nonconformities";
import { expect, test } from "vitest";
import { material, recordMaterial } from "./material.ts";

const terms = dossierTerms(material());

async function pdf(of: Parameters<typeof recordMaterial>[0] = {}): Promise<Buffer> {
  return Buffer.from(await dossierPdf(dossierOf(recordMaterial(of), terms), terms));
}

/** Pages, as the document's own tree counts them. */
function pages(bytes: Buffer): number {
  return Number(/\/Count (\d+)/.exec(bytes.toString("latin1"))?.[1]);
}

/** What pages draw, unpacked. */
function drawn(bytes: Buffer): string {
  const text = bytes.toString("latin1");
  const streams = [...text.matchAll(/\/Length (\d+)\n\/Filter \/FlateDecode\n>>\nstream\n/g)];
  return streams
    .map((match) => {
      const from = match.index + match[0].length;
      return inflateSync(bytes.subarray(from, from + Number(match[1]))).toString("latin1");
    })
    .join("\n");
}

test("the same record is the same bytes", async () => {
  expect((await pdf()).equals(await pdf())).toBe(true);
  expect((await pdf()).equals(await pdf({ owner: "Jo" }))).toBe(false);
});

test("it is tagged, titled, of A4, and every font is in it", async () => {
  const text = (await pdf()).toString("latin1");
  expect(text).toContain("/Marked true");
  expect(text).toContain("/StructTreeRoot");
  expect(text).toContain("/DisplayDocTitle true");
  expect(text).toMatch(/\/MediaBox \[0 0 595\.28 841\.89\]/);
  const fonts = text.match(/\/Subtype \/CIDFontType2/g) ?? [];
  expect(text.match(/\/FontFile2 /g)).toHaveLength(fonts.length);
  expect(text).not.toMatch(/\/BaseFont \/Helvetica\b/);
});

test("marked content is closed as often as it is opened, over page breaks as well", async () => {
  const long = await pdf({ statement: "a statement that goes on and on. ".repeat(600) });
  expect(pages(long)).toBeGreaterThan(4);
  const content = drawn(long);
  const opened = (content.match(/\b(BDC|BMC)\b/g) ?? []).length;
  expect(opened).toBeGreaterThan(50);
  expect((content.match(/\bEMC\b/g) ?? []).length).toBe(opened);
});

const hostile: readonly (readonly [string, string])[] = [
  ["10,000 characters in one word", "x".repeat(10_000)],
  ["10,000 characters of many words", "wörter ".repeat(1_429)],
  ["right to left", "שלום עולם (42) and مرحبا بالعالم ".repeat(50)],
  ["control characters", "a\u0000b\u0007c\u001b[31md\u202ee\u2066f\ufeff"],
  ["lone surrogates", "x\ud800y\udc00"],
  ["joined and combined", ["e\u0301".repeat(300), "👩‍👩‍👧‍👦", "a", "\u0300".repeat(500)].join("")],
  ["every script", "王小明 김철수 राजेश สมชาย தமிழ் አማርኛ ខ្មែរ ᠮᠣᠩᠭᠣᠯ"],
  ["operators of PDF", ") Tj ET Q endstream endobj (\\"],
  ["nothing but line feeds", "\n".repeat(500)],
  ["unassigned and private", "\u{10ffff}\ue000\u{e0001}"],
];

test.each(hostile)("hostile text lays out: %s", async (name, text) => {
  const start = text.slice(0, 500);
  const bytes = await pdf({
    controlTitle: start,
    statement: text,
    requirement: start,
    owner: start,
    system: start,
    fields: { cause: start, correction: start },
    steps: [
      { atMs: 0, by: start, kind: "moved", from: "raised", to: "assessing", text, fields: {} },
    ],
  });
  const keep = process.env["KEEP_PDF"];
  if (keep !== undefined) await writeFile(`${keep}/${name.replaceAll(/\W/g, "-")}.pdf`, bytes);
  expect(bytes.toString("latin1", 0, 5)).toBe("%PDF-");
  expect(bytes.toString("latin1").trimEnd().endsWith("%%EOF")).toBe(true);
  expect(pages(bytes)).toBeGreaterThan(0);
  expect(pages(bytes)).toBeLessThan(60);
});

test("a dossier has its document, its data and its drawings, and says what it does not show", async () => {
  const of = recordMaterial();
  const paths: string[] = [];
  for await (const member of dossierMembers(of, terms)) paths.push(member.path);
  const folder = "05-nonconformities/NC-2026-0001";
  expect(paths).toEqual([
    `${folder}/dossier.pdf`,
    `${folder}/dossier.json`,
    `${folder}/figure-abababababab-1.svg`,
  ]);
  const last = dossierOf(of, terms).sections.at(-1);
  expect(last?.title).toBe("What this dossier does not show");
  expect(last?.blocks.length).toBeGreaterThan(2);
});
