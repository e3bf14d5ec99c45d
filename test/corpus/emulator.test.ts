import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { rowOf, rows, type OperationName } from '../../src/protocol/operations.ts';
import { matchOperation, parseAnswer, parseRequest } from '../../src/protocol/wire.ts';
import { startRig, type RawAnswer, type Rig } from '../client/emulatorRig.ts';
import { Fitter, fits, obstacles } from './fitting.ts';
import { placeOf, readExchanges, tree, type Exchange } from './recorded.ts';
import { compareShapes, shapeOf } from './shapes.ts';

/** The recorded exchanges of each operation that we have. */
const recorded = new Map<OperationName, Exchange[]>();
const exchanges = readExchanges();
for (const exchange of exchanges ?? []) {
  const name = matchOperation(exchange.method, exchange.url, exchange.requestBody);
  if (name !== undefined) recorded.set(name, [...recorded.get(name) ?? [], exchange]);
}

const errorOf = (name: OperationName, { status, body }: Pick<RawAnswer, 'status' | 'body'>): { code?: string; message: string } => {
  try {
    parseAnswer(name, status, {}, body);
  } catch (error) {
    return error as { code: string; message: string };
  }
  return { message: '' };
};

/** What we answer otherwise, and why; by the place of the recording, or the operation, and the difference where it is one of shape. */
const tolerated: Readonly<Record<string, string>> = {
  'osImages.list: Images/OSImage/Eula was never recorded': 'images of three publishers only were recorded in a list; that of others is recorded by Get OS Image',
  'osImages.list: Images/OSImage/PrivacyUri was never recorded': 'likewise',
  'osImages.list: Images/OSImage/PricingDetailLink was never recorded': 'likewise; recorded of the disks of such images',
  'vmImages.list: VMImages/VMImage/Eula is missing': 'one image of one publisher only was recorded in a list',
  'vmImages.list: VMImages/VMImage/PrivacyUri is missing': 'likewise',
  'vmImages.list: VMImages/VMImage/PricingDetailLink was never recorded': 'likewise',
  'osImages.add: OSImage/ShowInGui was never recorded': 'the service took no notice of an element that stood out of its order',
  'OSImage.json #5: 400 instead of 200': 'the VHD is in a test cloud of the service\'s makers',
  'VMImage.json #5: 400 instead of 202': 'likewise',
  'CanUpdateVMInputEndpoints.json #80: 400 instead of 200': 'it names a data disk by the name that the service had made up for it',
  'test_legacy_mgmt_misc.test_create_update_delete_hosted_service.yaml #0: 201 instead of 401': 'a bad Active Directory token was refused; ours come with a certificate',
  'TestMigrateAzureDeployment.json #100: 404 instead of 400': 'the deployment was being migrated to Resource Manager, which the class has no method for',
  'TestAzureReservedIPWithIPTags.json #0: 400 instead of 202': 'the emulator has no location West Central US',
  'TestAssociateReserveIP.json #12: 400 instead of 202': 'the emulator has no location West Central US',
  'ReserveMultivipDepIP.json #37: 404 instead of 202': 'a second virtual IP, which the class has no method for',
  'ExtraVipMobility.json #41: 404 instead of 202': 'a second virtual IP, which the class has no method for',
  'test_legacy_mgmt_misc.test_add_role_linux.yaml #2: 400 instead of 202': 'the data of the certificate are redacted',
  'SetIPForwardingOnNICAndUpdateVM.json #20: 400 instead of 202': 'the disk is in the Blob storage of a cloud that was for tests',
  'SetIPForwardingOnVMAndUpdateVM.json #20: 400 instead of 202': 'the disk is in the Blob storage of a cloud that was for tests',
};

describe('the emulator, asked what the real service was asked', function () {
  this.timeout(120_000);
  if (!exchanges) return void it('is asked every recorded request', function () { this.skip(); });

  let rig: Rig;
  let asked = 0;
  let compared = 0;
  let folder: string;
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'azureclassic-corpus-'));
    const scenario = path.join(folder, 'empty.json');
    await writeFile(scenario, JSON.stringify({ subscriptionName: 'Nothing in it', quotas: { cores: 1000, hostedServices: 1000, storageAccounts: 1000 } }));
    rig = await startRig({ operationSeconds: 10, scenario });
  });
  after(async () => {
    console.log(`      ${asked} recorded requests of ${recorded.size} operations were asked again; ${compared} answers were compared by shape`);
    await rig.stop();
    await rm(folder, { recursive: true });
  });

  for (const name of rows.keys()) {
    const ofIt = recorded.get(name);
    if (!ofIt) continue;
    it(`answers ${name} as it did (${ofIt.length})`, async () => {
      const fit = fits[name];
      assert.ok(fit, `fitting.ts does not say what has to be there for ${name}`);
      const shapes = ofIt.filter(({ status, responseBody }) => status < 300 && responseBody !== '').map(({ responseBody }) => shapeOf(tree(responseBody)));
      const problems: string[] = [];
      for (const exchange of ofIt) {
        const { method, url, requestBody, requestHeaders, status } = exchange;
        await rig.fresh();
        const parameters = parseRequest(name, url, requestBody);
        const instead = await (status < 300 ? fit : obstacles[`${name} ${status}`])?.(new Fitter(rig), parameters);
        const answer = await rig.send(instead ?? url.replace(/^\/[0-9a-f-]{36}/i, '/{sub}'), {
          method, headers: { 'x-ms-version': requestHeaders['x-ms-version']! }, ...(requestBody && method !== 'GET' && { body: requestBody.replaceAll('Password>REDACTED<', 'Password>Pa55word<') }),
        });
        asked++;
        const where = placeOf(exchange);
        if (answer.status !== status) problems.push(`${where}: ${answer.status} instead of ${status}`);
        else if (status >= 300) {
          const [ours, theirs] = [errorOf(name, answer).code, errorOf(name, { status, body: exchange.responseBody }).code];
          if (ours !== theirs) problems.push(`${where}: the code ${ours} instead of ${theirs}`);
        } else if (answer.body !== '' && shapes.length > 0 && !('contentType' in (rowOf(name).answer ?? {}))) {
          compared++;
          problems.push(...compareShapes(shapeOf(tree(answer.body)), shapes).map((difference) => `${where}: ${difference}`));
        }
      }
      assert.deepEqual([...new Set(problems)].filter((problem) => ![problem, problem.replace(/^.*? #\d+/, name)].some((each) => each in tolerated)), []);
    });
  }
});
