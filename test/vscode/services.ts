import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import type { DeploymentSlot, ServiceManagementClient } from '../../src/client/index.ts';
import { uploadPackage } from '../../src/staging/index.ts';
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

/** Deletes every cloud service, image, disk and storage account that the demo subscription did not begin with, with all in it. */
export async function deleteWhatTestsMade(): Promise<void> {
  const { connections, emulator } = await services();
  if (!emulator.connection) return;
  const client = await connections.client(emulator.connection);
  for (const { serviceName } of await client.hostedServices.list()) {
    if (['contoso-shop', 'contoso-reports'].includes(serviceName)) continue;
    await client.operations.wait((await client.hostedServices.delete({ serviceName, deleteMedia: true })).requestId);
  }
  // Nobody could delete the accounts that these are in.
  for (const { name, category } of await client.osImages.list()) if (category === 'User') await client.osImages.delete({ imageName: name });
  for (const { name, category } of await client.vmImages.list()) if (category === 'User') await client.operations.wait((await client.vmImages.delete({ imageName: name })).requestId);
  for (const { name } of await client.disks.list()) await client.disks.delete({ diskName: name });
  for (const { serviceName } of await client.storageAccounts.list()) if (!serviceName.startsWith('contoso')) await client.storageAccounts.delete({ serviceName });
}

/** A file of the sample workspace. */
export const sample = (file: string): string => path.join(vscode.workspace.workspaceFolders![0]!.uri.fsPath, file);

/** Puts the sample's package into a storage account of the emulator; gives its URL. */
export async function upload(client: ServiceManagementClient, account: string): Promise<string> {
  const [{ storageServiceProperties }, { storageServiceKeys }] = await Promise.all([client.storageAccounts.get({ serviceName: account }), client.storageAccounts.getKeys({ serviceName: account })]);
  const blobEndpoint = storageServiceProperties!.endpoints![0]!;
  return (await uploadPackage({ account: { name: account, key: storageServiceKeys.primary, blobEndpoint }, path: sample('ContosoShop.cspkg') })).url;
}

/** A cloud service and a storage account with the sample running in the service. */
export async function deploySample(client: ServiceManagementClient, { serviceName, slot, account, configuration }: { serviceName: string; slot: DeploymentSlot; account: string; configuration: string }): Promise<void> {
  const location = 'West Europe';
  await client.hostedServices.create({ serviceName, label: serviceName, location });
  await client.operations.wait((await client.storageAccounts.create({ serviceName: account, label: account, location })).requestId);
  const { requestId } = await client.deployments.create({
    serviceName, slot, name: 'v1', label: 'Version 1', packageUrl: await upload(client, account), configuration: await readFile(sample(configuration), 'utf8'), startDeployment: true,
  });
  await client.operations.wait(requestId);
}

/** Collects the error messages that are shown from now on, until `end`. */
export function errorsSaid(): { end(): string[] } {
  const said: string[] = [];
  const show = vscode.window.showErrorMessage;
  vscode.window.showErrorMessage = (message: string) => { said.push(message); return Promise.resolve(undefined); };
  return { end() { vscode.window.showErrorMessage = show; return said; } };
}

export type Outline = string | [row: string, children: Outline[]];

/** A row of the tree as a person reads it: "label | description". */
export async function words(node: Node): Promise<string> {
  const { tree } = await services();
  const { label, description } = tree.getTreeItem(node);
  return [typeof label === 'string' ? label : label?.label, description].filter(Boolean).join(' | ');
}

/** A branch of the tree, read anew, as nested literals. */
export async function outline(node: Node, depth = 9): Promise<Outline> {
  const { tree } = await services();
  if (tree.getTreeItem(node).collapsibleState === vscode.TreeItemCollapsibleState.None || depth === 0) return words(node);
  const children = await tree.readChildren(node);
  return [await words(node), await Promise.all(children.map((child) => outline(child, depth - 1)))];
}

/** Walks down the tree by the labels of its rows, reading anew what is on the way. */
export async function row(...labels: string[]): Promise<Node> {
  const { tree } = await services();
  let found: Node | undefined;
  for (const label of labels) {
    const nodes = await tree.readChildren(found);
    found = nodes.find((node) => tree.getTreeItem(node).label === label);
    assert.ok(found, `there is a row ${label} among ${nodes.map((n) => String(tree.getTreeItem(n).label)).join(', ')}`);
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
