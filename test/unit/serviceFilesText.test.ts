import assert from 'node:assert/strict';
import { decodeServiceFile, parseServiceConfiguration, parseServiceDefinition, ServiceFileError, setInstanceCount } from '../../src/serviceFiles/index.ts';

const minimal = '<ServiceConfiguration serviceName="S"><Role name="R"><Instances count="2"/></Role></ServiceConfiguration>';

function refusal(action: () => unknown): { code: string; line: number | undefined; column: number | undefined; details: unknown; message: string } {
  try {
    action();
  } catch (error) {
    assert.ok(error instanceof ServiceFileError, String(error));
    const { code, line, column, details, message } = error;
    return { code, line, column, details, message };
  }
  assert.fail('it was accepted');
}

describe('the text of a service file', () => {
  it('is read by its byte order mark and not by what it declares', () => {
    const declared = `<?xml version="1.0" encoding="utf-16"?>${minimal}é`;
    const utf16be = Buffer.from(`\ufeff${declared}`, 'utf16le').swap16();
    for (const bytes of [Buffer.from(declared), Buffer.from(`\ufeff${declared}`), Buffer.from(`\ufeff${declared}`, 'utf16le'), utf16be]) {
      assert.equal(decodeServiceFile(bytes), declared);
    }
  });

  it('is refused in a code page, with the advice to save it as UTF-8', () => {
    const { code, message } = refusal(() => decodeServiceFile(Buffer.from('<a n="caf\u00e9"/>', 'latin1')));
    assert.equal(code, 'NotUtf8');
    assert.match(message, /UTF-8/);
  });
});

