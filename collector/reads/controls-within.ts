import type { Reads } from "@tiltmeter/dashboards";

type ControlSummary = Awaited<ReturnType<Reads["controls"]>>[number];

/**
 * Controls as somebody sees them who sees some systems alone: with the instances of these, without the names
 * of others. A control that applies to others only is not there.
 */
export function controlsWithin(
  controls: readonly ControlSummary[],
  systems: ReadonlySet<string>,
): readonly ControlSummary[] {
  return controls.flatMap((summary) => {
    const { control, instances, text } = summary;
    const named = control.appliesTo.systems;
    const seen = named.filter((system) => systems.has(system));
    if (named.length > 0 && seen.length === 0) return [];
    const own = instances.filter(({ labels }) => systems.has(labels["system"] ?? ""));
    const hidden = named.filter((system) => !systems.has(system));
    return [
      {
        ...summary,
        text: withoutNames(text, hidden),
        control: {
          ...control,
          appliesTo: { ...control.appliesTo, systems: seen },
          text: withoutNames(control.text, hidden),
        },
        instances: own,
      },
    ];
  });
}

/** The canonical print of a revision without the names of other systems; null where it cannot be told which. */
export function revisionWithin(text: string | null, within: readonly string[]): string | null {
  if (text === null) return null;
  const named = namedIn(text);
  const hidden = named?.filter((system) => !within.includes(system));
  return hidden === undefined ? null : withoutNames(text, hidden);
}

type Evidence = NonNullable<Awaited<ReturnType<Reads["evidence"]>>>;

/** An evidence snapshot with the instances of some systems; `print` is that of the revision that judged. */
export function evidenceWithin(
  evidence: Evidence,
  of: { readonly within: readonly string[]; readonly print: string | null },
): Evidence {
  const isOwn = (system: string | undefined): boolean =>
    system === undefined || of.within.includes(system);
  const named = of.print === null ? null : namedIn(of.print);
  const { control, instances } = evidence;
  // Where the print was not kept nobody knows whom the text names.
  const text =
    named === null
      ? ""
      : withoutNames(
          control.text,
          named.filter((system) => !isOwn(system)),
        );
  return {
    ...evidence,
    control: { ...control, text },
    instances: instances.filter(({ labels }) => isOwn(labels["system"])),
  };
}

/** The systems that a print applies to: it is a control file in JSON. */
function namedIn(text: string): readonly string[] | null {
  try {
    const file: {
      readonly controls?: readonly { readonly applies_to?: { readonly system?: unknown } }[];
    } = JSON.parse(text);
    return (file.controls ?? []).flatMap(({ applies_to: applies }) =>
      Array.isArray(applies?.system) ? applies.system.map(String) : [],
    );
  } catch {
    return null;
  }
}

/** A text of a control file in which some systems are not named. */
export function withoutNames(text: string, names: readonly string[]): string {
  // The longest first: one name may begin as another does.
  const longest = [...names].sort((a, b) => b.length - a.length);
  return longest.reduce((left, name) => left.replaceAll(wordOf(name), "…"), text);
}

/** A name where it stands alone, and not within a longer one. */
function wordOf(name: string): RegExp {
  const escaped = name.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&");
  return new RegExp(`(?<![\\w.-])${escaped}(?![\\w-]|\\.\\w)`, "gu");
}
