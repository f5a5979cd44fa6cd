import type { PageViews, SavedView } from "@tiltmeter/dashboards";

/** Views in memory; one is another's, shared. */
export function viewsOf(
  first: readonly SavedView[] = [
    {
      ...{ id: "shared", name: "Spam by the hour", isShared: true, isMine: false },
      address: "/systems/mail-spam-filter?range=6h&compare=week",
    },
  ],
): PageViews {
  let views = first;
  return {
    list: () => views,
    keep: async (_, view) => {
      if (!view.address.startsWith("/")) {
        return { kind: "refused", fields: { address: "begins with /" } };
      }
      views = [...views, { ...view, id: String(views.length), isMine: true }];
      return { kind: "kept" };
    },
    forget: async (_, id) => {
      views = views.filter((view) => view.id !== id || !view.isMine);
    },
  };
}
