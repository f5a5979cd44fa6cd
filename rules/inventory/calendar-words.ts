import type { DeclaredCalendar } from "./declaration.ts";

const DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/** A calendar in words: `Mon–Fri 08:00–18:00, Sat 09:00–12:00 (Europe/Berlin, 2 holidays)`. */
export function calendarInWords({ hours, zone, holidays }: DeclaredCalendar): string {
  const week = DAYS.map((_, day) =>
    hours
      .filter((each) => each.day === day)
      .map(({ fromMinute, toMinute }) => `${clock(fromMinute)}–${clock(toMinute)}`)
      .join(" and "),
  );
  const parts: string[] = [];
  for (let first = 0; first < 7; first++) {
    if (week[first] === "" || (first > 0 && week[first] === week[first - 1])) continue;
    let last = first;
    while (last < 6 && week[last + 1] === week[first]) last++;
    const days = first === last ? DAYS[first] : `${DAYS[first]}–${DAYS[last]}`;
    parts.push(`${days} ${week[first]}`);
  }
  const off =
    holidays.length === 0 ? "" : `, ${holidays.length} holiday${holidays.length === 1 ? "" : "s"}`;
  return `${parts.join(", ")} (${zone}${off})`;
}

function clock(minute: number): string {
  const two = (value: number): string => String(value).padStart(2, "0");
  return `${two(Math.floor(minute / 60))}:${two(minute % 60)}`;
}
