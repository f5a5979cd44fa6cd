import type { AnchorCounts } from "./check-anchors.ts";
import { type Finding, OUTCOME_EXIT, type Outcome, placeInWords } from "./finding.ts";
import type { Verification } from "./verify-package.ts";

/** The verification as lines for a person: what it comes to first, then why, then what was looked at. */
export function reportLines({ findings, of }: Verification, name: string): readonly string[] {
  const lines = [`${HEADLINES[findings.outcome]}: ${name}`];
  for (const kind of KINDS) {
    const found = findings.kept.filter((each) => each.kind === kind);
    const more = findings.counts[kind] - found.length;
    lines.push(
      ...found.map((each) => `  ${TITLES[kind]}  ${placeInWords(each.place)}: ${each.says}`),
    );
    if (more > 0) lines.push(`  ${TITLES[kind]}  and ${more} more`);
  }
  if (of === null) return [...lines, "", "Nothing else was looked at."];
  const { manifest, texts, trust, anchors } = of;
  const instant = (ms: number): string => new Date(ms).toISOString();
  const signer = {
    known: `${manifest.signer}, which you hold`,
    succeeded: `${manifest.signer}, by ${trust.kind === "succeeded" ? trust.rotations : 0} rotation(s) from a key that you hold`,
    no_key_held: `${manifest.signer}; compare it with the key that you got from elsewhere`,
    unknown: `${manifest.signer}, which is none that you hold`,
  }[trust.kind];
  return [
    ...lines,
    "",
    `  ledger            ${manifest.origin}`,
    `  signed by         ${signer}`,
    `  period            ${instant(manifest.period.fromMs)} to ${instant(manifest.period.toMs)}, its end not included`,
    `  manifest          sha256 ${of.digest}, ${manifest.members.length} members, by ${manifest.generator}`,
    `  entries           ${of.entries}, all from the first, under ${of.checkpoints} signed checkpoints`,
    `  nonconformities   ${of.nonconformities}, every step of each legal; ${of.dossiers} dossiers`,
    `  documents         ${of.documents}`,
    `  texts             ${texts.revealed} revealed, ${texts.leftOut} left out, ${texts.erased} erased, ${texts.expired} expired`,
    `  anchors           ${anchorsInWords(anchors)}`,
    `  rows              ${of.rows} proven under one of ${of.seals} seals`,
    "",
    ...(findings.outcome === "tampered"
      ? ["Of what is inconsistent, nothing above can be relied on."]
      : LIMITS),
  ];
}

function anchorsInWords({ obtained, proven, size }: AnchorCounts): string {
  if (obtained === 0)
    return "none: before a checkpoint that you hold, the signer's word stands alone";
  const last = proven === 0 ? "" : `, the last over ${size} entries`;
  return `${obtained} obtained, ${proven} with a proof here that holds${last}`;
}

/** The same for a program. */
export function reportJson({ findings, of }: Verification): Readonly<Record<string, unknown>> {
  return {
    outcome: findings.outcome,
    exit: OUTCOME_EXIT[findings.outcome],
    counts: findings.counts,
    findings: findings.kept,
    package:
      of === null
        ? null
        : {
            origin: of.manifest.origin,
            signer: of.manifest.signer,
            trust: of.trust,
            generator: of.manifest.generator,
            createdMs: of.manifest.createdMs,
            period: of.manifest.period,
            manifest: of.digest,
            members: of.manifest.members.length,
            entries: of.entries,
            checkpoints: of.checkpoints,
            nonconformities: of.nonconformities,
            dossiers: of.dossiers,
            documents: of.documents,
            texts: of.texts,
            rows: of.rows,
            seals: of.seals,
            anchors: of.anchors,
            keys: of.keys,
          },
  };
}

const HEADLINES: Readonly<Record<Outcome, string>> = {
  verified: "verified",
  verified_with_gaps: "verified, with gaps",
  unverifiable: "cannot be verified",
  tampered: "tampered with or inconsistent",
};
const KINDS: readonly Finding["kind"][] = ["fault", "unknown", "gap"];
const TITLES: Readonly<Record<Finding["kind"], string>> = {
  fault: "fault  ",
  unknown: "unknown",
  gap: "gap    ",
};
const LIMITS = [
  "Verified means that nothing here was changed and no entry left out. It does not mean that everything",
  "that happened was recorded, nor that what was recorded is true.",
];
