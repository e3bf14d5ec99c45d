import assert from 'node:assert/strict';
import { CertificateError, certificateMessages } from '../../src/certificates/errors.ts';
import { ServiceManagementError } from '../../src/client/index.ts';
import { EmulatorError, type EmulatorErrorCode } from '../../src/emulator/emulatorError.ts';
import { localError } from '../../src/protocol/errors.ts';
import { localProblems } from '../../src/protocol/localErrors.ts';
import { checkConfiguration, openPackage, parseServiceConfiguration, parseServiceDefinition, PackageError, ServiceFileError, type FindingCode, type PackageErrorCode, type ServiceFileErrorCode } from '../../src/serviceFiles/index.ts';
import { StagingError, withLeft, type LeftInStorage, type StagingErrorCode } from '../../src/staging/errors.ts';
import { speak } from './fakeVscode.ts';

const { wordsOf } = await import('../../src/ui/errors.ts');

type Details = Record<string, string | number>;

// What each code comes with, as its error type documents; `{name}` stands for a text.
const part = { part: '{part}' };
const reason = { reason: '{reason}' };
const packages: Record<PackageErrorCode, Details> = {
  PackageUnreadable: reason, PackageEmpty: {}, PackageTooLarge: { size: 700, limit: 600 }, PackageNotAZip: {}, PackageTruncated: reason, PackageDamaged: { ...part, ...reason },
  PackageEncrypted: part, PackageBomb: reason, PackageUnsafePath: part, PackageDuplicatePath: part, PackageSymbolicLink: part, PackageNotAService: {},
  PackageManifestMissing: part, PackageManifestInvalid: { ...part, ...reason }, PackageDefinitionMissing: part, PackageDefinitionInvalid: { ...part, ...reason },
};
const serviceFiles: Record<ServiceFileErrorCode, Details> = {
  NotUtf8: {}, MalformedXml: reason, WrongRootElement: { expected: '{expected}', found: '{found}' }, MissingElement: { parent: '{parent}', element: '{element}' },
  MissingAttribute: { element: '{element}', attribute: '{attribute}' }, InvalidNumber: { element: '{element}', attribute: '{attribute}', value: '{value}', minimum: 0, maximum: 9 },
  DuplicateName: { element: '{element}', name: '{name}' }, RoleNotFound: { role: '{role}' }, NotOfSchema: reason,
};
const role = { role: '{role}' };
const findings: Record<FindingCode, Details> = {
  ServiceNameMismatch: { configurationName: '{configuration}', definitionName: '{definition}' }, RoleNotInConfiguration: role, RoleNotInDefinition: role,
  SettingNotDeclared: {}, SettingWithoutValue: { setting: '{setting}', ...role }, CertificateNotDeclared: { certificate: '{certificate}', ...role },
  CertificateWithoutThumbprint: { certificate: '{certificate}', ...role }, InvalidThumbprint: { certificate: '{certificate}', thumbprint: '{thumbprint}', ...role },
  InvalidThumbprintAlgorithm: { certificate: '{certificate}', algorithm: '{algorithm}', ...role }, NoInstances: { count: 0, ...role }, SingleInstance: role, ReservedIPWithoutEndpoint: {},
};
const where = { account: '{account}', endpoint: '{endpoint}' };
const staging: Record<StagingErrorCode, Details> = {
  InvalidParameter: { wrong: 'url', url: '{url}', ...where }, FileUnreadable: { path: '{path}', ...reason }, FileChanged: { path: '{path}' }, AccountNotFound: where, KeyRefused: where,
  EndpointUnreachable: { ...where, ...reason }, ServiceRefused: {}, LengthMismatch: { length: 5, stored: 4 }, Cancelled: { path: '{path}' },
};
const emulator: Record<EmulatorErrorCode, Details> = {
  DirectoryUnusable: { directory: '{directory}', ...reason }, StateCorrupt: { file: '{file}', ...reason }, ScenarioInvalid: { file: '{file}', ...reason },
  FaultInvalid: { fault: '{fault}', ...reason }, PortInUse: { port: 8 }, EmulatorSilent: { directory: '{directory}', pid: 7 },
};
const left: Record<LeftInStorage, true> = { nothing: true, container: true, blob: true, perhapsBlob: true };

