import { isOpen } from "@tiltmeter/rules";
import { canonicalJson } from "../tlog/canonical-json.ts";
import { about } from "./about.ts";
import { distributionSvg } from "./distribution.ts";
import { type DossierTerms, dossierOf } from "./dossier.ts";
import { distributionsOf } from "./dossier-evidence.ts";
import { dossierPdf } from "./dossier-pdf.ts";
import type { Material, RecordMaterial } from "./material.ts";
import { type Member, reading } from "./member.ts";
import { registerCsv, registerLines } from "./register.ts";

const FOLDER = "05-nonconformities";

/** `05-nonconformities`: the register, and of each record a dossier with its drawings. One after the other. */
export async function* nonconformityMembers(
  of: Material,
  onDone: (done: number, all: number) => void,
): AsyncIterable<Member> {
  const { records } = of;
  const inPeriod = records.filter(
    ({ record }) => record.raisedMs >= of.period.fromMs && record.raisedMs < of.period.toMs,
  );
  yield about(FOLDER, "Nonconformities: register and dossiers", of, {
    holds: [
      "`register.csv` and `register.jsonl`: one line for every record that there ever was; `in_period` says which of them the period touches",
      "`NC-…/dossier.pdf` of each record that the period touches (raised before its end, not done with before it began), as a document; `dossier.json`: the same as data, with the entries of the ledger that it follows from",
      "`NC-….tlog-proof` beside it: that the newest entry about the record, which it carries, is in the ledger; `tiltmeter verify` verifies it by itself, so it can be handed on without the package",
      "`figure-….svg` beside it: distributions before and after; the frozen evidence is in `10-integrity/documents`, named by its SHA-256",
    ],
    figures: [
      ["records ever raised", of.register.length],
      ["records that the period touches", records.length],
      ["raised in the period", inPeriod.length],
      ["open when the package was made", records.filter(({ record }) => isOpen(record)).length],
      ["with an evidence snapshot that is gone", records.filter(lacksEvidence).length],
    ],
    notCovered: [
      "A breach is a signal; whether a requirement was not fulfilled is what people say in the record.",
      "Records stand as known when the package was made, not as they stood at the end of the period; every step has its date.",
      "Words of people are shown as far as they have not been erased; who stands behind a pseudonym is not in the ledger.",
      "Inputs and texts of single decisions are not here.",
      "A register without entries shows that no control raised one, and how long controls ran is in 04-operation. It does not show that nothing was wrong.",
    ],
  });
  yield {
    path: `${FOLDER}/register.csv`,
    content: registerCsv(of.register, of.period),
    class: "register",
  };
  yield reading(`${FOLDER}/register.jsonl`, registerLines(of.register, of.period));
  const terms = dossierTerms(of);
  for (const [i, record] of records.entries()) {
    yield* dossierMembers(record, terms);
    onDone(i + 1, records.length);
  }
}

/** Where the proof of the newest entry about a record lies: beside its dossier. */
export function dossierProofPath(id: string): string {
  return `${FOLDER}/${id}/${id}.tlog-proof`;
}

/** The files of one record: the document, its data, its evidence and its drawings. */
export async function* dossierMembers(
  of: RecordMaterial,
  terms: DossierTerms,
): AsyncIterable<Member> {
  const folder = `${FOLDER}/${of.record.id}`;
  yield reading(`${folder}/dossier.pdf`, await dossierPdf(dossierOf(of, terms), terms));
  yield {
    path: `${folder}/dossier.json`,
    content: dossierJson(of, terms),
    class: "dossier",
  };
  for (const [digest, document] of of.evidence) {
    for (const [i, distribution] of distributionsOf(document).slice(0, FIGURES_MAX).entries()) {
      yield reading(
        `${folder}/figure-${digest.slice(0, 12)}-${i + 1}.svg`,
        distributionSvg(distribution),
      );
    }
  }
}

/**
 * A dossier as data, in the form that verification reads (`docs/audit-package.md`, Dossier): `record`
 * stands as the ledger has it, `told` is the same with people's words and names.
 */
export function dossierJson(of: RecordMaterial, { ledger }: DossierTerms): string {
  const dossier = {
    format: "tiltmeter-dossier",
    version: 1,
    id: of.record.id,
    size: ledger.size,
    record: of.recorded,
    told: of.record,
    clocks: of.clocks,
    deliveries: of.deliveries,
    evidence: [...of.evidence].map(([digest, document]) => ({
      sha256: digest,
      isKept: document !== null,
    })),
    entries: of.entries,
  };
  return `${canonicalJson(dossier)}\n`;
}

/** What every dossier takes of the whole. */
export function dossierTerms(of: Material): DossierTerms {
  const titles = new Map(
    of.coverage.frameworks.flatMap(({ id, clauses }) =>
      clauses.map((clause) => [`${id} ${clause.id}`, clause.title] as const),
    ),
  );
  const { origin, generator, madeMs, by, ledger } = of;
  return {
    ...{ origin, generator, madeMs, by, ledger },
    titleOfClause: (framework, clause) => titles.get(`${framework} ${clause}`) || null,
  };
}

function lacksEvidence({ evidence }: RecordMaterial): boolean {
  return [...evidence.values()].some((document) => document === null);
}

/** A breach of a hundred features has a hundred drawings; the worst of them say it. */
const FIGURES_MAX = 12;
