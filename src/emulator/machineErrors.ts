import { badRequest, documented, notFound, ours, oursBadRequest } from './refusal.ts';

/** Addresses are shown without their query, which is where a shared access signature is. */
const bare = (url: string) => url.split('?')[0]!;

/** Of virtual machines and their disks; part of errors.ts, which says whose words they are. */
export const machineRefusals = {
  roleNotFound: (role: string) => notFound(`Role ${role} was not found in the currently deployed service.`),
  lastRole: (role: string) => badRequest(`Role ${role} is the only role present in the deployment and so cannot be removed. Please delete the deployment or add another role before removing this role.`),
  machineSlot: () => oursBadRequest('A deployment of virtual machines has to be in the Production slot.'),
  noRoles: () => oursBadRequest('A deployment of virtual machines needs at least one role.'),
  roleName: (role: string) => oursBadRequest(`The role name ${role} is invalid: it has to have 1 to 64 letters, digits, hyphens, underscores and full stops, a letter or digit first and last.`),
  roleExists: (role: string) => ours(409, 'ConflictError', `There is already a role named ${role} in the deployment.`),
  roleType: (role: string, type: string) => oursBadRequest(`The type ${type} of role ${role} has to be PersistentVMRole.`),
  configurationSet: (type: string) => oursBadRequest(`The configuration set ${type} is none of NetworkConfiguration, LinuxProvisioningConfiguration and WindowsProvisioningConfiguration.`),
  licenseType: (type: string) => oursBadRequest(`The license type ${type} has to be Windows_Server or Windows_Client.`),
  provisioning: (role: string, os: string) => oursBadRequest(`The role ${role} is made from a generalized image of ${os} and needs a ${os}ProvisioningConfiguration.`),
  computerName: () => badRequest('The computer name cannot be more than 15 characters long, be entirely numeric, or contain the following characters: ` ~ ! @ # $ % ^ & * ( ) = + _ [ ] { } \\ / ; : . \' " , < > / ?.'),
  hostName: () => oursBadRequest('The host name has to have 1 to 64 ASCII characters without spaces.'),
  userName: () => oursBadRequest('The user name has to have 1 to 32 ASCII characters without spaces.'),
  adminUsername: () => oursBadRequest('The name of the administrator is missing.'),
  linuxPassword: () => oursBadRequest('The password has to have 6 to 72 ASCII characters. It can be left out where there is an SSH key and passwords are disabled.'),
  windowsPassword: () => oursBadRequest('The password of the administrator has to have 8 to 123 characters, of three of these kinds: upper case, lower case, digits, others.'),
  customData: () => oursBadRequest('The custom data is larger than 64 KB.'),
  extensionReference: (role: string) => oursBadRequest(`A resource extension of role ${role} lacks a reference name, publisher, name or version.`),
  extensionParameters: (role: string, name: string, type: string) => oursBadRequest(`The resource extension ${name} of role ${role} has more than one ${type} parameter.`),
  noGuestAgent: (role: string) => oursBadRequest(`The role ${role} has resource extensions, which need the guest agent: ProvisionGuestAgent has to be true.`),

  endpointName: (role: string) => oursBadRequest(`An endpoint of role ${role} has no name.`),
  endpointTwice: (role: string, name: string) => oursBadRequest(`The role ${role} has two endpoints named ${name}.`),
  protocol: (endpoint: string, protocol: string) => oursBadRequest(`The protocol ${protocol} of the endpoint ${endpoint} is neither tcp nor udp.`),
  /** Recorded of InputEndpoint.LocalPort. */
  outOfRange: (what: string, value: number | undefined, first: number, last: number) => badRequest(`Value '${value ?? ''}' specified for parameter '${what}' is invalid. Allowed values are 'a number between ${first} to ${last}'.`),
  portInUse: (port: number) => badRequest(`Port ${port} is already in use by one of the endpoints in this deployment. Ensure that the port numbers are unique across endpoints within a deployment.`),
  noRemoteDesktop: () => badRequest('An external endpoint to the Remote Desktop port (3389) must first be added to the role.'),
  subnetsOutsideNetwork: (role: string) => oursBadRequest(`The role ${role} names a subnet, but its deployment is in no virtual network.`),
  noSubnets: (role: string, site: string) => oursBadRequest(`The role ${role} cannot be in the virtual network ${site}, which has no subnet.`),
  publicIpName: (role: string, name: string) => oursBadRequest(`The public IP ${name} of role ${role} has no name, or one that another has.`),
  dnsServer: (name: string, address: string) => oursBadRequest(`The DNS server ${name} has no name, or its address ${address} is not an IPv4 address.`),
  dnsServerExists: (name: string) => ours(409, 'ConflictError', `The deployment already has a DNS server named ${name}.`),
  dnsServerNotFound: (name: string) => ours(404, 'ResourceNotFound', `The deployment has no DNS server named ${name}.`),

  notStarted: (role: string) => oursBadRequest(`The role ${role} is not started.`),
  notStopped: (role: string) => oursBadRequest(`The role ${role} is not stopped. Shut it down before its image is captured.`),
  postShutdownAction: (action: string) => oursBadRequest(`The post-shutdown action ${action} has to be Stopped or StoppedDeallocated.`),
  postCaptureAction: (action: string) => oursBadRequest(`The post-capture action ${action} has to be Delete or Reprovision.`),
  osState: (state: string) => oursBadRequest(`The state ${state} of the operating system has to be Generalized or Specialized.`),

  imageNotFound: () => notFound('The image with the specified name does not exist.'),
  imageName: (name: string) => oursBadRequest(`The image name ${name} is invalid: it has to have 1 to 100 letters, digits, hyphens, underscores and full stops.`),
  imageExists: (name: string) => ours(409, 'ConflictError', `There is already an image named ${name}.`),
  isVmImage: (name: string) => oursBadRequest(`The image ${name} is a VM image: name it in VMImageName.`),
  isOsImage: (name: string) => oursBadRequest(`The image ${name} is no VM image: name it in SourceImageName of OSVirtualHardDisk.`),
  vmImageAndDisks: (role: string) => oursBadRequest(`The role ${role} is made from a VM image, which has its disks: leave OSVirtualHardDisk and DataVirtualHardDisks out.`),
  /** Azure/azure-powershell#60. */
  imageLocation: (image: string, found: string, wanted: string) => documented(400, 'BadRequest',
    `The location or affinity group ${found} of the storage account where the source image ${image} resides is not in the same location or affinity group as the specified cloud service. The source image must reside in a storage account that has the same affinity group or location as the cloud service ${wanted}.`),

  diskNotFound: () => documented(404, 'ResourceNotFound', 'The disk with the specified name does not exist.'), // gwacl, deletedisk_test.go
  diskExists: (name: string) => ours(409, 'ConflictError', `A disk with name ${name} already exists.`),
  /** pkgcloud#98. */
  diskInUse: (name: string, { role, hostedService, deployment }: { readonly role: string; readonly hostedService: string; readonly deployment: string }) => documented(400, 'BadRequest',
    `A disk with name ${name} is currently in use by virtual machine ${role} running within hosted service ${hostedService}, deployment ${deployment}.`),
  diskTwice: (name: string) => oursBadRequest(`The disk ${name} cannot be attached twice.`),
  ioType: () => badRequest('IOType is implicitly determined from the MediaLink. This should not be explicitly specified in the request.'),
  hostCaching: (role: string, caching: string) => oursBadRequest(`The host caching ${caching} of a disk of role ${role} has to be None, ReadOnly or ReadWrite.`),
  noOsDisk: (role: string) => oursBadRequest(`The role ${role} needs an OSVirtualHardDisk with a SourceImageName, a DiskName or a MediaLink, or a VMImageName.`),
  noOs: (role: string) => oursBadRequest(`The operating system on the disk of role ${role} has to be said: Linux or Windows.`),
  noSystemOnDisk: (name: string) => oursBadRequest(`The disk ${name} has no operating system.`),
  remoteSource: (role: string) => oursBadRequest(`The role ${role} is made from a remote image and needs a MediaLink for its own disk.`),
  resizedSize: (role: string, wanted: number, gigabytes: number) => oursBadRequest(`The disk of role ${role} cannot have ${wanted} GB: the image has ${gigabytes} GB, and 1023 GB are the most.`),
  lun: (lun: number | undefined) => oursBadRequest(`The LUN ${lun ?? ''} of a data disk has to be a number from 0 to 31.`),
  lunInUse: (role: string, lun: number) => ours(409, 'ConflictError', `The role ${role} already has a data disk at LUN ${lun}.`),
  dataDiskNotFound: (role: string, lun: number) => ours(404, 'ResourceNotFound', `The role ${role} has no data disk at LUN ${lun}.`),
  dataDiskSize: (role: string, gigabytes: number) => oursBadRequest(`A new data disk of role ${role} has to have 1 to 1023 GB, not ${gigabytes}; name a DiskName or a SourceMediaLink for one that is there.`),
  dataDiskIsOther: (name: string) => oursBadRequest(`The disk at that LUN is ${name}; detach it before another is attached.`),

  mediaLink: (url: string) => oursBadRequest(`The media link ${bare(url)} is not the URL of a blob in Blob storage.`),
  /** Azure/azure-xplat-cli#1548. */
  rootContainer: (url: string) => documented(400, 'BadRequest', `Creating OS disks in $root storage container is not supported. Storage URL: ${bare(url)}`),
  mediaAccount: (account: string) => oursBadRequest(`The media link is in the storage account ${account}, which the subscription does not have.`),
  mediaLocation: (account: string, found: string, wanted: string) => oursBadRequest(
    `The location or affinity group ${found} of the storage account ${account}, where the media link is, is not in the same location or affinity group as the cloud service. It has to be in ${wanted}.`),
  noAccountForMedia: (location: string) => oursBadRequest(`There is no storage account in ${location} where a disk could be. Make one, or specify a media link.`),
  blobNotFound: (url: string) => oursBadRequest(`There is no blob at ${bare(url)}.`),
  notAVhd: () => documented(400, 'BadRequest', 'The blob is not a valid VHD.'), // Azure/azure-sdk-for-python#162
  vhdSize: (url: string, bytes: number) => documented(400, 'BadRequest', // azure-docs, create-upload-generic
    `The VHD ${bare(url)} has an unsupported virtual size of ${bytes} bytes. The size must be a whole number (in MBs).`),
  /** Text: Azure/azure-xplat-cli#1816. */
  vhdInUse: (url: string, name: string) => documented(409, 'ConflictError', `The VHD ${bare(url)} is already registered with image repository as the resource with ID ${name}.`),
  vhdTwice: (url: string) => oursBadRequest(`The VHD ${bare(url)} cannot be two disks of an image.`),
  vhdConflict: (problem: string) => ours(409, 'ConflictError', problem),
  vhd: (problem: string) => oursBadRequest(problem),
};