const english = 'The English message.';
const each = <C extends string>(codes: Readonly<Record<C, Details>>) => Object.entries(codes) as [C, Details][];
const keysOf = <K extends string>(record: Readonly<Record<K, unknown>>) => Object.keys(record) as K[];

/** Errors that say in Spanish whatever their details say, by code. */
const errors: readonly { readonly code: string; readonly error: unknown; readonly details: Details }[] = [
  ...each(packages).map(([code, details]) => ({ code, details, error: new PackageError(code, english, details) })),
  ...each(serviceFiles).map(([code, details]) => ({ code, details, error: new ServiceFileError(code, english, details) })),
  ...each(findings).map(([code, details]) => ({ code, details, error: { code, details, message: english, severity: 'error', line: 3, column: 1 } })),
  ...each(staging).map(([code, details]) => ({ code, details, error: new StagingError(code, english, details) })),
  ...[['endpoint', 'account'], ['key', 'account'], ['container', 'container'], ['blocks']].map(([wrong, name]) => {
    const details: Details = name === undefined ? {} : { [name]: `{${name}}` };
    return { code: `InvalidParameter, ${wrong}`, details, error: new StagingError('InvalidParameter', english, { wrong: wrong!, ...details }) };
  }),
  { code: 'AccountNotFound, deleted', details: where, error: new StagingError('AccountNotFound', english, { ...where, status: 404 }) },
  { code: 'EndpointUnreachable, stalled', details: where, error: new StagingError('EndpointUnreachable', english, { ...where, reason: 'Stalled' }) },
  { code: 'PackageDamaged as a whole', details: reason, error: new PackageError('PackageDamaged', english, reason) },
  { code: 'PackageEncrypted as a whole', details: {}, error: new PackageError('PackageEncrypted', english) },
  ...each(emulator).map(([code, details]) => ({ code, details, error: new EmulatorError(code, english, details) })),
  { code: 'InvalidParameter', details: { message: english }, error: new ServiceManagementError(english, { code: 'InvalidParameter' }) },
];

