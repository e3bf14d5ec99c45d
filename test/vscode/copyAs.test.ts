import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { choose, run } from './person.ts';
import { emulatorConnection, row, services } from './services.ts';

describe('what a person copies of a row', () => {
  async function copied(command: string, labels: readonly string[], ...choices: string[]): Promise<string> {
    await vscode.env.clipboard.writeText('nothing yet');
    await run(`azureClassic.resource.${command}`, [await row('Local emulator', ...labels)], choices.map((choice) => choose(choice)));
    return vscode.env.clipboard.readText();
  }

  before(async () => {
    const client = await (await services()).connections.client(await emulatorConnection());
    await client.hostedServices.create({ serviceName: 'copied-service', label: 'copied', location: 'West US' });
  });

  it('is the call that reads it, as Python', async () => {
    const { endpoint, subscriptionId } = await emulatorConnection();
    assert.equal(await copied('copyAs', ['Locations', 'West US'], 'List Locations', 'Python'), [
      'import requests', 'from azure.servicemanagement import ServiceManagementService', '', 'session = requests.Session()', 'session.trust_env = False', "session.cert, session.verify = 'CERTIFICATE.pem', 'CA.pem'",
      `sms = ServiceManagementService('${subscriptionId}', host='${new URL(endpoint).host}', request_session=session)`, 'result = sms.list_locations()', '',
    ].join('\n'));
  });

  it('is filled in with what the row knows', async () => {
    const text = await copied('copyAs', ['Cloud Services', 'copied-service'], 'Get Cloud Service Properties', 'Python');
    assert.match(text, /\nresult = sms\.get_hosted_service_properties\(service_name='copied-service', embed_detail=True\)\n$/);
  });

  it('is the call that an operation has made', async () => {
    const { tasks, operations } = await services();
    const connection = await emulatorConnection();
    const client = await (await services()).connections.client(connection);
    await client.hostedServices.create({ serviceName: 'copied-away', label: 'copied', location: 'West US' });
    await tasks.start({
      title: 'Deleting copied-away', label: 'Delete Cloud Service', target: 'copied-away', connection, rows: [], done: 'Deleted.',
      request: { operation: 'hostedServices.delete', parameters: { serviceName: 'copied-away', deleteMedia: true } },
    });
    const [task] = operations.getChildren();
    assert.match(task!.toTreeItem().contextValue!, /;readable/);
    await run('azureClassic.resource.copyAs', [task], [choose('curl')]);
    assert.match(await vscode.env.clipboard.readText(), /DELETE.*\/services\/hostedservices\/copied-away\?comp=media/s);
  });

  it('is its name, or its address', async () => {
    assert.equal(await copied('copyName', ['Cloud Services', 'copied-service']), 'copied-service');
    assert.equal(await copied('copyUrl', ['Cloud Services', 'copied-service']), 'http://copied-service.cloudapp.net/');
    assert.equal(await copied('copyUrl', ['Cloud Services']), 'nothing yet');
  });
});
