import type { Profile } from "@tiltmeter/sdk/wire/profile";
import type { Entry } from "./batch.ts";
import { micros, nullable, numberMap, text, word, wordMap } from "./json-text.ts";
import { SENDER_COLUMNS, senderValues } from "./sender.ts";
import { windowTimeMs } from "./window-time.ts";

export const PROFILE_COLUMNS: readonly string[] = [
  "system",
  "model_name",
  "model_version",
  "feature",
  "baseline",
  "time",
  "window_time",
  "window_ms",
  ...SENDER_COLUMNS,
  "segment",
  "predictions",
  "missing",
  "not_a_number",
  "wrong_type",
  "infinite",
  "min",
  "max",
  "cells",
  "magnitudes",
  "sum",
  "sum_of_squares",
];

export function profileValues({ telemetry, receivedMs }: Entry, profile: Profile): string {
  return [
    word(telemetry.origin.system),
    word(profile.model.name),
    word(profile.model.version),
    word(profile.feature),
    word(profile.baseline),
    micros(profile.timeMs),
    micros(windowTimeMs(profile.timeMs, receivedMs)),
    String(profile.windowMs),
    senderValues(telemetry),
    wordMap(profile.segment),
    String(profile.predictions),
    String(profile.missing),
    String(profile.notANumber),
    String(profile.wrongType),
    String(profile.infinite),
    nullable(profile.min),
    nullable(profile.max),
    numberMap(profile.cells),
    numberMap(profile.magnitudes),
    text(profile.sum),
    text(profile.sumOfSquares),
  ].join(",");
}
