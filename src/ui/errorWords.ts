import { l10n } from 'vscode';
import { certificateMessages } from '../certificates/errors.ts';
import type { EmulatorErrorCode } from '../emulator/index.ts';
import { fates, localProblems, type Fate, type LocalProblem } from '../protocol/localErrors.ts';
import type { FindingCode, PackageErrorCode, ServiceFileErrorCode } from '../serviceFiles/index.ts';
import type { LeftInStorage, StagingErrorCode } from '../staging/index.ts';

/** An error of ours or a finding, as data: bundles do not share classes. Findings have no `name`. `message` is the English. */
export interface KnownError {
  readonly name?: string;
  readonly code: string;
  readonly message: string;
  readonly details?: Details | undefined;
  /** Of a ServiceManagementError that is not the service's own. */
  readonly problem?: LocalProblem | undefined;
  readonly fate?: Fate | undefined;
  readonly httpStatus?: number | undefined;
  readonly requestId?: string | undefined;
  readonly cause?: unknown;
  readonly line?: number | undefined;
  /** Counts from 0. */
  readonly column?: number | undefined;
}

type Details = Readonly<Record<string, string | number>>;
type Words<Code extends string> = Readonly<Record<Code, (details: Details, error: KnownError) => string>>;

// A reason in a library's words stays in English inside the translated sentence.

const serviceManagement: Words<'InvalidParameter' | 'OperationFailed' | 'Http'> = {
  InvalidParameter: (_, { message }) => l10n.t('The request cannot be sent. {0}', message),
  OperationFailed: () => l10n.t('The operation failed, and the service does not say why.'),
  Http: (_, { httpStatus = 0 }) => l10n.t('The service answered with HTTP status {0} and does not say why.', httpStatus),
};

/** By what is wrong. */
const invalid: Readonly<Record<string, (details: Details) => string>> = {
  url: (d) => l10n.t('{url} is not the URL of a blob in storage account {account}, whose blobs are at {endpoint}.', d),
  endpoint: (d) => l10n.t('Storage account {account} has no usable blob endpoint: an http or https URL is expected.', d),
  key: (d) => l10n.t('The key given for storage account {account} is not an account key: base64 text is expected.', d),
  container: (d) => l10n.t('"{container}" cannot name a container: 3 to 63 lower-case letters, digits and single hyphens.', d),
  blocks: () => l10n.t('A block has 1 byte to 100 MiB, and at least one is sent at a time.'),
};

const staging: Words<StagingErrorCode> = {
  InvalidParameter: (d, { message }) => invalid[d['wrong'] ?? '']?.(d) ?? message,
  FileUnreadable: (d) => l10n.t('The package {path} cannot be read ({reason}).', d),
  FileChanged: (d) => l10n.t('The package {path} was written to while it was sent. Upload it again when nothing writes to it.', d),
  AccountNotFound: (d) => ('status' in d
    ? l10n.t('The storage account {account} at {endpoint} was not found. It may have been deleted; refresh the storage accounts.', d)
    : l10n.t('The storage account {account} was not found: there is no host at {endpoint}. Check the account\'s name, or whether this computer is online.', d)),
  KeyRefused: (d) => l10n.t('The storage account {account} at {endpoint} refuses the account key. It may have been regenerated (read the keys again), this computer\'s clock may be wrong, or the account\'s firewall keeps this computer out.', d),
  EndpointUnreachable: (d) => (d['reason'] === 'Stalled'
    ? l10n.t('The storage account {account} at {endpoint} has stopped answering.', d)
    : l10n.t('The storage account {account} at {endpoint} cannot be reached ({reason}). Check the network, and that the emulator runs if the account is one of its own.', d)),
  ServiceRefused: (_, { message }) => l10n.t('Blob storage refuses this. {0}', message),
  LengthMismatch: (d) => l10n.t('The package has {length} bytes, but {stored} arrived. Upload it again.', d),
  Cancelled: (d) => ('path' in d ? l10n.t('The upload of {path} was cancelled.', d) : l10n.t('The upload was cancelled.')),
};

