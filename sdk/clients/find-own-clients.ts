/** Loaded apart from the core: it is wanted once a minute, and nobody waits for it. */
export async function findOwnClients(): Promise<ReadonlyMap<string, string>> {
  const cwd = process.cwd();
  const { findClients, loadedFiles, programFolders } = await import("./find-clients.ts");
  return findClients(programFolders(process.argv, cwd), loadedFiles());
}
