import { drawCharts } from "./chart.ts";
import { enableCopying } from "./copy.ts";
import { enableHeatMaps } from "./heat-map.ts";
import { noteVisit } from "./recent.ts";
import { keepFresh } from "./refresh.ts";
import { enableShortcuts } from "./shortcuts.ts";
import { enableThemes } from "./themes.ts";

// Everything here adds to a page that reads and works without it.
const revive = (within: ParentNode): void => {
  enableCopying(within);
  enableHeatMaps(within);
  drawCharts(within);
};
keepFresh(revive);
enableThemes();
revive(document);
enableShortcuts();
noteVisit();
