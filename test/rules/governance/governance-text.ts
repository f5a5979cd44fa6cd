/** A governance file that says something of everything. */
export const GOVERNANCE = `version: 1
policies:
  - id: POL-AI-04
    version: 2
    title: Human oversight
    owner: head-of-ai
    document: sha256:${"a".repeat(64)}
    review_by: 2027-03-31
    statements:
      - { id: POL-AI-04.1, text: Reviewers exercise judgement, controls: [override-rate] }
      - { id: POL-AI-04.2, text: Stopping is practised }
    acknowledged_by: [credit-reviewer]
objectives:
  - id: OBJ-07
    version: 3
    title: Agreement with the adjudicated outcome
    policy: POL-AI-04
    target: at least 91 %
    control: accuracy
    by: 2027-12-31
risks:
  - id: R-01
    description: applicants are refused wrongly
    systems: [credit]
    controls: [accuracy]
    likelihood: 2
    severity: 4
  - { id: R-02, description: nobody notices a supplier's change }
suppliers:
  - id: SUP-01
    name: Example Models Ltd
    providers: [openai]
    models: [gpt-4o]
    regions: [eu]
    assessed: 2026-01-15
    valid_until: 2027-01-15
    terms: [accuracy]
    notice: changes of a model are told 30 days before
reviewers:
  - { id: p-anna, role: credit-reviewer, systems: [credit], until: 2026-12-31 }
  - { id: p-ben, role: credit-reviewer }
issues:
  - { id: ISS-1, kind: external, title: a new law on credit scoring, since: 2026-07-27 }
  - { id: IP-1, kind: interested_party, title: the works council asks for figures by role, since: 2026-09-01 }
applicability:
  - { framework: iso42001, clause: A.7.3, applies: false, justification: no data are acquired }
  - { framework: iso42001, clause: [A.6.2.6, A.6.2.8], applies: true, justification: systems are in use }
`;