describe('reading a service configuration', () => {
  it('gives roles, counts, settings, certificates and network, with their places', () => {
    const text = [
      '<?xml version="1.0"?>',
      '<c:ServiceConfiguration xmlns:c="http://schemas.microsoft.com/ServiceHosting/2008/10/ServiceConfiguration" serviceName="Shop" osFamily="4" schemaVersion="2015-04.2.6">',
      '  <c:Role name="Web">',
      '    <c:Instances count="3" />',
      '    <c:ConfigurationSettings><c:Setting name="A" value="x &lt; y"/><c:Setting name="B"/></c:ConfigurationSettings>',
      '    <c:Certificates><c:Certificate name="Tls" thumbprint="AB" thumbprintAlgorithm="sha1"/></c:Certificates>',
      '  </c:Role>',
      '  <c:NetworkConfiguration><c:VirtualNetworkSite name="net"/><c:AddressAssignments><c:InstanceAddress roleName="Web"><c:Subnets><c:Subnet name="front"/></c:Subnets></c:InstanceAddress><c:ReservedIPs><c:ReservedIP name="ip1"/></c:ReservedIPs></c:AddressAssignments></c:NetworkConfiguration>',
      '</c:ServiceConfiguration>',
    ].join('\r\n');
    const configuration = parseServiceConfiguration(text);
    const { roles: [role, ...others], at, ...rest } = configuration;
    assert.deepEqual(rest, {
      serviceName: 'Shop', osFamily: '4', osVersion: '*', schemaVersion: '2015-04.2.6', virtualNetworkSite: 'net', reservedIPs: ['ip1'],
    });
    assert.deepEqual(others, []);
    assert.ok(role);
    assert.deepEqual([role.name, role.instanceCount, at.line, role.at.line, role.instanceCountAt.line], ['Web', 3, 2, 3, 4]);
    assert.deepEqual(role.subnets, ['front']);
    assert.equal(text.slice(role.instanceCountAt.start, role.instanceCountAt.end), '3');
    assert.deepEqual(role.settings.map(({ name, value, at: { line, column } }) => [name, value, line, column]), [['A', 'x < y', 5, 29], ['B', '', 5, 67]]);
    assert.deepEqual(role.certificates.map(({ name, thumbprint, thumbprintAlgorithm }) => [name, thumbprint, thumbprintAlgorithm]), [['Tls', 'AB', 'sha1']]);
  });

  it('assumes guest OS family 1 and the newest version where the file is silent', () => {
    const { osFamily, osVersion } = parseServiceConfiguration(minimal);
    assert.deepEqual([osFamily, osVersion], ['1', '*']);
  });

  for (const [title, text, expected] of [
    ['malformed XML', '<ServiceConfiguration>\n<Role name="R"></ServiceConfiguration>', { code: 'MalformedXml', line: 2 }],
    ['a DOCTYPE', '<!DOCTYPE x [<!ENTITY a "b">]><ServiceConfiguration/>', { code: 'MalformedXml', line: 1 }],
    ['a service definition instead', '<ServiceDefinition name="S"/>', { code: 'WrongRootElement', details: { expected: 'ServiceConfiguration', found: 'ServiceDefinition' } }],
    ['a role without a name', '<ServiceConfiguration>\n  <Role><Instances count="1"/></Role></ServiceConfiguration>', { code: 'MissingAttribute', line: 2, column: 2, details: { element: 'Role', attribute: 'name' } }],
    ['a role without instances', minimal.replace('<Instances count="2"/>', ''), { code: 'MissingElement', details: { parent: 'Role', element: 'Instances' } }],
    ['a count that is no number', minimal.replace('"2"', '"two"'), { code: 'InvalidNumber', line: 1, column: 71 }],
    ['two roles of one name', minimal.replace('</ServiceConfiguration>', '<Role name="R"><Instances count="1"/></Role></ServiceConfiguration>'), { code: 'DuplicateName', details: { element: 'Role', name: 'R' } }],
    ['a setting given twice', minimal.replace('</Role>', '<ConfigurationSettings><Setting name="A" value="1"/><Setting name="A" value="2"/></ConfigurationSettings></Role>'), { code: 'DuplicateName', details: { element: 'Setting', name: 'A' } }],
    ['nothing at all', '', { code: 'MalformedXml' }],
  ] as const) {
    it(`says what is wrong with ${title}, and where`, () => {
      const found = refusal(() => parseServiceConfiguration(text));
      assert.deepEqual({ ...found, ...expected }, found);
      if ('line' in expected) assert.match(found.message, new RegExp(`^Line ${expected.line}, column \\d+: `));
    });
  }

  it('never repeats a setting\'s value in an error', () => {
    const secret = minimal.replace('</Role>', '<ConfigurationSettings><Setting name="K" value="AccountKey=s3cret"/><Setting name="K" value="s3cret"/></ConfigurationSettings></Role>');
    assert.doesNotMatch(JSON.stringify(refusal(() => parseServiceConfiguration(secret))), /s3cret/);
  });
});

describe('scaling a role in the text of its configuration', () => {
  const text = '\ufeff<ServiceConfiguration serviceName="S">\r\n  <!-- <Role name="B"><Instances count="1"/> -->\r\n  <Role name="A"><Instances count="1"/></Role>\r\n  <Role name="B">\r\n\t<Instances   count = \'1\' /><!-- keep -->\r\n  </Role>\r\n</ServiceConfiguration>\r\n';

  it('changes the count and nothing else', () => {
    assert.equal(setInstanceCount(text, 'B', 12), text.replace('count = \'1\'', 'count = \'12\''));
    assert.equal(setInstanceCount(text, 'A', 2), text.replace('A"><Instances count="1"', 'A"><Instances count="2"'));
  });

  it('refuses a role that is not there', () => {
    const { code, details } = refusal(() => setInstanceCount(text, 'C', 2));
    assert.deepEqual([code, details], ['RoleNotFound', { role: 'C' }]);
  });
});

