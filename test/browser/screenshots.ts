/** How a page is looked at. */
export interface Look {
  readonly width: number;
  readonly colorScheme: "light" | "dark";
}

/** A desk, a tablet, a phone; both themes. */
export const LOOKS: readonly Look[] = [
  { width: 1440, colorScheme: "light" },
  { width: 768, colorScheme: "dark" },
  { width: 360, colorScheme: "light" },
];

/** File name of a page's picture: `/systems/:id` at 1440, light → `systems-id.1440-light.webp`. */
export function pictureOf(route: string, { width, colorScheme }: Look): string {
  const page = route === "/" ? "overview" : route.slice(1).replaceAll("/", "-").replaceAll(":", "");
  return `${page}.${width}-${colorScheme}.webp`;
}
