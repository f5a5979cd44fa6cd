import type { ClockState, IncidentKind } from "@tiltmeter/rules";
import { sentence } from "../formats/words.ts";

const NAMES: Readonly<Record<string, string>> = {
  acknowledge: "Acknowledge: name an owner",
  contain: "Contain it",
  cause: "Find the cause",
  actions: "Carry out the actions",
  effectiveness: "Show the effect, and close",
  acceptance: "Decide on the accepted risk again",
};

/** What a clock asks for. */
export function clockName(name: string): string {
  return NAMES[name] ?? sentence(name);
}

/** How a clock stands, in words, and the tone that stands for it. */
export function clockStanding(state: ClockState, isLate: boolean): { word: string; tone: string } {
  switch (state) {
    case "on_track":
      return { word: "on track", tone: "level" };
    case "at_risk":
      return { word: "at risk", tone: "pending" };
    case "breached":
      return { word: "overdue", tone: "firing" };
    case "met":
      return isLate ? { word: "met, late", tone: "pending" } : { word: "met", tone: "level" };
  }
}

/** Each kind of incident as a form asks for it. */
export const KIND_WORDS: Readonly<Record<IncidentKind, string>> = {
  death: "A person died",
  critical_infrastructure: "Critical infrastructure was seriously and irreversibly disrupted",
  widespread_infringement: "An infringement is widespread",
  personal_data_breach: "Personal data were breached",
  significant_incident: "A significant incident of network or information security",
};

/** `75 %`, and beyond its time `3 times its time`. */
export function usedWords(used: number): string {
  if (used < 2) return `${Math.floor(used * 100)} %`;
  return `${used < 10 ? used.toFixed(1) : Math.floor(used)} times its time`;
}