describe('the words of an error', () => {
  afterEach(() => speak('en'));

  it('are the message itself in English, whatever the error', () => {
    for (const { error, code } of errors) assert.equal(wordsOf(error), english, code);
  });

  for (const { code, error, details } of errors) {
    it(`are Spanish for ${code}, with what the error knows`, () => {
      speak('es');
      const words = wordsOf(error);
      assert.notEqual(words, english);
      assert.deepEqual([...words.matchAll(/\{\w+\}/g)].map(String).sort(), Object.values(details).filter((value) => /^\{/.test(String(value))).sort());
      for (const value of Object.values(details)) assert.ok(words.includes(String(value)), `${value} in ${words}`);
    });
  }

  /** Where the English words are a table: each of them, with all that it names. */
  const filled = (message: string) => Object.fromEntries([...message.matchAll(/\{(\w+)\}/g)].map(([, name]) => [name!, `<${name}>`]));
  const worded = [
    ...keysOf(certificateMessages).map((code) => new CertificateError(code, filled(certificateMessages[code]))),
    ...keysOf(localProblems).map((problem) => localError(problem, filled(localProblems[problem].message))),
  ];

  it('are Spanish for every error of a certificate or of a connection, with all that it names', () => {
    for (const error of worded) {
      assert.equal(wordsOf(error), error.message);
      speak('es');
      const words = wordsOf(error);
      assert.notEqual(words, error.message);
      assert.doesNotMatch(words, /\{/);
      for (const value of Object.values(error.details!)) assert.ok(words.includes(String(value)), `${value} in ${words}`);
      speak('en');
    }
  });

  it('say what became of a request whose answer did not come', () => {
    const error = localError('AnswerLate', { origin: 'https://x', seconds: 60 }, { fate: 'perhapsDone' });
    assert.equal(wordsOf(error), 'https://x did not answer within 60 seconds. The service may have carried it out: look at the present state before trying again.');
    speak('es');
    assert.equal(wordsOf(error), 'https://x no ha respondido en 60 segundos. Es posible que el servicio la haya llevado a cabo: compruebe el estado actual antes de volver a intentarlo.');
    assert.match(wordsOf(error.with({ fate: 'doneIfSent' })), /el servicio la lleva a cabo de todos modos\.$/);
  });

  it('say what an upload has left in storage', () => {
    speak('es');
    const all = keysOf(left).map((what) => wordsOf(withLeft(new StagingError('Cancelled', english, { path: 'shop.cspkg' }), what)));
    assert.deepEqual(all, [
      'Se ha cancelado la carga de shop.cspkg. No ha quedado nada en el almacenamiento.',
      'Se ha cancelado la carga de shop.cspkg. Ha quedado un contenedor vacío en el almacenamiento.',
      'Se ha cancelado la carga de shop.cspkg. El paquete cargado ha quedado en el almacenamiento.',
      'Se ha cancelado la carga de shop.cspkg. Es posible que el paquete cargado haya quedado en el almacenamiento.',
    ]);
  });

  it('name the place in the file', () => {
    const malformed = () => parseServiceConfiguration('<ServiceConfiguration serviceName="Shop">\n  <Role name="Web"/>\n</ServiceConfiguration>');
    assert.throws(malformed, (error) => {
      assert.equal(wordsOf(error), 'Line 2, column 3: <Role> has no <Instances>.');
      speak('es');
      assert.equal(wordsOf(error), 'Línea 2, columna 3: <Role> no contiene <Instances>.');
      return true;
    });
  });

  it('are those of real errors too', async () => {
    speak('es');
    await assert.rejects(openPackage(Buffer.alloc(0)), (error) => wordsOf(error) === 'El paquete está vacío (0 bytes).');
    await assert.rejects(openPackage(Buffer.from('no zip')), (error) => /^El archivo no es un paquete de servicio/.test(wordsOf(error)));
  });

  it('keep the service\'s own sentence about a setting, which is what people search for', () => {
    const configuration = parseServiceConfiguration('<ServiceConfiguration serviceName="Shop"><Role name="Web"><Instances count="2"/><ConfigurationSettings><Setting name="Colour" value="red"/></ConfigurationSettings></Role></ServiceConfiguration>');
    const [finding] = checkConfiguration(configuration, parseServiceDefinition('<ServiceDefinition name="Shop"><WebRole name="Web"/></ServiceDefinition>'));
    const said = 'Setting \'Colour\' for role \'Web\' specified in the service configuration file is not declared in the service definition file.';
    assert.equal(wordsOf(finding), said);
    speak('es');
    assert.equal(wordsOf(finding), `Una opción de configuración que la definición no declara. El servicio dice: ${said}`);
  });

  it('keep what the service itself said, with its code and request id', () => {
    const error = new ServiceManagementError('The specified DNS name is already taken.', { code: 'ConflictError', httpStatus: 409, requestId: 'abc' });
    assert.equal(wordsOf(error), 'ConflictError: The specified DNS name is already taken. (request abc)');
    speak('es');
    assert.equal(wordsOf(error), 'ConflictError: The specified DNS name is already taken. (solicitud abc)');
  });

  it('say that the service gives no reason', () => {
    speak('es');
    assert.equal(wordsOf(new ServiceManagementError(english, { code: 'Http502', httpStatus: 502 })), 'El servicio ha respondido con el estado HTTP 502 y no indica por qué.');
    assert.equal(wordsOf(new ServiceManagementError(english, { code: 'OperationFailed' })), 'La operación ha fallado y el servicio no indica por qué.');
  });

  it('are the message of an error that is not ours, even where it has a code that one of ours has', () => {
    speak('es');
    assert.equal(wordsOf(Object.assign(new Error('EACCES: permission denied'), { code: 'EACCES' })), 'EACCES: permission denied');
    assert.equal(wordsOf(Object.assign(new Error('not here'), { name: 'FileSystemError', code: 'FileNotFound' })), 'not here');
    assert.equal(wordsOf('odd'), 'odd');
  });
});
