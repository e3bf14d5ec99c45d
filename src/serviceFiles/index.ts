export { checkConfiguration, type Finding, type FindingCode } from './check.ts';
export { PackageError, ServiceFileError, type ErrorDetails, type PackageErrorCode, type ServiceFileErrorCode } from './errors.ts';
export {
  emptyNetworkConfiguration, parseNetworkConfiguration, type DnsServer, type LocalNetworkSite, type NetworkConfiguration, type NetworkGateway, type NetworkSite,
} from './networkConfiguration.ts';
export { openPackage, type PackageFormat, type ServicePackage, type VerifiedPart } from './package.ts';
export {
  parseServiceConfiguration, setInstanceCount, type ConfigurationCertificate, type ConfigurationRole, type ConfigurationSetting, type ServiceConfiguration,
} from './serviceConfiguration.ts';
export {
  parseServiceDefinition, type DefinitionRole, type InputEndpoint, type InstanceInputEndpoint, type InternalEndpoint, type PortRange, type RoleKind, type ServiceDefinition,
} from './serviceDefinition.ts';
export { decodeServiceFile } from './text.ts';
export { packageLimits, type PackageSource } from './zip.ts';
