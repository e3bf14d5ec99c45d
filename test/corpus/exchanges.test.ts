import assert from 'node:assert/strict';
import { buildRequest, matchOperation, parseAnswer, parseRequest } from '../../src/protocol/wire.ts';
import { rowOf, type OperationName } from '../../src/protocol/operations.ts';
import { parseNetworkConfiguration } from '../../src/serviceFiles/index.ts';
import { buildNetworkConfiguration } from '../../src/serviceFiles/networkConfigurationWriter.ts';
import { placeOf, readExchanges, toTheSecond, tree, type Exchange, type Tree } from './recorded.ts';

/** What a URL asks for: clients encode different characters of a query. */
function asked(url: string): string[] {
  const { pathname, searchParams } = new URL(url.toLowerCase(), 'https://host');
  return [pathname.replace(/\/$/, ''), ...[...searchParams].map(([key, value]) => `${key}=${toTheSecond(value)}`)];
}

const unknowns = (value: unknown, path = ''): string[] => {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => key === 'unknownElements'
    ? (inner as { name: string }[]).map((e) => `${path}/${e.name}`)
    : unknowns(inner, Array.isArray(value) ? path : `${path}/${key}`));
};

/** IPTags as one recording of a preview calls it, in its request and its answer; the next recording of the same test has IPTags. */
const previewOfIpTags = 'IPTagList';

/** Instants as we write them, in UTC to the millisecond; the service wrote up to 100 ns, and once no Z, and Python writes the day alone. */
const instants = ([name, attributes, content]: Tree): Tree => [name, attributes, typeof content !== 'string' ? content.map(instants)
  : content.replace(/^(\d{4}-\d\d-\d\d)(T[\d:.]+)?Z?$/, (_, day: string, time = 'T00:00:00') => new Date(`${day}${time}Z`).toISOString().replace(/\.?0+Z$/, 'Z'))];

/** Elements in another order than the service's own, which took no notice of them or did not mind (wire-facts.md, Requests). */
const inAnyOrder = ['storageAccounts.create', 'osImages.add', 'osImages.update', 'vmImages.update'];

/** What the class of the guide has no method for, and so no row; every recorded exchange without a row is one of these. */
const outside: readonly (readonly [RegExp, string])[] = [
  [/\/migration\?comp=/, 'migration to Resource Manager'],
  [/networksecuritygroups/, 'network security groups'],
  [/routetables?\b/, 'route tables'],
  [/ipforwarding/, 'IP forwarding'],
  [/virtualips\/|virtualIP add/, 'additional virtual IPs'],
  [/comp=updatelbset/, 'load-balanced endpoint sets'],
  [/ (POST|PUT|DELETE) \/\{sub\}\/services\/extensions/, 'publishing extensions'],
  [/roleinstances\/\{roleInstance\}\/operations/, 'maintenance of a machine on demand'],
];

