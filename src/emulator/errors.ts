import { withDashes } from './guid.ts';
import { imageRefusals } from './imageErrors.ts';
import { machineRefusals } from './machineErrors.ts';
import { badRequest, conflict, documented, notFound, ours, oursBadRequest, recorded } from './refusal.ts';

export { Refusal } from './refusal.ts';

/** Every refusal that the emulator knows. `recorded` texts are those of errors.md, `documented` ones those of ee460801 unless another page is named. */
export const refusals = {
  notAuthenticated: () => documented(403, 'ForbiddenError', 'The server failed to authenticate the request. Verify that the certificate is valid and is associated with this subscription.'),
  version: () => documented(400, 'MissingOrIncorrectVersionHeader', 'The versioning header is not specified or was specified incorrectly.'),
  xml: () => documented(400, 'InvalidXmlRequest', "The request body's XML was invalid or not correctly specified."),
  verb: () => documented(400, 'InvalidHttpVerb', "The HTTP verb specified was not recognized by the server or isn't valid for this resource."),
  queryParameter: () => documented(400, 'MissingOrInvalidRequiredQueryParameter', 'A required query parameter was not specified for this request or was specified incorrectly.'),
  internal: () => recorded(500, 'InternalError', 'The server encountered an internal error. Please retry the request.'),
  unknownPath: (path: string) => ours(404, 'ResourceNotFound', `The emulator has no operation at ${path}. Run it with --operations to see which it has.`),
  host: () => ours(403, 'ForbiddenError', 'Only this computer may use the emulator: the Host header names another.'),
  tooLarge: (limit: number) => ours(413, 'RequestBodyTooLarge', `The request body is larger than ${limit} bytes.`),
  badUrl: () => ours(400, 'BadRequest', 'The URL is not correctly encoded.'),

  /** What faults answer (faults.ts). Throttling was 503 on the wire, 429 in other tools' reports, in the same words. */
  throttled: (status: 429 | 503) => recorded(status, 'TooManyRequests', 'Too many requests received. Retry after some time.'),
  timedOut: () => ours(408, 'RequestTimeout', 'The request was not received in time.'),

  parameter: () => recorded(400, 'BadRequest', 'A parameter was incorrect'),
  operationNotFound: (id: string) => ours(404, 'ResourceNotFound', `There is no operation with the request id ${id}.`),
  label: (what: string) => oursBadRequest(`The label of the ${what} is invalid: it has to have 1 to 100 characters.`),
  /** Recorded of an affinity group. */
  description: (what: string) => badRequest(`The description for the ${what} is invalid.`),
  nothingToUpdate: (what: string) => oursBadRequest(`The request changes nothing of the ${what}.`),
  /** The limits are those of gg441303, and so is the status. */
  extendedProperty: (what: string, problem: string) => oursBadRequest(`The extended properties of the ${what} are invalid: ${problem}.`),
  placement: (what: string) => oursBadRequest(`Specify either a location or an affinity group for the ${what}, and not both.`),
  location: () => badRequest('The location constraint is not valid'),
  affinityGroupForPlacement: () => badRequest('The affinity group does not exist.'),
  /** Text: learn.microsoft.com/troubleshoot/azure (hosted service count), libcloud users' reports (public IP count, BadRequest). */
  quota: (resource: string, limit: number, current: number, increment: number) => documented(400, 'BadRequest',
    `The subscription policy limit for resource type '${resource}' was exceeded. The limit for resource type '${resource}' is ${limit} per subscription, the current count is ${current}, and the requested increment is ${increment}.`),

  affinityGroupNotFound: () => notFound('The affinity group does not exist.'),
  affinityGroupName: () => badRequest('The affinity group name is invalid.'),
  affinityGroupExists: () => conflict('An affinity group with that name already exists in the current subscription.'),
  affinityGroupInUse: (name: string, by: string) => ours(409, 'ConflictError', `The affinity group ${name} is in use by ${by} and so cannot be deleted.`),

  hostedServiceName: () => badRequest('The hosted service name is invalid.'),
  hostedServiceNotFound: () => notFound('The hosted service does not exist.'),
  dnsNameTaken: () => conflict('The specified DNS name is already taken.'),
  hostedServiceNotEmpty: (name: string, slots: string) => ours(409, 'ConflictError', `The hosted service ${name} has a deployment in ${slots} and so cannot be deleted. Delete its deployments first.`),
  reverseDnsFqdn: (name: string) => oursBadRequest(`The reverse DNS name ${name} is invalid: it has to be a fully qualified domain name that ends with a full stop.`),
  hostedServiceBusy: () => conflict('Windows Azure is currently performing an operation on this hosted service that requires exclusive access.'),

  certificateNotFound: () => notFound('The certificate was not found.'),
  /** azure-pipelines-tasks#2269, knife-azure#273: at once, not at the end of the operation. */
  unknownThumbprint: (thumbprint: string) => documented(400, 'BadRequest', `The certificate with thumbprint ${thumbprint} was not found.`),
  certificateFormat: (format: string) => oursBadRequest(`The certificate format ${format} is neither pfx nor cer.`),
  certificateData: () => oursBadRequest('The certificate cannot be read: it is damaged, or no .pfx or .cer file.'),
  certificatePassword: () => oursBadRequest('The password does not open the certificate.'),
  /** azure-powershell#8666: at the end of the operation. */
  certificateInUse: () => documented(409, 'ConflictError', 'Certificate deletion is not allowed when it is being used in a deployment.'),

  /** azure-powershell#72, #1632. */
  extensionId: (id: string) => documented(400, 'BadRequest', `The extension ID ${id} is invalid.`),
  extensionExists: (id: string) => documented(409, 'ConflictError', `The extension ID ${id} already exists.`), // azure-powershell#1573
  extensionInUse: (id: string) => documented(409, 'ConflictError', `The extension ID ${id} is already in use for this deployment.`), // azure-powershell#193
  extensionNotFound: (id: string) => ours(404, 'ResourceNotFound', `The extension ID ${id} does not exist.`),
  extensionImageNotFound: (extension: string) => ours(404, 'ResourceNotFound', `There is no extension ${extension}. List Available Extensions has those that there are.`),
  /** In the words of the one for roles (extensionRole). */
  unknownExtension: (id: string) => ours(404, 'ResourceNotFound', `The extension ID ${id} in the extension configuration is invalid.`),

  deploymentBusy: (id: string) => conflict(`Windows Azure is currently performing an operation with x-ms-requestid ${withDashes(id)} on this deployment that requires exclusive access.`),
  deploymentNotFound: () => notFound('No deployments were found.'),
  notForMachines: () => oursBadRequest('The deployment holds virtual machines; this operation is for web and worker roles.'),
  onlyForMachines: () => oursBadRequest('The deployment holds web and worker roles; this operation is for virtual machines.'),
  deploymentName: () => badRequest('The deployment name is invalid.'),
  deploymentNameTaken: (name: string) => ours(409, 'ConflictError', `The hosted service already has a deployment named ${name}.`),
  slot: () => oursBadRequest('The deployment slot has to be Production or Staging.'),
  slotOccupied: (slot: string) => conflict(`The specified deployment slot ${slot} is occupied.`),
  configuration: (problem: string) => oursBadRequest(`The service configuration is invalid. ${problem}`),
  packageUrl: (problem: string) => oursBadRequest(`The package cannot be read. ${problem}`),
  packageContainer: (problem: string) => oursBadRequest(`The package cannot be written into the container. ${problem}`),
  packageExists: (url: string) => ours(409, 'ConflictError', `There is already a blob at ${url}; it is only overwritten where overwriteExisting is true.`),
  /** smarx/waz-cmd#2 has the first two sentences. */
  package: (problem: string) => documented(400, 'BadRequest', `The file provided is not a valid service package. Detailed error code: FileFormatException. ${problem}`),
  /** azure-sdk-for-node#841. */
  mismatch: (problems: readonly string[]) => documented(400, 'BadRequest',
    `Validation Errors: ${problems.map((problem) => `Error validating the .cscfg file against the .csdef file. Severity:Error, message:${problem}`).join(',')}`),
  warning: (problem: string) => oursBadRequest(`A warning is to be treated as an error. ${problem}`),
  roleSize: (role: string, size: string) => oursBadRequest(`The size ${size} of role ${role} does not exist.`),
  deploymentStatus: () => oursBadRequest('The status of a deployment has to be Running or Suspended.'),
  /** azure-pipelines-tasks#3075. */
  roleResized: (role: string) => documented(400, 'BadRequest', `The role size specified for role ${role} in the newly uploaded package differs from the role size for this role in the currently deployed service. Changing the size of the role will cause all local data on the role instance to be lost.  Please use the Force flag if you want to allow the loss of local data.`),
  /** azure-pipelines-tasks#1141. */
  roleRemoved: (role: string) => documented(400, 'BadRequest', `Removing role ${role} will cause loss of data stored locally on instances of the role.  Repeat this operation and specify 'Force'.`),
  localStorage: (storage: string, role: string) => oursBadRequest(`The local storage ${storage} of role ${role} must not become smaller by an upgrade. Deploy to the other slot and swap instead.`),
  upgradeDomainCount: (from: number, to: number) => oursBadRequest(`The number of upgrade domains must not change by an upgrade: the deployment has ${from}, the package asks for ${to}. Deploy to the other slot and swap instead.`),
  roleToUpgrade: (role: string) => oursBadRequest(`The role ${role} is not both in the deployment and in the package, so it cannot be upgraded alone.`),
  nothingToWalk: () => ours(409, 'ConflictError', 'The deployment has no update in mode Manual under way whose upgrade domains could be walked.'),
  upgradeDomain: (given: number, next: number) => oursBadRequest(`The upgrade domains have to be walked in order: it is the turn of ${next}, not of ${given}.`),
  rollback: () => ours(409, 'ConflictError', 'The deployment has no update under way that could be rolled back.'),
  rollbackMode: () => oursBadRequest('The mode of a rollback has to be Auto or Manual.'),
  superseded: (id: string) => ours(409, 'ConflictError', `The operation with x-ms-requestid ${withDashes(id)} on the same deployment has taken the place of this one.`),
  instanceNotFound: (name: string) => ours(404, 'ResourceNotFound', `The deployment has no role instance named ${name}.`),
  instanceNotRunning: (name: string) => ours(409, 'ConflictError', `The deployment is suspended, so that its role instance ${name} is not running.`),
  noInstances: () => oursBadRequest('Name at least one role instance to delete.'),
  lastInstance: (role: string) => oursBadRequest(`The role ${role} has to keep at least one instance.`),
  upgradeMode: () => oursBadRequest('The mode has to be Auto, Manual or Simultaneous.'),
  extensionRole: (role: string) => documented(404, 'ResourceNotFound', `The role name ${role} in the extension configuration is invalid.`), // azure-pipelines-tasks#3278
  /** Names that are not those of the slots are a conflict, and as many endpoints are wanted of both (ee460814); the words are ours. */
  swapSource: (name: string) => ours(409, 'ConflictError', `There is no deployment named ${name} in the staging slot to be swapped with production.`),
  swapProduction: (found: string | undefined) => ours(409, 'ConflictError', found === undefined
    ? 'The production slot is empty; leave Production out.' : `The production deployment is named ${found}; name it in Production.`),
  swapEndpoints: (production: number, staging: number) => oursBadRequest(`Deployments can be swapped only when their service definitions have the same number of endpoints: that of production has ${production}, that of staging ${staging}.`),

  storageAccountName: () => badRequest('The name is not a valid storage account name. Storage account names must be between 3 and 24 characters in length and use numbers and lower-case letters only.'),
  storageAccountNotFound: (name: string) => notFound(`The storage account '${name}' was not found.`),
  storageAccountTaken: (name: string) => ours(409, 'ConflictError', `The storage account named '${name}' is already taken.`),
  storageAccountBusy: () => conflict('Windows Azure is currently performing an operation on this storage account that requires exclusive access.'),
  accountHasArtifacts: (account: string, name: string) => badRequest(
    `Storage account ${account} has some active image(s) and/or disk(s), e.g. ${name}. Ensure these image(s) and/or disk(s) are removed before deleting this storage account.`),
  accountType: (type: string) => oursBadRequest(`The account type ${type} is not one of Standard_LRS, Standard_ZRS, Standard_GRS, Standard_RAGRS and Premium_LRS.`),
  accountTypeChange: (from: string, to: string) => oursBadRequest(`The account type cannot be changed from ${from} to ${to}: Standard_ZRS and Premium_LRS are for good.`),
  customDomains: () => oursBadRequest('The emulator has no custom domains.'),
  keyType: (type: string) => oursBadRequest(`The key type ${type} is neither Primary nor Secondary.`),

  reservedIpName: () => oursBadRequest('The name of the reserved IP is invalid: it has to have 1 to 63 letters, digits, hyphens, underscores and periods, a letter or digit first and last.'),
  reservedIpExists: (name: string) => ours(409, 'ConflictError', `A reserved IP named ${name} already exists in the current subscription.`),
  reservedIpNotFound: (name: string) => ours(404, 'ResourceNotFound', `The reserved IP ${name} does not exist.`),
  reservedIpBusy: () => ours(409, 'ConflictError', 'Windows Azure is currently performing an operation on this reserved IP that requires exclusive access.'),
  reservedIpInUse: (name: string, deployment: string, service: string) => oursBadRequest(`The reserved IP ${name} is in use by the deployment ${deployment} of the hosted service ${service}.`),
  reservedIpNotInUseBy: (name: string, deployment: string) => oursBadRequest(`The deployment ${deployment} does not have the reserved IP ${name}.`),
  reservedIpLocation: (name: string, location: string, service: string, wanted: string) => oursBadRequest(`The reserved IP ${name} is in ${location}, the hosted service ${service} is in ${wanted}; they have to be in the same location.`),
  reservedIpDeployment: () => oursBadRequest('ServiceName and DeploymentName say together whose address is to be reserved; specify both or neither.'),
  deploymentHasReservedIp: (deployment: string, name: string) => oursBadRequest(`The deployment ${deployment} has the reserved IP ${name} already. Disassociate that one first.`),
  networkOfDeployment: () => oursBadRequest('A deployment stays in its virtual network and with its public address when its configuration changes. Associate or disassociate a reserved IP to change the address.'),
  virtualIpNotFound: (deployment: string, name: string) => ours(404, 'ResourceNotFound', `The deployment ${deployment} has no virtual IP named ${name}.`),

  networkConfigurationNotFound: () => notFound('Network configuration does not exist.'),
  networkConfigurationBusy: () => conflict('An update to your network configuration is currently underway. Please try this operation again later.'),
  networkSchema: (line: number, position: number) => badRequest(`XML Schema validation error in network configuration at line ${line},${position}.`),
  ipAddress: (text: string) => badRequest(`IP address is not valid '${text}'.`),
  connectedPrefixes: () => documented(400, 'BadRequest', 'IP address prefix is not valid'), // Azure/azure-powershell#1010
  prefixesOverlap: (what: string, one: string, other: string) => oursBadRequest(`The address prefixes ${one} and ${other} of ${what} overlap.`),
  subnetOutside: (subnet: string, prefix: string, site: string) => oursBadRequest(`The address prefix ${prefix} of the subnet ${subnet} is not within the address space of the virtual network ${site}.`),
  subnetSize: (subnet: string, prefix: string) => oursBadRequest(`The address prefix ${prefix} of the subnet ${subnet} is not between /8 and /29.`),
  networkNameTwice: (what: string, name: string) => oursBadRequest(`There is more than one ${what} named ${name}.`),
  networkReference: (what: string, name: string, site: string) => oursBadRequest(`The virtual network ${site} refers to the ${what} ${name}, which the network configuration does not have.`),
  subnetInUse: (name: string) => documented(400, 'BadRequest', `Cannot delete or modify subnet while in use '${name}'.`), // MicrosoftLearning/20533-ImplementingMicrosoftAzureInfrastructureSolutions#130
  virtualNetworkInUse: (site: string, deployment: string, service: string) => oursBadRequest(`The virtual network ${site} is in use by the deployment ${deployment} of the hosted service ${service}, and so can neither be deleted nor moved.`),
  virtualNetworkNotFound: (name: string) => badRequest(`The virtual network ${name} does not exist.`),
  virtualNetworkPlacement: (site: string, place: string, service: string) => oursBadRequest(`The virtual network ${site} is in ${place}, where the hosted service ${service} is not.`),
  /** Recorded where a subnet was asked for its routes. */
  subnetNotFound: (name: string, site: string) => notFound(`Subnet name ${name} was not found in Virtual Network ${site}.`),
  subnetFull: (name: string, site: string) => oursBadRequest(`The subnet ${name} of the virtual network ${site} has no free address.`),
  addressNotFree: (address: string, subnet: string, site: string) => oursBadRequest(`The address ${address} is not a free one of the subnet ${subnet} of the virtual network ${site}.`),

  managementCertificateData: () => oursBadRequest('The data of the management certificate cannot be read: it has to be the base64 of a .cer file.'),
  managementCertificateKey: (bits: number) => oursBadRequest(`The management certificate needs an RSA key of at least ${bits} bits.`),
  managementCertificateThumbprint: (right: string) => oursBadRequest(`The thumbprint is not that of the management certificate, which is ${right}.`),
  managementCertificatePublicKey: () => oursBadRequest('The public key is not that of the management certificate.'),
  managementCertificateExists: (thumbprint: string) => ours(409, 'ConflictError', `The subscription already has the management certificate ${thumbprint}.`),

  ...machineRefusals,
  ...imageRefusals,
};
