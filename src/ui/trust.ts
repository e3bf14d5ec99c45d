import { l10n, workspace, type Uri } from 'vscode';

/** @throws Error in the reader's words where the workspace is not trusted: what came from it is not used. */
export function requireTrust(): void {
  if (!workspace.isTrusted) throw new Error(l10n.t('This workspace is not trusted, so nothing of it is deployed, uploaded or imported. Trust it first (command "Workspaces: Manage Workspace Trust").'));
}

/**
 * A file of the workspace is refused where that is not trusted, however it was chosen; one from elsewhere is the person's own.
 * @throws Error in the reader's words
 */
export function requireTrustOf(file: Uri): void {
  if (workspace.getWorkspaceFolder(file)) requireTrust();
}
