import assert from 'node:assert/strict';
import { checkConfiguration, parseServiceConfiguration, parseServiceDefinition } from '../../src/serviceFiles/index.ts';

const thumbprint = '875F1656A34D93B266E71BF19C116C39F16B6987';
const plugins = 'Microsoft.WindowsAzure.Plugins';

function definition(roles: string, name = 'Shop') {
  return parseServiceDefinition(`<ServiceDefinition name="${name}">${roles}</ServiceDefinition>`);
}

function configuration(roles: string, name = 'Shop') {
  return parseServiceConfiguration(`<ServiceConfiguration serviceName="${name}">\n${roles}\n</ServiceConfiguration>`);
}

function role({ name = 'Web', count = 2, settings = '', certificates = '' } = {}): string {
  return `<Role name="${name}"><Instances count="${count}"/><ConfigurationSettings>${settings}</ConfigurationSettings><Certificates>${certificates}</Certificates></Role>`;
}

/** Severity, code and details of each finding. */
function findings(roles: string, defined: string, name?: string) {
  return checkConfiguration(configuration(roles, name), definition(defined)).map(({ severity, code, details }) => [severity, code, details]);
}

describe('checking a configuration against its definition', () => {
  it('finds nothing wrong where both agree', () => {
    assert.deepEqual(findings(role({
      settings: '<Setting name="A" value=""/>', certificates: `<Certificate name="Tls" thumbprint="${thumbprint.toLowerCase()}" thumbprintAlgorithm="sha1"/>`,
    }), '<WebRole name="Web"><ConfigurationSettings><Setting name="A"/></ConfigurationSettings><Certificates><Certificate name="Tls"/></Certificates></WebRole>'), []);
  });

  it('says an undeclared setting in the service\'s own words, and where it stands', () => {
    const [finding, ...others] = checkConfiguration(configuration(role({ name: 'WorkerRole1', settings: '\n  <Setting name="AZURE_STORAGE_ACCOUNT" value="secret"/>' })), definition('<WorkerRole name="WorkerRole1"/>'));
    assert.deepEqual(others, []);
    assert.ok(finding);
    assert.equal(finding.message, 'Setting \'AZURE_STORAGE_ACCOUNT\' for role \'WorkerRole1\' specified in the service configuration file is not declared in the service definition file.');
    assert.deepEqual([finding.severity, finding.code, finding.line, finding.column], ['error', 'SettingNotDeclared', 3, 2]);
    assert.doesNotMatch(JSON.stringify(finding), /secret/);
  });

  it('notices a configuration that was written for another definition', () => {
    assert.deepEqual(findings(role(), '<WebRole name="Web"/>', 'Bakery'), [
      ['error', 'ServiceNameMismatch', { configurationName: 'Bakery', definitionName: 'Shop' }],
    ]);
  });

  it('notices roles that only one of the files has, letter case included', () => {
    assert.deepEqual(findings(role({ name: 'web' }) + role({ name: 'Worker' }), '<WebRole name="Web"/><WorkerRole name="Worker"/>'), [
      ['error', 'RoleNotInDefinition', { role: 'web' }],
      ['error', 'RoleNotInConfiguration', { role: 'Web' }],
    ]);
  });

  it('notices a declared setting and a declared certificate that the configuration does not give', () => {
    assert.deepEqual(findings(role(), '<WebRole name="Web"><ConfigurationSettings><Setting name="A"/></ConfigurationSettings><Certificates><Certificate name="Tls"/></Certificates></WebRole>'), [
      ['error', 'SettingWithoutValue', { setting: 'A', role: 'Web' }],
      ['error', 'CertificateWithoutThumbprint', { certificate: 'Tls', role: 'Web' }],
    ]);
  });

  it('takes a place in the secret store instead of a thumbprint', () => {
    assert.deepEqual(findings(role({ certificates: '<Certificate name="Tls" sourceLocation="/store/tls.pfx"/>' }), '<WebRole name="Web"><Certificates><Certificate name="Tls"/></Certificates></WebRole>'), []);
  });

  it('notices certificates that are undeclared or have no proper thumbprint', () => {
    const certificates = [
      `<Certificate name="Undeclared" thumbprint="${thumbprint}" thumbprintAlgorithm="sha1"/>`,
      `<Certificate name="Tls" thumbprint="&#x200E;${thumbprint}" thumbprintAlgorithm="sha256"/>`,
    ].join('');
    assert.deepEqual(findings(role({ certificates }), '<WebRole name="Web"><Certificates><Certificate name="Tls"/></Certificates></WebRole>'), [
      ['error', 'CertificateNotDeclared', { certificate: 'Undeclared', role: 'Web' }],
      ['error', 'InvalidThumbprint', { certificate: 'Tls', role: 'Web', thumbprint: `\u200e${thumbprint}` }],
      ['error', 'InvalidThumbprintAlgorithm', { certificate: 'Tls', role: 'Web', algorithm: 'sha256' }],
    ]);
  });

  it('refuses a role without instances and warns of a single one', () => {
    const defined = '<WebRole name="Web"/>';
    assert.deepEqual(findings(role({ count: 0 }), defined), [['error', 'NoInstances', { role: 'Web', count: 0 }]]);
    assert.deepEqual(findings(role({ count: -1 }), defined), [['error', 'NoInstances', { role: 'Web', count: -1 }]]);
    assert.deepEqual(findings(role({ count: 1 }), defined), [['warning', 'SingleInstance', { role: 'Web' }]]);
  });

  it('knows what an imported module declares, and that the configuration must give it', () => {
    const defined = '<WebRole name="Web"><Imports><Import moduleName="RemoteAccess"/><Import moduleName="RemoteForwarder"/><Import moduleName="Diagnostics"/><Import moduleName="Caching"/></Imports></WebRole>';
    const names = ['RemoteAccess.Enabled', 'RemoteAccess.AccountUsername', 'RemoteAccess.AccountEncryptedPassword', 'RemoteAccess.AccountExpiration', 'RemoteForwarder.Enabled', 'Diagnostics.ConnectionString'];
    const settings = [...names, 'Caching.NamedCaches'].map((name) => `<Setting name="${plugins}.${name}" value="x"/>`).join('');
    const certificates = `<Certificate name="${plugins}.RemoteAccess.PasswordEncryption" thumbprint="${thumbprint}" thumbprintAlgorithm="sha1"/>`;
    assert.deepEqual(findings(role({ settings, certificates }), defined), []);
    assert.deepEqual(findings(role(), defined), [
      ...names.map((name) => ['error', 'SettingWithoutValue', { setting: `${plugins}.${name}`, role: 'Web' }]),
      ['error', 'CertificateWithoutThumbprint', { certificate: `${plugins}.RemoteAccess.PasswordEncryption`, role: 'Web' }],
    ]);
  });

  it("refuses a reserved IP where no role is reached from outside, in the service's own words", () => {
    const reserving = `${role()}<NetworkConfiguration><AddressAssignments><ReservedIPs><ReservedIP name="my-IP"/></ReservedIPs></AddressAssignments></NetworkConfiguration>`;
    const [finding, ...others] = checkConfiguration(configuration(reserving), definition('<WorkerRole name="Web"/>'));
    assert.deepEqual([finding?.code, finding?.severity, finding?.message, others], ['ReservedIPWithoutEndpoint', 'error',
      "ReservedIP 'my-IP' was not mapped to an endpoint.  The service definition must contain atleast one endpoint that maps to the ReservedIP.", []]);
    assert.deepEqual(findings(reserving, '<WebRole name="Web"><Endpoints><InputEndpoint name="Http" protocol="http" port="80"/></Endpoints></WebRole>'), []);
  });

  it('does not take just any setting of a module for declared', () => {
    const settings = `<Setting name="${plugins}.Diagnostics.ConnectionString" value="x"/><Setting name="${plugins}.RemoteForwarder.Enabled" value="x"/><Setting name="${plugins}.RemoteForwarder.NoSuchThing" value="x"/>`;
    assert.deepEqual(findings(role({ settings }), '<WebRole name="Web"><Imports><Import moduleName="RemoteForwarder"/></Imports></WebRole>'), [
      ['error', 'SettingNotDeclared', { setting: `${plugins}.Diagnostics.ConnectionString`, role: 'Web' }],
      ['error', 'SettingNotDeclared', { setting: `${plugins}.RemoteForwarder.NoSuchThing`, role: 'Web' }],
    ]);
  });
});
