import { type CollectorAddress, demand, isRecord } from "./collector-api.ts";
import { type Finding, look, unknown, well, wrong } from "./doctor-finding.ts";

/** Whether stored telemetry is what was sealed, and what the journal took. */
export async function lookAtEvidence(address: CollectorAddress): Promise<readonly Finding[]> {
  const seals = await demand(address, { path: "/seals" });
  const failures = Array.isArray(seals["failures"]) ? seals["failures"].map(String) : [];
  const sealed = `stored telemetry is sealed up to batch ${String(seals["sealedSeq"])} of ${String(seals["appliedSeq"])}`;
  return [
    ...failures.slice(0, SHOWN_MAX).map((failure) => wrong("seals", failure, MEND)),
    ...(failures.length === 0 ? [well("seals", `${sealed}, and no difference is known`)] : []),
    reconciled(seals["reconciled"]),
  ];
}

function reconciled(of: unknown): Finding {
  if (!isRecord(of)) {
    return unknown(
      "count",
      "the store was not yet compared with the journal",
      "that is done hourly",
    );
  }
  const { fromSeq, toSeq, expected, stored, at } = of;
  const batches = `batches ${String(fromSeq)} to ${String(toSeq)}, compared at ${String(at)}`;
  if (of["agrees"] === true) {
    return well("count", `the store has each of ${String(expected)} records once: ${batches}`);
  }
  if (of["agrees"] === false) {
    return wrong(
      "count",
      `the journal took ${String(expected ?? "an unknown number of")} records, the store has ${String(stored)}: ${batches}`,
      "see the nonconformity evidence-count; find out who writes to the store beside the collector",
    );
  }
  return look(
    "count",
    `how many records the journal took is not known, the store has ${String(stored)}: ${batches}`,
    "see the nonconformity evidence-gap, if there is one; what comes from now on is counted",
  );
}

const MEND = "leave it as it is, find out who writes to the store, and compare it with a backup";
const SHOWN_MAX = 3;
