import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { configuration, shopPackage, startRig, type Rig } from '../client/emulatorRig.ts';
import { findPythonAzure } from '../tools/prerequisites.ts';

const script = fileURLToPath(new URL('guide.py', import.meta.url));

/** The steps of guide.py, in its order. */
const steps = [
  'list_locations',
  'get_subscription',
  'check_hosted_service_name_availability',
  'create_hosted_service',
  'list_hosted_services',
  'create_storage_account, wait_for_operation_status',
  'list_storage_accounts, get_storage_account_keys',
  'check_storage_account_name_availability',
  'create_deployment from a blob',
  'create_deployment that does not fit fails when it is waited for',
  'get_deployment_by_slot',
  'get_deployment_by_name',
  'get_hosted_service_properties',
  'change_deployment_configuration',
  'update_deployment_status',
  'swap_deployment',
  'delete_deployment',
  'delete_hosted_service',
  'delete_storage_account',
  'create_affinity_group, list_affinity_groups, get_affinity_group_properties, delete_affinity_group',
  'a label with an ampersand goes out as malformed XML, because the SDK escapes nothing',
];

describe("The guide, told to the emulator by Debian's Python SDK", function () {
  this.timeout(120_000);
  let rig: Rig;
  let results: Map<string, string | undefined>;

  before(async function () {
    const { found: python, missing } = findPythonAzure();
    if (missing) return this.skip();
    // The SDK sleeps by a clock of its own; operations take a moment all the same, so that it has to poll.
    rig = await startRig({ operationSeconds: 0.3, clock: { now: Date.now, sleep: async () => undefined } });
    const { endpoint, subscriptionId, certificatePath, caPath } = rig.emulator;
    const given = { endpoint, subscriptionId, certificatePath, caPath, packageUrl: await rig.stage(await shopPackage()), configuration: configuration(), scaledConfiguration: configuration({ web: 4 }) };
    const { stdout } = await promisify(execFile)(python!, ['-W', 'ignore', script, JSON.stringify(given)], { timeout: 100_000 });
    results = new Map(stdout.trimEnd().split('\n').map((line) => { const { step, error } = JSON.parse(line) as { step: string; error?: string }; return [step, error]; }));
  });
  after(() => rig?.stop());

  it('has the steps that are listed here', () => assert.deepEqual([...results.keys()], steps));
  for (const step of steps) {
    it(step, () => {
      assert.ok(results.has(step), 'it was not reached');
      assert.equal(results.get(step), undefined);
    });
  }
});
