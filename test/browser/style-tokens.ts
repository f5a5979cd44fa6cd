import { readdirSync, readFileSync } from "node:fs";

const folder = new URL("../../dashboards/styles/", import.meta.url);

/** The name of a style sheet, and what is in it without its comments. */
export interface Sheet {
  readonly file: string;
  readonly text: string;
}

/** Every style sheet of the pages. */
export const sheets: readonly Sheet[] = readdirSync(folder)
  .filter((file) => file.endsWith(".css") && file !== "main.css")
  .map((file) => ({
    file,
    text: readFileSync(new URL(file, folder), "utf8").replace(/\/\*[\s\S]*?\*\//g, ""),
  }));

const tokens = new Map(
  [
    ...(sheets.find(({ file }) => file === "tokens.css")?.text ?? "").matchAll(
      /--([\w-]+):\s*light-dark\((#[0-9a-f]{6})\w*,\s*(#[0-9a-f]{6})\w*\)/g,
    ),
  ].map(([, name, light, dark]) => [name ?? "", { light: light ?? "", dark: dark ?? "" }] as const),
);

export type ThemeName = "light" | "dark";

/** A token's colour, `#rrggbb`. Throws where there is none of that name. */
export function colour(name: string, theme: ThemeName): string {
  const token = tokens.get(name);
  if (token === undefined) throw new Error(`tokens.css has no colour --${name}`);
  return token[theme];
}

export type Rgb = readonly [number, number, number];

/** Linear light of sRGB, each part from 0 to 1 (IEC 61966-2-1). */
export function linear(hex: string): Rgb {
  const part = (at: number): number => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return [part(1), part(3), part(5)];
}
