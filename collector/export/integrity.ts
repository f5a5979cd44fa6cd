import { about } from "./about.ts";
import { csv } from "./csv.ts";
import { entriesOf, entryLog } from "./entry-log.ts";
import type { Material } from "./material.ts";
import { type Member, reading } from "./member.ts";

/** `10-integrity`, what people read of it; entries, checkpoints and documents are added as they are. */
export function integrityMembers(of: Material): readonly Member[] {
  const unexplained = of.completeness.reduce(
    (sum, { of: each }) => sum + (each?.unexplained ?? 0),
    0,
  );
  const anchored = entriesOf(["anchor_obtained"], of);
  return [
    about("10-integrity", "Integrity and completeness", of, {
      holds: [
        "`entries/`: every entry of the ledger from the first on; `checkpoints.jsonl`: signed checkpoints, each proven to continue the one before",
        "`documents/`: frozen evidence and sets of controls, named by their SHA-256",
        "`completeness.csv`: records that producers issued, by their own counting, against those that arrived",
        "`keys.csv`, `anchors.csv`, `seals.csv`, `erasures.csv`, `reconciliations.csv`, `gaps.csv`: the keys of the ledger, what others said of its checkpoints, seals over stored rows, what was erased or has expired, comparisons of the store with what the journal had taken, and evidence known to be lost",
        "`exports.csv`: everything that was handed over in the period",
      ],
      figures: [
        ["entries of the ledger", of.ledger.size],
        ["root", of.ledger.root],
        [
          "systems whose completeness is measured",
          of.completeness.filter(({ of: each }) => each !== null).length,
        ],
        ["records lost without a word, or on the way", unexplained],
        ["anchors obtained in the period", anchored.length],
        ["anchors that failed", entriesOf(["anchor_failed"], of).length],
        ["erasures, whenever they were", entriesOf(["subject_erased"], of).length],
      ],
      notCovered: [
        "Integrity is not completeness: that nothing was changed and no entry left out does not show that everything that happened was recorded.",
        "Completeness is that of all time up to the day on which the package was made. Producers that do not number their records are not measured, which is not zero.",
        anchored.length === 0
          ? "No anchor was obtained in the period: an auditor who holds no checkpoint from elsewhere has the signer's word for the time."
          : "Between two anchors the signer's word stands for the time of an entry.",
      ],
    }),
    reading(
      "10-integrity/completeness.csv",
      csv(
        ["system", "measured", "expected", "stored", "declared_drops", "unexplained"],
        of.completeness.map(({ system, of: each }) => [
          system,
          each !== null,
          each?.expected ?? null,
          each?.stored ?? null,
          each?.declaredDrops ?? null,
          each?.unexplained ?? null,
        ]),
      ),
    ),
    entryLog("10-integrity/keys.csv", ["signing_key_introduced", "signing_key_rotated"], of),
    entryLog("10-integrity/anchors.csv", ["anchor_obtained", "anchor_failed"], of),
    entryLog("10-integrity/seals.csv", ["batch_sealed"], of),
    entryLog("10-integrity/erasures.csv", ["subject_erased", "retention_executed"], of),
    entryLog("10-integrity/reconciliations.csv", ["store_reconciled"], of),
    entryLog("10-integrity/gaps.csv", ["evidence_gap"], of),
    entryLog("10-integrity/exports.csv", ["export_created"], of),
  ];
}
