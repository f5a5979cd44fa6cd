import { controls } from "./pages/controls.tsx";
import { coverage } from "./pages/coverage.tsx";
import { nonconformities } from "./pages/nonconformities.tsx";
import { overview } from "./pages/overview.tsx";
import { applicability } from "./pages/roadmap/applicability.tsx";
import { audit } from "./pages/roadmap/audit.tsx";
import type { Visit } from "./pages/roadmap/frame.tsx";
import { managementReview } from "./pages/roadmap/management-review.tsx";
import { oversightRecords } from "./pages/roadmap/oversight-records.tsx";
import { risks } from "./pages/roadmap/risks.tsx";
import { suppliers } from "./pages/roadmap/suppliers.tsx";
import type { Reads } from "./reads.ts";

/**
 * The pages about everything, as somebody opens them without asking for more. Whoever makes them beforehand has
 * read what the first person who looks would wait for. Each makes one page, and throws only where the page would.
 */
export function firstLooks(reads: Reads): readonly (() => Promise<unknown>)[] {
  return [
    () => overview(reads, {}),
    () => nonconformities(reads, {}, false),
    () => controls(reads, {}),
    () => coverage(reads, {}, false),
    () => risks(reads, LOOKING),
    () => suppliers(reads, LOOKING),
    () => applicability(reads, LOOKING),
    () => managementReview(reads, LOOKING),
    () => audit(reads, LOOKING),
    () => oversightRecords(reads, LOOKING),
  ];
}

const LOOKING: Visit = { query: {}, may: () => false, mayExport: false, returned: null };