const leftInStorage: Readonly<Record<LeftInStorage, () => string>> = {
  nothing: () => l10n.t('Nothing was left in storage.'),
  container: () => l10n.t('An empty container was left in storage.'),
  blob: () => l10n.t('The uploaded package was left in storage.'),
  perhapsBlob: () => l10n.t('The uploaded package may have been left in storage.'),
};

const packages: Words<PackageErrorCode> = {
  PackageUnreadable: (d) => l10n.t('The package cannot be read ({reason}).', d),
  PackageEmpty: () => l10n.t('The package is empty (0 bytes).'),
  PackageTooLarge: (d) => l10n.t('The package has {size} bytes; the service takes at most {limit} (600 MB).', d),
  PackageNotAZip: () => l10n.t('The file is not a service package: it is not a zip. Choose the .cspkg that packing the project made.'),
  PackageTruncated: (d) => l10n.t('The package is incomplete, or something was appended to it ({reason}). Build or download it again.', d),
  PackageDamaged: (d) => ('part' in d
    ? l10n.t('The package is damaged at \'{part}\' ({reason}). Build or download it again.', d)
    : l10n.t('The package is damaged ({reason}). Build or download it again.', d)),
  PackageEncrypted: (d) => ('part' in d
    ? l10n.t('\'{part}\' in the package is encrypted and cannot be read, as Windows Azure SDKs before 1.5 made them. Pack the project with a newer SDK.', d)
    : l10n.t('The package is encrypted and cannot be read.')),
  PackageBomb: (d) => l10n.t('The package was refused because opening it could fill the disk or the memory ({reason}).', d),
  PackageUnsafePath: (d) => l10n.t('The package holds an entry that would land outside its folder: {part}.', d),
  PackageDuplicatePath: (d) => l10n.t('The package holds \'{part}\' twice.', d),
  PackageSymbolicLink: (d) => l10n.t('\'{part}\' in the package is a symbolic link.', d),
  PackageNotAService: () => l10n.t('The file is a zip, but not a service package: it names no package manifest. Choose the .cspkg that packing the project made.'),
  PackageManifestMissing: (d) => l10n.t('The package lacks its manifest ({part}). Pack the project again.', d),
  PackageManifestInvalid: (d) => l10n.t('\'{part}\' in the package cannot be understood: {reason}.', d),
  PackageDefinitionMissing: (d) => l10n.t('The package lacks its service definition ({part}). Pack the project again.', d),
  PackageDefinitionInvalid: (d, { cause }) => l10n.t('The service definition \'{part}\' in the package cannot be understood: {reason}', { ...d, reason: (cause instanceof Error && translated(cause as unknown as KnownError)) || d['reason'] }),
};

const serviceFiles: Words<ServiceFileErrorCode> = {
  NotUtf8: () => l10n.t('The file is neither UTF-8 nor UTF-16 with a byte order mark. Save it as UTF-8.'),
  MalformedXml: (d) => l10n.t('The XML is malformed: {reason}', d),
  WrongRootElement: (d) => l10n.t('The root element is <{found}>, not <{expected}>.', d),
  MissingElement: (d) => l10n.t('<{parent}> has no <{element}>.', d),
  MissingAttribute: (d) => l10n.t('<{element}> has no {attribute}.', d),
  InvalidNumber: (d) => l10n.t('{attribute}="{value}" of <{element}> is not a whole number from {minimum} to {maximum}.', d),
  DuplicateName: (d) => l10n.t('There is more than one <{element}> named \'{name}\'.', d),
  NotOfSchema: (d) => l10n.t('The network configuration does not follow its schema: {reason}.', d),
  RoleNotFound: (d) => l10n.t('The service configuration has no role \'{role}\'.', d),
};

