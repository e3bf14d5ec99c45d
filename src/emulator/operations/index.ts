import type { Handlers } from '../handler.ts';
import { findFreeOsImage, findFreeVmImage } from '../images.ts';
import { replicateImage, shareImage, unreplicateImage } from '../replication.ts';
import { createAffinityGroup } from './affinityGroups/create.ts';
import { deleteAffinityGroup } from './affinityGroups/delete.ts';
import { getAffinityGroup } from './affinityGroups/get.ts';
import { listAffinityGroups } from './affinityGroups/list.ts';
import { updateAffinityGroup } from './affinityGroups/update.ts';
import { addDataDisk } from './dataDisks/add.ts';
import { deleteDataDisk } from './dataDisks/delete.ts';
import { getDataDisk } from './dataDisks/get.ts';
import { updateDataDisk } from './dataDisks/update.ts';
import { changeDeploymentConfiguration } from './deployments/changeConfiguration.ts';
import { createDeployment } from './deployments/create.ts';
import { deleteDeployment } from './deployments/delete.ts';
import { getDeployment } from './deployments/get.ts';
import { getPackage } from './deployments/getPackage.ts';
import { listDeploymentEvents } from './deployments/listEvents.ts';
import { rollbackUpdate } from './deployments/rollback.ts';
import { swapDeployments } from './deployments/swap.ts';
import { updateDeploymentStatus } from './deployments/updateStatus.ts';
import { addDisk } from './disks/add.ts';
import { deleteDisk } from './disks/delete.ts';
import { getDisk } from './disks/get.ts';
import { listDisks } from './disks/list.ts';
import { updateDisk } from './disks/update.ts';
import { addDnsServer } from './dnsServers/add.ts';
import { deleteDnsServer } from './dnsServers/delete.ts';
import { updateDnsServer } from './dnsServers/update.ts';
import { addExtension } from './extensions/add.ts';
import { deleteExtension } from './extensions/delete.ts';
import { getExtension } from './extensions/get.ts';
import { listExtensions } from './extensions/list.ts';
import { listAvailableExtensions } from './extensions/listAvailable.ts';
import { listExtensionVersions } from './extensions/listVersions.ts';
import { upgradeDeployment } from './deployments/upgrade.ts';
import { walkUpgradeDomain } from './deployments/walkUpgradeDomain.ts';
import { checkHostedServiceName } from './hostedServices/checkNameAvailability.ts';
import { createHostedService } from './hostedServices/create.ts';
import { deleteHostedService } from './hostedServices/delete.ts';
import { getHostedService } from './hostedServices/get.ts';
import { listHostedServices } from './hostedServices/list.ts';
import { updateHostedService } from './hostedServices/update.ts';
import { listLocations } from './locations/list.ts';
import { addManagementCertificate } from './managementCertificates/add.ts';
import { deleteManagementCertificate } from './managementCertificates/delete.ts';
import { getManagementCertificate } from './managementCertificates/get.ts';
import { listManagementCertificates } from './managementCertificates/list.ts';
import { listOperatingSystems } from './operatingSystems/list.ts';
import { listOperatingSystemFamilies } from './operatingSystems/listFamilies.ts';
import { getOperationStatus } from './operations/getStatus.ts';
import { listOperations } from './operations/list.ts';
import { addOsImage } from './osImages/add.ts';
import { deleteOsImage } from './osImages/delete.ts';
import { getOsImage } from './osImages/get.ts';
import { getOsImageDetails } from './osImages/getDetails.ts';
import { listOsImages } from './osImages/list.ts';
import { updateOsImage } from './osImages/update.ts';
import { associateReservedIp } from './reservedIps/associate.ts';
import { createReservedIp } from './reservedIps/create.ts';
import { deleteReservedIp } from './reservedIps/delete.ts';
import { disassociateReservedIp } from './reservedIps/disassociate.ts';
import { getReservedIp } from './reservedIps/get.ts';
import { listReservedIps } from './reservedIps/list.ts';
import { listResourceExtensions } from './resourceExtensions/list.ts';
import { listResourceExtensionVersions } from './resourceExtensions/listVersions.ts';
import { listRoleSizes } from './roleSizes/list.ts';
import { addServiceCertificate } from './serviceCertificates/add.ts';
import { deleteServiceCertificate } from './serviceCertificates/delete.ts';
import { getServiceCertificate } from './serviceCertificates/get.ts';
import { listServiceCertificates } from './serviceCertificates/list.ts';
import { deleteRoleInstances } from './roleInstances/delete.ts';
import { rebootRoleInstance, rebuildRoleInstance, reimageRoleInstance } from './roleInstances/restart.ts';
import { checkStorageAccountName } from './storageAccounts/checkNameAvailability.ts';
import { createStorageAccount } from './storageAccounts/create.ts';
import { deleteStorageAccount } from './storageAccounts/delete.ts';
import { getStorageAccount } from './storageAccounts/get.ts';
import { getStorageAccountKeys } from './storageAccounts/getKeys.ts';
import { listStorageAccounts } from './storageAccounts/list.ts';
import { regenerateStorageAccountKeys } from './storageAccounts/regenerateKeys.ts';
import { updateStorageAccount } from './storageAccounts/update.ts';
import { getSubscription } from './subscriptions/get.ts';
import { listSubscriptions } from './subscriptions/list.ts';
import { addVirtualMachine } from './virtualMachines/add.ts';
import { captureVirtualMachine } from './virtualMachines/capture.ts';
import { captureVmImage } from './virtualMachines/captureVmImage.ts';
import { createMachineDeployment } from './virtualMachines/createDeployment.ts';
import { deleteVirtualMachine } from './virtualMachines/delete.ts';
import { getVirtualMachine } from './virtualMachines/get.ts';
import { getRemoteDesktopFile } from './virtualMachines/getRemoteDesktopFile.ts';
import { redeployVirtualMachine, restartVirtualMachine } from './virtualMachines/restart.ts';
import { shutDownVirtualMachine, shutDownVirtualMachines } from './virtualMachines/shutdown.ts';
import { startVirtualMachine, startVirtualMachines } from './virtualMachines/start.ts';
import { updateVirtualMachine } from './virtualMachines/update.ts';
import { getNetworkConfiguration } from './virtualNetworks/getConfiguration.ts';
import { listVirtualNetworkSites } from './virtualNetworks/list.ts';
import { setNetworkConfiguration } from './virtualNetworks/setConfiguration.ts';
import { createVmImage } from './vmImages/create.ts';
import { deleteVmImage } from './vmImages/delete.ts';
import { getVmImageDetails } from './vmImages/getDetails.ts';
import { listVmImages } from './vmImages/list.ts';
import { updateVmImage } from './vmImages/update.ts';

