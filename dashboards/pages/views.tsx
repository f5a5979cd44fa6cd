import type { Child } from "hono/jsx";
import { localPath } from "../formats/local-path.ts";
import { Callout } from "../parts/callout.tsx";
import type { PageContent } from "../parts/document.tsx";
import { EmptyState } from "../parts/empty-state.tsx";
import { PageHead } from "../parts/page-head.tsx";
import type { SavedView } from "../views.ts";

/** A form that came back, or what stands in it at first. */
export interface ViewForm {
  readonly name: string;
  readonly address: string;
  readonly isShared: boolean;
  /** Field → what is wrong with it; empty: nothing. */
  readonly fields: Readonly<Record<string, string>>;
}

/** `/views`: the addresses that people kept, and a form to keep one more. */
export function views(of: {
  readonly views: readonly SavedView[];
  readonly form: ViewForm;
  /** What was just done. */
  readonly done: string | null;
}): PageContent {
  const isReturned = Object.keys(of.form.fields).length > 0;
  return {
    title: "Saved views",
    section: null,
    body: <Views {...of} />,
    status: isReturned ? 422 : 200,
    refreshSeconds: null,
  };
}

function Views(props: Parameters<typeof views>[0]): Child {
  const { form, done } = props;
  const own = props.views.filter(({ isMine }) => isMine);
  const shared = props.views.filter(({ isMine }) => !isMine);
  return (
    <>
      <PageHead
        title="Saved views"
        lead="A page with its filters and its time, kept under a name. Your own are yours alone unless you share them."
      />
      {done === null ? null : <Callout kind="done">{done}</Callout>}
      {props.views.length === 0 ? (
        <EmptyState
          title="No view is saved yet"
          teaches="Choose a system, a time and what to compare it with, or filter a list; then press “Save this view” beside the page. It will be listed in the navigation and found by search."
        />
      ) : null}
      {own.length === 0 ? null : <List title="Yours" of={own} />}
      {shared.length === 0 ? null : <List title="Shared by others" of={shared} />}
      <section class="block" aria-labelledby="save">
        <h2 id="save">Save a view</h2>
        <form class="form view-form" method="post" action="/views">
          <Asked name="name" label="Name" value={form.name} problem={form.fields["name"]} />
          <Asked
            name="address"
            label="Address"
            value={form.address}
            problem={form.fields["address"]}
          />
          <label class="choice">
            <input type="checkbox" name="shared" value="yes" checked={form.isShared} /> Share it
            with everybody who may see what it shows
          </label>
          <button type="submit" class="button button-primary">
            Save the view
          </button>
        </form>
      </section>
    </>
  );
}

function List(props: { title: string; of: readonly SavedView[] }): Child {
  const id = `views-${props.title.toLowerCase().replaceAll(" ", "-")}`;
  return (
    <section class="block" aria-labelledby={id}>
      <h2 id={id}>{props.title}</h2>
      <ul class="hits">
        {props.of.map(({ id, name, address, isShared, isMine }) => (
          <li>
            <a href={localPath(address)}>{name}</a> <span class="soft">{address}</span>
            {isShared && isMine ? <span class="label">shared</span> : null}
            {isMine ? (
              <form class="view-forget" method="post" action="/views/forget">
                <input type="hidden" name="id" value={id} />
                <button type="submit" class="button button-quiet">
                  Forget<span class="visually-hidden"> {name}</span>
                </button>
              </form>
            ) : null}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Asked(props: {
  name: string;
  label: string;
  value: string;
  problem: string | undefined;
}): Child {
  const { name, label, value, problem } = props;
  return (
    <div class="field">
      <label class="field-label" for={`view-${name}`}>
        {label}
      </label>
      <input
        id={`view-${name}`}
        name={name}
        value={value}
        required
        autocomplete="off"
        aria-invalid={problem === undefined ? undefined : "true"}
        aria-describedby={problem === undefined ? undefined : `view-${name}-problem`}
      />
      {problem === undefined ? null : (
        <p class="field-problem" id={`view-${name}-problem`}>
          {label}: {problem}
        </p>
      )}
    </div>
  );
}