const findings: Words<FindingCode> = {
  ServiceNameMismatch: (d) => l10n.t('The service configuration is for the service \'{configurationName}\', the service definition is of \'{definitionName}\'.', d),
  RoleNotInConfiguration: (d) => l10n.t('Role \'{role}\' declared in the service definition file is missing from the service configuration file.', d),
  RoleNotInDefinition: (d) => l10n.t('Role \'{role}\' specified in the service configuration file is not declared in the service definition file.', d),
  // The service's own sentence: it is what people search for.
  SettingNotDeclared: (_, { message }) => l10n.t('A setting that the definition does not declare. The service says: {0}', message),
  SettingWithoutValue: (d) => l10n.t('Setting \'{setting}\' for role \'{role}\' declared in the service definition file has no value in the service configuration file.', d),
  CertificateNotDeclared: (d) => l10n.t('Certificate \'{certificate}\' for role \'{role}\' specified in the service configuration file is not declared in the service definition file.', d),
  CertificateWithoutThumbprint: (d) => l10n.t('Certificate \'{certificate}\' for role \'{role}\' declared in the service definition file has no thumbprint in the service configuration file.', d),
  InvalidThumbprint: (d) => l10n.t('The thumbprint \'{thumbprint}\' of certificate \'{certificate}\' for role \'{role}\' is not 40 hexadecimal digits. A copied one may hold spaces or an invisible character.', d),
  InvalidThumbprintAlgorithm: (d) => l10n.t('The thumbprint algorithm \'{algorithm}\' of certificate \'{certificate}\' for role \'{role}\' is not sha1.', d),
  NoInstances: (d) => l10n.t('Role \'{role}\' asks for {count} instances; at least one is needed.', d),
  SingleInstance: (d) => l10n.t('Role \'{role}\' has one instance; the availability promise (99.95 %) needs two.', d),
  ReservedIPWithoutEndpoint: (_, { message }) => l10n.t('A reserved IP address, but no role that is reached from outside. The service says: {0}', message),
};

const emulator: Words<EmulatorErrorCode> = {
  DirectoryUnusable: (d) => l10n.t('The data folder {directory} cannot be used ({reason}). Choose another one, or make it writable for you.', d),
  StateCorrupt: (d) => l10n.t('The emulator\'s state in {file} cannot be read ({reason}). Move the file away to begin with a new demo subscription.', d),
  ScenarioInvalid: (d) => l10n.t('The scenario {file} is invalid: {reason}.', d),
  FaultInvalid: (d) => l10n.t('The fault "{fault}" is invalid: {reason}.', d),
  PortInUse: (d) => l10n.t('Port {port} is taken by another program. End that program, or choose another port.', d),
  EmulatorSilent: (d) => l10n.t('An emulator with the process id {pid} has the data folder {directory} and does not answer. End that process.', d),
};

const tables: Readonly<Record<string, Partial<Words<string>>>> = {
  ServiceManagementError: serviceManagement, StagingError: staging, PackageError: packages, ServiceFileError: serviceFiles,
  EmulatorError: emulator, Finding: findings,
};

/** An error of ours in the reader's language; undefined for any other, as for what the service itself said. */
export function translated(error: KnownError): string | undefined {
  const { name = 'Finding', code, message, details = {}, problem, fate, line, column = 0 } = error;
  const template = problem ? localProblems[problem].message : name === 'CertificateError' || name === 'Finding' ? certificateMessages[code as keyof typeof certificateMessages] : undefined;
  const words = template ? () => l10n.t(template, details) : tables[name]?.[/^Http\d+$/.test(code) ? 'Http' : code];
  if (!words) return undefined;
  // No bundle: the reader's language is that of the messages, or one that we do not have.
  if (!l10n.bundle) return message;
  const afterwards = fate ? l10n.t(fates[fate]) : leftInStorage[details['left'] as LeftInStorage]?.();
  const said = words(details, error) + (afterwards ? ` ${afterwards}` : '');
  return line === undefined || name === 'Finding' ? said : l10n.t('Line {0}, column {1}: {2}', line, column + 1, said);
}