export const handlers: Handlers = {
  'subscriptions.get': getSubscription,
  'subscriptions.list': listSubscriptions,
  'locations.list': listLocations,
  'roleSizes.list': listRoleSizes,
  'hostedServices.list': listHostedServices,
  'hostedServices.get': getHostedService,
  'hostedServices.checkNameAvailability': checkHostedServiceName,
  'hostedServices.create': createHostedService,
  'hostedServices.update': updateHostedService,
  'hostedServices.delete': deleteHostedService,
  'serviceCertificates.list': listServiceCertificates,
  'serviceCertificates.get': getServiceCertificate,
  'serviceCertificates.add': addServiceCertificate,
  'serviceCertificates.delete': deleteServiceCertificate,
  'extensions.listAvailable': listAvailableExtensions,
  'extensions.listVersions': listExtensionVersions,
  'extensions.list': listExtensions,
  'extensions.get': getExtension,
  'extensions.add': addExtension,
  'extensions.delete': deleteExtension,
  'deployments.create': createDeployment,
  'deployments.get': getDeployment,
  'deployments.changeConfiguration': changeDeploymentConfiguration,
  'deployments.upgrade': upgradeDeployment,
  'deployments.walkUpgradeDomain': walkUpgradeDomain,
  'deployments.rollback': rollbackUpdate,
  'deployments.getPackage': getPackage,
  'deployments.listEvents': listDeploymentEvents,
  'deployments.updateStatus': updateDeploymentStatus,
  'deployments.swap': swapDeployments,
  'deployments.delete': deleteDeployment,
  'roleInstances.reboot': rebootRoleInstance,
  'roleInstances.reimage': reimageRoleInstance,
  'roleInstances.rebuild': rebuildRoleInstance,
  'roleInstances.delete': deleteRoleInstances,
  'storageAccounts.list': listStorageAccounts,
  'storageAccounts.get': getStorageAccount,
  'storageAccounts.getKeys': getStorageAccountKeys,
  'storageAccounts.checkNameAvailability': checkStorageAccountName,
  'storageAccounts.create': createStorageAccount,
  'storageAccounts.update': updateStorageAccount,
  'storageAccounts.regenerateKeys': regenerateStorageAccountKeys,
  'storageAccounts.delete': deleteStorageAccount,
  'disks.list': listDisks,
  'disks.get': getDisk,
  'disks.add': addDisk,
  'disks.update': updateDisk,
  'disks.delete': deleteDisk,
  'osImages.list': listOsImages,
  'osImages.get': getOsImage,
  'osImages.getDetails': getOsImageDetails,
  'osImages.add': addOsImage,
  'osImages.update': updateOsImage,
  'osImages.delete': deleteOsImage,
  'osImages.replicate': replicateImage(findFreeOsImage),
  'osImages.unreplicate': unreplicateImage(findFreeOsImage),
  'osImages.share': shareImage(findFreeOsImage, { answers: true }),
  'vmImages.list': listVmImages,
  'vmImages.getDetails': getVmImageDetails,
  'vmImages.create': createVmImage,
  'vmImages.update': updateVmImage,
  'vmImages.delete': deleteVmImage,
  'vmImages.replicate': replicateImage(findFreeVmImage),
  'vmImages.unreplicate': unreplicateImage(findFreeVmImage),
  'vmImages.share': shareImage(findFreeVmImage, { answers: false }),
  'resourceExtensions.list': listResourceExtensions,
  'resourceExtensions.listVersions': listResourceExtensionVersions,
  'affinityGroups.list': listAffinityGroups,
  'affinityGroups.get': getAffinityGroup,
  'affinityGroups.create': createAffinityGroup,
  'affinityGroups.update': updateAffinityGroup,
  'affinityGroups.delete': deleteAffinityGroup,
  'reservedIps.list': listReservedIps,
  'reservedIps.get': getReservedIp,
  'reservedIps.create': createReservedIp,
  'reservedIps.delete': deleteReservedIp,
  'reservedIps.associate': associateReservedIp,
  'reservedIps.disassociate': disassociateReservedIp,
  'virtualNetworks.list': listVirtualNetworkSites,
  'virtualNetworks.getConfiguration': getNetworkConfiguration,
  'virtualNetworks.setConfiguration': setNetworkConfiguration,
  'managementCertificates.list': listManagementCertificates,
  'managementCertificates.get': getManagementCertificate,
  'managementCertificates.add': addManagementCertificate,
  'managementCertificates.delete': deleteManagementCertificate,
  'operatingSystems.list': listOperatingSystems,
  'operatingSystems.listFamilies': listOperatingSystemFamilies,
  'virtualMachines.createDeployment': createMachineDeployment,
  'virtualMachines.add': addVirtualMachine,
  'virtualMachines.get': getVirtualMachine,
  'virtualMachines.update': updateVirtualMachine,
  'virtualMachines.delete': deleteVirtualMachine,
  'virtualMachines.start': startVirtualMachine,
  'virtualMachines.restart': restartVirtualMachine,
  'virtualMachines.shutdown': shutDownVirtualMachine,
  'virtualMachines.startRoles': startVirtualMachines,
  'virtualMachines.shutdownRoles': shutDownVirtualMachines,
  'virtualMachines.capture': captureVirtualMachine,
  'virtualMachines.captureVmImage': captureVmImage,
  'virtualMachines.redeploy': redeployVirtualMachine,
  'virtualMachines.getRemoteDesktopFile': getRemoteDesktopFile,
  'dataDisks.add': addDataDisk,
  'dataDisks.get': getDataDisk,
  'dataDisks.update': updateDataDisk,
  'dataDisks.delete': deleteDataDisk,
  'dnsServers.add': addDnsServer,
  'dnsServers.update': updateDnsServer,
  'dnsServers.delete': deleteDnsServer,
  'operations.getStatus': getOperationStatus,
  'operations.list': listOperations,
};
