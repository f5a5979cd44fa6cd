import type { Child } from "hono/jsx";
import { Breadcrumbs, type Crumb } from "./breadcrumbs.tsx";

/**
 * How a page begins: the way back where it is a deep one, what it is of, and in a sentence what it
 * answers. Children are what stands right below: a standing, a figure.
 */
export function PageHead(props: {
  title: string;
  lead?: Child;
  /** Absent: a page that the navigation names. */
  way?: readonly Crumb[];
  /** The last crumb; absent: the title. */
  here?: string;
  children?: Child;
}): Child {
  const { title, lead, way, here } = props;
  return (
    <header class="page-head">
      {way === undefined ? null : <Breadcrumbs way={way} here={here ?? title} />}
      <h1>{title}</h1>
      {lead === undefined ? null : <p class="lead">{lead}</p>}
      {props.children}
    </header>
  );
}
