import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { AzureClassicApi } from '../../src/ui/api.ts';
import type { Connection } from '../../src/ui/connections/connection.ts';
import type { Services } from '../../src/ui/services.ts';
import type { Node } from '../../src/ui/tree/node.ts';

/** What other extensions get, and tests a little more. */
export async function api(): Promise<AzureClassicApi & { services?: Services }> {
  const extension = vscode.extensions.getExtension<AzureClassicApi & { services?: Services }>('azure-classic.azure-classic');
  assert.ok(extension, 'the extension is installed');
  return extension.activate();
}

/** The parts of the extension under test, which it gives to tests only. */
export async function services(): Promise<Services> {
  const { services } = await api();
  assert.ok(services);
  return services;
}

/** The emulator's connection; it is started when it is not running. Its operations are done at once. */
export async function emulatorConnection(): Promise<Connection> {
  const { emulator } = await services();
  await vscode.workspace.getConfiguration('azureClassic').update('emulator.operationSeconds', 0, vscode.ConfigurationTarget.Global);
  await emulator.start();
  assert.ok(emulator.connection);
  return emulator.connection;
}

export type Outline = string | [row: string, children: Outline[]];

/** A branch of the tree as nested literals: "label | description". */
export async function outline(node: Node, depth = 9): Promise<Outline> {
  const { tree } = await services();
  const item = tree.getTreeItem(node);
  const row = [typeof item.label === 'string' ? item.label : item.label?.label, item.description].filter(Boolean).join(' | ');
  if (item.collapsibleState === vscode.TreeItemCollapsibleState.None || depth === 0) return row;
  const children = await tree.getChildren(node);
  return [row, await Promise.all(children.map((child) => outline(child, depth - 1)))];
}

/** Walks down the tree by the labels of its rows. */
export async function row(...labels: string[]): Promise<Node> {
  const { tree } = await services();
  let nodes = await tree.getChildren();
  let found: Node | undefined;
  for (const label of labels) {
    found = nodes.find((node) => tree.getTreeItem(node).label === label);
    assert.ok(found, `there is a row ${label} among ${nodes.map((n) => String(tree.getTreeItem(n).label)).join(', ')}`);
    nodes = await tree.getChildren(found);
  }
  return found!;
}

/** Waits until a look shows what is expected, as a person would; fails with the last look. */
export async function eventually<T>(look: () => Promise<T>, expected: T, attempts = 60): Promise<void> {
  for (; ; attempts--) {
    const seen = await look();
    try {
      return assert.deepEqual(seen, expected);
    } catch (error) {
      if (attempts === 0) throw error;
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
  }
}
