import assert from 'node:assert/strict';
import { run } from './person.ts';
import { emulatorConnection, row, services } from './services.ts';

describe('the local emulator in a window', () => {
  it('is started once, however often it is asked for', async () => {
    await emulatorConnection();
    const { emulator } = await services();
    const first = emulator.running;
    await run('azureClassic.emulator.start', [], []);
    assert.equal(emulator.running, first);
    assert.equal(first?.owned, true);
  });

  it('is gone from the tree when it is stopped, and comes back with its data and its address', async () => {
    const connection = await emulatorConnection();
    const { connections, emulator, tree } = await services();
    const client = await connections.client(connection);
    await client.hostedServices.create({ serviceName: 'stays-here', label: 'stays', location: 'West US' });

    await run('azureClassic.emulator.stop', [], []);
    assert.equal(emulator.running, undefined);
    assert.deepEqual(await tree.getChildren(), []);
    await assert.rejects(client.locations.list(), { name: 'ServiceManagementError' });

    await run('azureClassic.emulator.start', [], []);
    assert.equal(emulator.connection?.endpoint, connection.endpoint);
    await row('Local emulator', 'Cloud Services', 'stays-here');
  });
});