describe('recorded traffic of the real service', () => {
  const exchanges: (Exchange & { name: OperationName })[] = [];
  const uncovered = new Map<string, number>();
  /** Lists that answered 200 with nothing in the recording, for whatever reason: there is nothing to read. */
  const withoutBody: string[] = [];
  before(function () {
    for (const exchange of readExchanges() ?? this.skip()) {
      const name = matchOperation(exchange.method, exchange.url, exchange.requestBody);
      const empty = name !== undefined && exchange.status < 300 && exchange.responseBody === '' && rowOf(name).answer !== undefined;
      if (empty) withoutBody.push(`${name} in ${placeOf(exchange)}`);
      else if (name) exchanges.push({ ...exchange, name });
      else uncovered.set(exchange.operation, (uncovered.get(exchange.operation) ?? 0) + 1);
    }
  });

  it('is matched to our operations by method, URL and body', () => {
    const covered = new Set(exchanges.map((e) => e.name));
    const reasons = new Map<string, number>();
    const unexplained: string[] = [];
    for (const [operation, count] of uncovered) {
      const reason = outside.find(([pattern]) => pattern.test(` ${operation}`))?.[1];
      if (reason === undefined) unexplained.push(operation);
      else reasons.set(reason, (reasons.get(reason) ?? 0) + count);
    }
    console.log(`      ${exchanges.length} exchanges of ${covered.size} operations covered, ${withoutBody.length} lists left out for want of a body;`);
    console.log(`      not covered, because outside the guide's class: ${[...reasons].map(([reason, count]) => `${count} of ${reason}`).join(', ')}`);
    assert.deepEqual(unexplained, [], 'neither a row nor a reason');
    assert.ok(exchanges.length > 100, `only ${exchanges.length} exchanges were matched`);
    for (const { name, url, method } of exchanges) {
      const group = url.toLowerCase().split('?')[0]!.split('/').find((part) => ['locations', 'rolesizes', 'operatingsystems', 'operatingsystemfamilies', 'affinitygroups', 'storageservices', 'hostedservices', 'networking', 'disks', 'images', 'vmimages', 'resourceextensions', 'operations'].includes(part));
      const expected: Record<string, string[]> = { locations: ['locations'], rolesizes: ['roleSizes'], operatingsystems: ['operatingSystems'], operatingsystemfamilies: ['operatingSystems'], affinitygroups: ['affinityGroups'], storageservices: ['storageAccounts'], hostedservices: ['hostedServices', 'deployments', 'serviceCertificates', 'extensions', 'roleInstances', 'virtualMachines', 'dataDisks', 'dnsServers'], networking: ['reservedIps', 'virtualNetworks'], disks: ['disks'], images: ['osImages'], vmimages: ['vmImages'], resourceextensions: ['resourceExtensions'], operations: ['operations'] };
      if (group) assert.ok(expected[group]!.includes(name.split('.')[0]!), `${method} ${url} is no ${name}`);
    }
  });

  it('holds some lists without a body, which the rest leaves out', () => {
    assert.deepEqual(withoutBody.sort(), [
      'disks.list in CanUpdateVMInputEndpoints.json #55',
      'extensions.listAvailable in RunNewAzureComputeArgumentListTests.json #1',
      'hostedServices.list in CanUpdateVMInputEndpoints.json #14',
      'locations.list in TestAzureServiceDiagnosticsExtensionStorageContext.json #0',
      'managementCertificates.list in test_legacy_mgmt_managementcertificate.test_list_management_certificates.yaml #1',
      'operatingSystems.list in test_legacy_mgmt_misc.test_list_operating_systems.yaml #0',
      'operatingSystems.listFamilies in RunNewAzureComputeArgumentListTests.json #3',
      'operations.list in test_legacy_mgmt_misc.test_list_subscription_operations.yaml #0',
      'osImages.list in test_legacy_mgmt_misc.test_add_role_linux.yaml #5',
      'resourceExtensions.list in TestSetAzureVMChefExtension.json #19',
      'roleSizes.list in CanListRoleSizeInfo.json #0',
      'storageAccounts.list in test_legacy_mgmt_storage.test_list_storage_accounts.yaml #6',
      'vmImages.list in test_legacy_mgmt_misc.test_capture_vm_image.yaml #54',
      'vmImages.list in test_legacy_mgmt_misc.test_list_vm_images_location.yaml #0',
      'vmImages.list in test_legacy_mgmt_misc.test_list_vm_images_location_category.yaml #0',
    ]);
  });

  it('reads every answer without losing an element', () => {
    const lost: string[] = [];
    for (const { name, status, responseHeaders, responseBody, file, index } of exchanges) {
      if (status >= 300) continue;
      const answer = parseAnswer(name, status, responseHeaders, responseBody);
      lost.push(...unknowns(answer).filter((path) => !path.endsWith(`/${previewOfIpTags}`)).map((path) => `${file}#${index} ${name}: ${path}`));
    }
    assert.deepEqual(lost, []);
  });

  it('writes every answer back as it was recorded', async () => {
    const { buildXml } = await import('../../src/protocol/schema.ts');
    for (const { name, status, responseHeaders, responseBody, file, index } of exchanges) {
      const { answer } = rowOf(name);
      if (status >= 300 || !answer || !('shape' in answer) || responseBody.includes(previewOfIpTags)) continue;
      const value = parseAnswer(name, status, responseHeaders, responseBody);
      assert.deepEqual(tree(buildXml(answer.root, answer.shape, value)), instants(tree(responseBody)), `${file}#${index} ${name}`);
    }
  });

  it('holds network configurations that we read, and those that the service wrote are as we would write them', () => {
    const configurations = exchanges.filter(({ name, status }) => name.endsWith('etConfiguration') && status < 300);
    assert.ok(configurations.length > 10);
    for (const { method, requestBody, responseBody, file, index } of configurations) {
      const read = parseNetworkConfiguration(method === 'PUT' ? requestBody! : responseBody);
      const built = buildNetworkConfiguration(read);
      assert.deepEqual(parseNetworkConfiguration(built), read, `${file}#${index}`);
      if (method === 'GET') assert.equal(built.replaceAll('/>', ' />'), responseBody.replaceAll('\r', ''), `${file}#${index}`);
    }
  });

  it('turns every refusal into an error with the service\'s code and words', () => {
    for (const { name, status, responseHeaders, responseBody, file, index } of exchanges) {
      if (status < 300) continue;
      assert.throws(() => parseAnswer(name, status, responseHeaders, responseBody), (error: any) => {
        assert.equal(error.name, 'ServiceManagementError');
        assert.equal(error.httpStatus, status);
        assert.ok(responseBody.includes(error.code), `${file}#${index}: ${error.code}`);
        assert.doesNotMatch(error.message, /without saying why/, `${file}#${index}`);
        return true;
      });
    }
  });

  it('builds every request as it was recorded', () => {
    for (const { name, method, url, requestBody, file, index } of exchanges) {
      const parameters = parseRequest(name, url, requestBody);
      const built = buildRequest(name, parameters as never);
      const where = `${file}#${index} ${name}`;
      assert.equal(built.method, method, where);
      // A day is the instant at which it begins, spelt out.
      const spelt = url.replace(/(Time=\d{4}-\d\d-\d\d)(?=&|$)/g, '$1T00%3A00%3A00Z');
      assert.deepEqual(asked(built.path), asked(spelt), where);
      // Ruby sends bodies on GET, which are ignored (wire-facts.md, Requests).
      if (built.body === undefined || requestBody!.includes(previewOfIpTags)) continue;
      if ('text' in rowOf(name).body!) {
        assert.equal(built.body, requestBody, where);
        continue;
      }
      const order = (t: Tree): Tree => (inAnyOrder.includes(name) && Array.isArray(t[2]) ? [t[0], t[1], t[2].toSorted((a, b) => a[0].localeCompare(b[0]))] : t);
      // Python writes a date that it was not told as an empty element, which is none.
      const dated = ([root, attributes, content]: Tree): Tree => [root, attributes, Array.isArray(content) ? content.filter(([element, , value]) => element !== 'PublishedDate' || value !== '') : content];
      assert.deepEqual(order(tree(built.body)), order(dated(instants(tree(requestBody!)))), where);
    }
  });
});