describe('reading a service definition', () => {
  it('gives roles with all kinds of endpoints, local storage, settings, certificates and imports', () => {
    const definition = parseServiceDefinition(`
      <ServiceDefinition name="Shop" schemaVersion="2015-04.2.6" upgradeDomainCount="3" xmlns="http://schemas.microsoft.com/ServiceHosting/2008/10/ServiceDefinition">
        <LoadBalancerProbes><LoadBalancerProbe name="p"/></LoadBalancerProbes>
        <WebRole name="Web" vmsize="Medium">
          <Endpoints>
            <InputEndpoint name="Https" protocol="https" port="443" certificate="Tls" localPort="*"/>
            <InputEndpoint name="Http" protocol="http" port="80" localPort="8080"/>
            <InstanceInputEndpoint name="Debug" protocol="tcp" localPort="9"><AllocatePublicPortFrom><FixedPortRange min="10016" max="10020"/></AllocatePublicPortFrom></InstanceInputEndpoint>
          </Endpoints>
          <LocalResources><LocalStorage name="Cache" sizeInMB="4096" cleanOnRoleRecycle="false"/><LocalStorage name="Logs"/></LocalResources>
          <ConfigurationSettings><Setting name="A"/></ConfigurationSettings>
          <Certificates><Certificate name="Tls" storeLocation="LocalMachine" storeName="My"/></Certificates>
          <Imports><Import moduleName="RemoteAccess"/></Imports>
        </WebRole>
        <WorkerRole name="Worker">
          <Endpoints>
            <InternalEndpoint name="Any" protocol="tcp"/>
            <InternalEndpoint name="Old" protocol="tcp" port="9000"/>
            <InternalEndpoint name="Fixed" protocol="tcp"><FixedPort port="31221"/></InternalEndpoint>
            <InternalEndpoint name="Range" protocol="udp"><FixedPortRange min="1" max="65535"/></InternalEndpoint>
          </Endpoints>
        </WorkerRole>
      </ServiceDefinition>`.trim());
    assert.deepEqual(definition, {
      name: 'Shop', schemaVersion: '2015-04.2.6', upgradeDomainCount: 3,
      roles: [
        {
          name: 'Web', kind: 'WebRole', vmSize: 'Medium',
          inputEndpoints: [
            { name: 'Https', protocol: 'https', port: 443, localPort: undefined, certificate: 'Tls' },
            { name: 'Http', protocol: 'http', port: 80, localPort: 8080, certificate: undefined },
          ],
          internalEndpoints: [],
          instanceInputEndpoints: [{ name: 'Debug', protocol: 'tcp', localPort: 9, ports: { min: 10016, max: 10020 } }],
          localStorage: [{ name: 'Cache', megabytes: 4096 }, { name: 'Logs', megabytes: 100 }],
          settings: ['A'], certificates: ['Tls'], imports: ['RemoteAccess'],
        },
        {
          name: 'Worker', kind: 'WorkerRole', vmSize: 'Small', inputEndpoints: [],
          internalEndpoints: [
            { name: 'Any', protocol: 'tcp', ports: undefined },
            { name: 'Old', protocol: 'tcp', ports: { min: 9000, max: 9000 } },
            { name: 'Fixed', protocol: 'tcp', ports: { min: 31221, max: 31221 } },
            { name: 'Range', protocol: 'udp', ports: { min: 1, max: 65535 } },
          ],
          instanceInputEndpoints: [], localStorage: [], settings: [], certificates: [], imports: [],
        },
      ],
    });
  });

  for (const [title, text, code] of [
    ['a port beyond 65535', '<ServiceDefinition name="S"><WebRole name="R"><Endpoints><InputEndpoint name="E" protocol="http" port="65536"/></Endpoints></WebRole></ServiceDefinition>', 'InvalidNumber'],
    ['an endpoint without a port', '<ServiceDefinition name="S"><WebRole name="R"><Endpoints><InputEndpoint name="E" protocol="http"/></Endpoints></WebRole></ServiceDefinition>', 'MissingAttribute'],
    ['a web and a worker role of one name', '<ServiceDefinition name="S"><WebRole name="R"/><WorkerRole name="R"/></ServiceDefinition>', 'DuplicateName'],
    ['a service configuration instead', minimal, 'WrongRootElement'],
  ] as const) {
    it(`refuses ${title}`, () => assert.equal(refusal(() => parseServiceDefinition(text)).code, code));
  }
});
