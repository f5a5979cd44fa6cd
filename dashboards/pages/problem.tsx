import { Unread } from "../parts/attempt.tsx";
import type { PageContent } from "../parts/document.tsx";
import { Vial } from "../parts/vial.tsx";

/** A page for something that is not there. */
export function notFound(title: string, why: string): PageContent {
  return {
    title,
    section: null,
    body: (
      <header class="headline">
        <Vial standing="no_data" size="large" />
        <div>
          <h1>{title}</h1>
          <p class="lead">
            {why} Go to the <a href="/">overview</a> or to the{" "}
            <a href="/nonconformities">nonconformities</a>.
          </p>
        </div>
      </header>
    ),
    status: 404,
    refreshSeconds: null,
  };
}

/** A page whose one subject could not be read. */
export function unreadable(of: { readonly what: string; readonly reason: string }): PageContent {
  return {
    title: "Could not read",
    section: null,
    body: (
      <>
        <header class="headline">
          <Vial standing="error" size="large" />
          <div>
            <h1>This page could not be read</h1>
            <p class="lead">Nothing was changed. Load it again in a moment.</p>
          </div>
        </header>
        <Unread of={of} />
      </>
    ),
    status: 500,
    refreshSeconds: 10,
  };
}

/** A page for what should not have happened. It tells no detail; the collector's log does. */
export function failed(): PageContent {
  return {
    title: "Something went wrong",
    section: null,
    body: (
      <header class="headline">
        <Vial standing="error" size="large" />
        <div>
          <h1>Something went wrong here</h1>
          <p class="lead">
            The fault is ours, and the collector's log says what it was. Load the page again, or go
            to the <a href="/">overview</a>.
          </p>
        </div>
      </header>
    ),
    status: 500,
    refreshSeconds: null,
  };
}

/** A page for an act that this person may not do. */
export function forbidden(reason: string): PageContent {
  return {
    title: "Not allowed",
    section: null,
    body: (
      <header class="headline">
        <Vial standing="no_data" size="large" />
        <div>
          <h1>That is not yours to do</h1>
          <p class="lead">{reason}. Nothing was changed.</p>
        </div>
      </header>
    ),
    status: 403,
    refreshSeconds: null,
  };
}
