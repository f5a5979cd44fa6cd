// What every contestant records: 12 numbers and 9 texts, one of which never repeats, label, score, latency, the ids of prediction
// and customer, model and version: 28 attributes, about a kilobyte on the wire. Synthetic, of one model and one order of features.

const pick = (values, i) => values[i % values.length];

/** Strings as a process gets them: whole, not put together. */
const flat = (text) => Buffer.from(text, "latin1").toString("latin1");

export const inputs = Array.from({ length: 1_024 }, (_, i) => ({
  id: flat(
    `7f${(i * 7919).toString(16).padStart(6, "0")}-4c1a-4f0e-a3b2-${(i * 104_729).toString(16).padStart(12, "0")}`,
  ),
  customer: flat(`cust_${(i * 31) % 1_000_000}`),
  features: {
    age: 18.5 + (i % 60),
    income: 15_000.25 + i * 97,
    loan_amount: 9_500.5 + i,
    debt_to_income: 0.31 + i / 10_000,
    credit_utilization: 0.4 + i / 5_000,
    num_open_accounts: i % 20,
    months_since_delinquency: 14.5 + (i % 100),
    annual_revenue: 120_000.75 + i,
    employment_years: 4.25 + (i % 30),
    interest_rate: 0.05 + (i % 200) / 1_000,
    term_months: i % 2 === 0 ? 36 : 60,
    fico_score: 550.5 + (i % 300),
    home_ownership: pick(["RENT", "OWN", "MORTGAGE", "OTHER"], i),
    purpose: pick(["debt_consolidation", "credit_card", "home_improvement", "medical", "car"], i),
    state: pick(["CA", "NY", "TX", "FL", "IL", "WA", "GA", "PA", "OH", "MA"], i),
    verification_status: pick(["Verified", "Source Verified", "Not Verified"], i),
    application_type: pick(["Individual", "Joint App"], i),
    employment_type: pick(["full_time", "part_time", "self_employed", "retired"], i),
    channel: pick(["web", "ios", "android", "branch", "partner_api"], i),
    request: flat(`req_${(i * 1_299_709).toString(16).padStart(20, "0")}`),
    device_os: pick(["iOS 18.1", "Android 15", "Windows 11", "macOS 15", "Linux"], i),
  },
}));

export const MODEL = { name: "credit-risk", version: "2026.11.3" };

/** The model that is watched: it costs nothing, so that what is measured is the watching. */
export async function model(input) {
  return { label: input.features.fico_score > 650 ? "approve" : "decline", score: 0.83 };
}
