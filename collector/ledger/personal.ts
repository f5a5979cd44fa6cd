import type { LedgerEntry } from "./entry.ts";
import type { Marks } from "./marks.ts";

type Of<Type extends LedgerEntry["type"]> = Extract<LedgerEntry, { readonly type: Type }>;

const byId = (entry: { readonly id: string }): string => entry.id;
const byRecord = (entry: { readonly record: string }): string => entry.record;
const bySystem = (entry: { readonly system: string }): string => `system:${entry.system}`;

/**
 * Of every kind of entry, which of its fields are words of people or names of people.
 *
 * The door to the ledger goes by it: words become commitments, and an entry with somebody's name in it is
 * refused. `by` is a person in every entry, unless it is the machine. Where a text is marked and the
 * machine is `by`, it is the machine's own.
 */
export const PERSONAL: { readonly [Type in LedgerEntry["type"]]: Marks<Of<Type>> } = {
  key_created: {
    ...{
      id: "plain",
      role: "plain",
      name: "person",
      hash: "plain",
      systems: "plain",
      person: "person",
      wordsAbout: null,
    },
  },
  key_revoked: { id: "plain", wordsAbout: null },
  key_rotated: { id: "plain", successor: "plain", wordsAbout: null },
  account_created: {
    ...{ person: "person", role: "plain", systems: "plain", contact: "plain", identity: "plain" },
    wordsAbout: null,
  },
  account_changed: {
    ...{ person: "person", role: "plain", systems: "plain", contact: "plain", identity: "plain" },
    wordsAbout: null,
  },
  account_invited: { person: "person", hash: "plain", wordsAbout: null },
  account_password_set: { person: "person", password: "plain", wordsAbout: null },
  sessions_ended: { person: "person", wordsAbout: null },
  sign_ins_refused: { locked: { "*": "person" }, wordsAbout: null },
  sign_in_configured: { digest: "plain", issuer: "plain", wordsAbout: null },
  baseline_created: {
    ...{ digest: "plain", system: "plain", name: "plain", rolling: "plain", wordsAbout: null },
  },
  baseline_approved: { digest: "plain", rule: "plain", wordsAbout: null },
  controls_loaded: { files: "plain", controls: "plain", wordsAbout: null },
  controls_in_force: { set: "plain", document: "plain", changed: "plain", wordsAbout: null },
  controls_put: { file: "plain", document: "plain", wordsAbout: null },
  controls_refused: { findings: "plain", wordsAbout: null },
  // Declarations are files of the operator: owners and reviewers stand in them as roles and teams do.
  system_declared: {
    ...{ system: "plain", purpose: "plain", owner: "plain", deputy: "plain", changed: "plain" },
    ...{ oversightRole: "plain", suppliers: "plain", approvedModels: "plain", calendar: "plain" },
    ...{ approvedVersions: "plain", reviewers: "plain", assessment: "plain", wordsAbout: null },
    ...{ positiveLabel: "plain", environment: "plain", approvedTools: "plain" },
  },
  system_withdrawn: { system: "plain", wordsAbout: null },
  control_transition: {
    ...{ control: "plain", revision: "plain", instance: "plain", instanceKey: "plain" },
    ...{ state: "plain", verdict: "plain", events: "plain", wordsAbout: null },
  },
  evaluation_amended: {
    ...{ control: "plain", revision: "plain", instance: "plain", instanceKey: "plain" },
    ...{ verdict: "plain", episode: "plain", wordsAbout: null },
  },
  nonconformity_raised: {
    fingerprint: "plain",
    record: {
      ...{ controlTitle: "text", requirement: "text", statement: "text", owner: "person" },
      ...{ reportedBy: "person", fields: "answers" },
      steps: { "*": { by: "person", text: "text", fields: "answers" } },
    },
    wordsAbout: ({ record }) => record.id,
  },
  nonconformity_reported: {
    ...{ id: "plain", fingerprint: "plain", system: "plain", clauses: "plain", concern: "plain" },
    ...{ fields: "answers", wordsAbout: byId },
  },
  nonconformity_episode_added: {
    id: "plain",
    episode: "plain",
    evidence: "plain",
    wordsAbout: null,
  },
  nonconformity_episode_ended: { id: "plain", episode: "plain", wordsAbout: null },
  nonconformity_moved: { id: "plain", fields: "answers", text: "text", wordsAbout: byId },
  nonconformity_merged: { id: "plain", into: "plain", text: "text", wordsAbout: byId },
  dismissal_proposed: { id: "plain", text: "text", wordsAbout: byId },
  nonconformity_edited: {
    ...{ id: "plain", fields: "answers", cites: "plain", uncites: "plain", text: "text" },
    wordsAbout: byId,
  },
  nonconformity_commented: { id: "plain", text: "text", wordsAbout: byId },
  nonconformity_examined: { id: "plain", examination: "plain", wordsAbout: null },
  effectiveness_planned: { id: "plain", plan: "plain", wordsAbout: null },
  effectiveness_judged: { id: "plain", judgement: "plain", wordsAbout: null },
  decisions_reviewed: { id: "plain", list: "plain", wordsAbout: null },
  postscript_added: { id: "plain", text: "text", wordsAbout: byId },
  action_planned: { id: "plain", action: "plain", fields: "answers", wordsAbout: byId },
  action_changed: {
    id: "plain",
    action: "plain",
    fields: "answers",
    text: "text",
    wordsAbout: byId,
  },
  action_dropped: { id: "plain", action: "plain", text: "text", wordsAbout: byId },
  action_done: { id: "plain", action: "plain", fields: "answers", wordsAbout: byId },
  suspension_proposed: {
    ...{ system: "plain", control: "plain", record: "plain", why: "plain", wordsAbout: null },
  },
  suspension_refused: { system: "plain", records: "plain", reason: "text", wordsAbout: bySystem },
  system_suspended: {
    ...{
      system: "plain",
      control: "plain",
      records: "plain",
      reason: "text",
      wordsAbout: bySystem,
    },
  },
  suspension_effective: { system: "plain", producer: "plain", wordsAbout: null },
  system_resumed: { system: "plain", records: "plain", reason: "text", wordsAbout: bySystem },
  routes_loaded: { file: "plain", routes: "plain", wordsAbout: null },
  channel_configured: { channel: "plain", target: "plain", kind: "plain", wordsAbout: null },
  channel_tested: { channel: "plain", wordsAbout: null },
  notices_composed: {
    ...{ message: "plain", channel: "plain", group: "plain", items: "plain", wordsAbout: null },
  },
  notices_held: { channel: "plain", quiet: "plain", items: "plain", wordsAbout: null },
  notice_escalated: { record: "plain", route: "plain", channels: "plain", wordsAbout: null },
  notices_repeated: { route: "plain", records: "plain", channels: "plain", wordsAbout: null },
  digest_made: { route: "plain", content: "plain", messages: "plain", wordsAbout: null },
  // Owners stand in the routes file as declarations have them.
  quiet_hours_ended: { quiet: "plain", owner: "plain", messages: "plain", wordsAbout: null },
  notice_acknowledged: { records: "plain", link: "plain", wordsAbout: null },
  notification_retried: { message: "plain", channel: "plain", wordsAbout: null },
  notification_attempted: {
    ...{ message: "plain", record: "plain", about: "plain", channel: "plain", detail: "plain" },
    ...{ reference: "plain", wordsAbout: null },
  },
  collector_started: { version: "plain", journal: "plain", wordsAbout: null },
  evidence_gap: { journal: "plain", setAside: "plain", wordsAbout: null },
  batch_sealed: {
    ...{ journal: "plain", tables: "plain", ranges: "plain", rangesDigest: "plain" },
    ...{ schema: "plain", collector: "plain", engine: "plain", wordsAbout: null },
  },
  store_reconciled: { journal: "plain", tables: "plain", wordsAbout: null },
  subject_erased: {
    ...{ request: "plain", reason: "text", texts: "plain", people: "plain", rows: "plain" },
    ...{ keys: "plain", wordsAbout: ({ request }) => `erasure:${request}` },
  },
  retention_executed: {
    ...{ class: "plain", tables: "plain", system: "plain", except: "plain", texts: "plain" },
    wordsAbout: null,
  },
  policy_loaded: { file: "plain", policy: "plain", wordsAbout: null },
  clock_due: { record: "plain", clock: "plain", channels: "plain", wordsAbout: null },
  incident_stated: { record: "plain", reason: "text", wordsAbout: byRecord },
  report_made: { record: "plain", duty: "plain", reference: "text", wordsAbout: byRecord },
  clock_set_aside: { record: "plain", duty: "plain", reason: "text", wordsAbout: byRecord },
  hold_placed: {
    ...{ hold: "plain", system: "plain", record: "plain", statedBy: "person", reason: "text" },
    wordsAbout: ({ record, system }) => record ?? `system:${system}`,
  },
  hold_released: { hold: "plain", reason: "text", wordsAbout: ({ hold }) => `hold:${hold}` },
  hold_alarmed: { hold: "plain", detail: "plain", key: "plain", wordsAbout: null },
  ledger_heartbeat: { wordsAbout: null },
  signing_key_introduced: { origin: "plain", vkey: "plain", lost: "plain", wordsAbout: null },
  signing_key_rotated: { from: "plain", to: "plain", note: "plain", wordsAbout: null },
  anchor_obtained: { anchor: "plain", root: "plain", document: "plain", wordsAbout: null },
  anchor_failed: { anchor: "plain", detail: "plain", wordsAbout: null },
  ledger_snapshot: { digest: "plain", wordsAbout: null },
  export_created: {
    digest: "plain",
    systems: "plain",
    root: "plain",
    sample: "plain",
    wordsAbout: null,
  },
  quarantine_replayed: {
    ...{ item: "plain", journal: "plain", reason: "text" },
    wordsAbout: ({ item }) => `quarantine:${item}`,
  },
  content_read: {
    ...{ system: "plain", prediction: "plain", reason: "text" },
    wordsAbout: ({ prediction }) => `content:${prediction}`,
  },
  quarantine_discarded: {
    ...{ item: "plain", reason: "text", wordsAbout: ({ item }) => `quarantine:${item}` },
  },
  maintenance_started: {
    ...{ id: "plain", systems: "plain", reason: "text" },
    wordsAbout: ({ id }) => `maintenance:${id}`,
  },
  maintenance_ended: { id: "plain", wordsAbout: null },
  data_restored: { backup: "plain", wordsAbout: null },
  governance_loaded: { file: "plain", document: "plain", changed: "plain", wordsAbout: null },
  approval_given: {
    ...{ id: "plain", version: "plain", rationale: "text", backtest: "plain", weakened: "plain" },
    wordsAbout: ({ subject, id }) => `${subject}:${id}`,
  },
  policy_acknowledged: { policy: "plain", wordsAbout: null },
  clause_attested: {
    ...{ id: "plain", framework: "plain", clause: "plain", statement: "text", evidence: "text" },
    wordsAbout: byId,
  },
  attestation_withdrawn: { id: "plain", reason: "text", wordsAbout: byId },
  reassessment_due: { key: "plain", system: "plain", detail: "text", wordsAbout: bySystem },
  assessment_recorded: {
    ...{ id: "plain", system: "plain", conclusion: "text", evidence: "text", risks: "plain" },
    wordsAbout: byId,
  },
  calibration_planned: {
    id: "plain",
    system: "plain",
    role: "plain",
    plan: "text",
    wordsAbout: byId,
  },
  calibration_recorded: { id: "plain", results: "plain", wordsAbout: null },
  stop_drill_recorded: {
    ...{ id: "plain", system: "plain", role: "plain", notes: "text", wordsAbout: byId },
  },
  management_review_held: {
    ...{ id: "plain", document: "plain", asOf: "plain", summary: "text", wordsAbout: byId },
  },
  review_decided: {
    ...{ id: "plain", review: "plain", input: "plain", decision: "text", owner: "person" },
    wordsAbout: byId,
  },
  review_action_done: { id: "plain", evidence: "text", wordsAbout: byId },
  audit_sampled: {
    ...{ id: "plain", seed: "plain", population: "plain", document: "plain", asOf: "plain" },
    wordsAbout: null,
  },
};
