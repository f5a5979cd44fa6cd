// Writes the dashboards' JSON from the program that makes them; run after `npm run build`.
import { mkdir, writeFile } from "node:fs/promises";
import { boardFile, boards, boardText } from "../dist/grafana/boards.js";

const folder = new URL("./json/", import.meta.url);
await mkdir(folder, { recursive: true });
for (const board of boards) await writeFile(new URL(boardFile(board), folder), boardText(board));
