import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { emulatorConnection, eventually, row, services } from './services.ts';

describe('Copy as Code', () => {
  /** Takes the first choice of every question. */
  async function copy(...labels: string[]): Promise<string> {
    await vscode.env.clipboard.writeText('nothing yet');
    let ended = false;
    const copying = vscode.commands.executeCommand('azureClassic.resource.copyAs', await row(...labels)).then(() => { ended = true; });
    await eventually(async () => { if (!ended) await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem'); return ended; }, true);
    await copying;
    return vscode.env.clipboard.readText();
  }

  it('puts the call that reads a row into the clipboard, as Python first', async () => {
    const { endpoint, subscriptionId } = await emulatorConnection();
    assert.equal(await copy('Local emulator', 'Locations', 'West US'), [
      'import requests', 'from azure.servicemanagement import ServiceManagementService', '', 'session = requests.Session()', 'session.trust_env = False', "session.cert, session.verify = 'CERTIFICATE.pem', 'CA.pem'",
      `sms = ServiceManagementService('${subscriptionId}', host='${new URL(endpoint).host}', request_session=session)`, 'result = sms.list_locations()', '',
    ].join('\n'));
  });

  it('fills in what the row knows', async () => {
    const client = await (await services()).connections.client(await emulatorConnection());
    await client.hostedServices.create({ serviceName: 'copied-service', label: 'copied', location: 'West US' });
    assert.match(await copy('Local emulator', 'Cloud Services', 'copied-service'), /\nresult = sms\.get_hosted_service_properties\(service_name='copied-service', embed_detail=True\)\n$/);
  });
});
