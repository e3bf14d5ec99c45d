import type { Handlers } from '../handler.ts';
import { createAffinityGroup } from './affinityGroups/create.ts';
import { deleteAffinityGroup } from './affinityGroups/delete.ts';
import { getAffinityGroup } from './affinityGroups/get.ts';
import { listAffinityGroups } from './affinityGroups/list.ts';
import { changeDeploymentConfiguration } from './deployments/changeConfiguration.ts';
import { createDeployment } from './deployments/create.ts';
import { deleteDeployment } from './deployments/delete.ts';
import { getDeployment } from './deployments/get.ts';
import { swapDeployments } from './deployments/swap.ts';
import { updateDeploymentStatus } from './deployments/updateStatus.ts';
import { checkHostedServiceName } from './hostedServices/checkNameAvailability.ts';
import { createHostedService } from './hostedServices/create.ts';
import { deleteHostedService } from './hostedServices/delete.ts';
import { getHostedService } from './hostedServices/get.ts';
import { listHostedServices } from './hostedServices/list.ts';
import { listLocations } from './locations/list.ts';
import { getOperationStatus } from './operations/getStatus.ts';
import { checkStorageAccountName } from './storageAccounts/checkNameAvailability.ts';
import { createStorageAccount } from './storageAccounts/create.ts';
import { deleteStorageAccount } from './storageAccounts/delete.ts';
import { getStorageAccount } from './storageAccounts/get.ts';
import { getStorageAccountKeys } from './storageAccounts/getKeys.ts';
import { listStorageAccounts } from './storageAccounts/list.ts';
import { getSubscription } from './subscriptions/get.ts';

export const handlers: Handlers = {
  'subscriptions.get': getSubscription,
  'locations.list': listLocations,
  'hostedServices.list': listHostedServices,
  'hostedServices.get': getHostedService,
  'hostedServices.checkNameAvailability': checkHostedServiceName,
  'hostedServices.create': createHostedService,
  'hostedServices.delete': deleteHostedService,
  'deployments.create': createDeployment,
  'deployments.get': getDeployment,
  'deployments.changeConfiguration': changeDeploymentConfiguration,
  'deployments.updateStatus': updateDeploymentStatus,
  'deployments.swap': swapDeployments,
  'deployments.delete': deleteDeployment,
  'storageAccounts.list': listStorageAccounts,
  'storageAccounts.get': getStorageAccount,
  'storageAccounts.getKeys': getStorageAccountKeys,
  'storageAccounts.checkNameAvailability': checkStorageAccountName,
  'storageAccounts.create': createStorageAccount,
  'storageAccounts.delete': deleteStorageAccount,
  'affinityGroups.list': listAffinityGroups,
  'affinityGroups.get': getAffinityGroup,
  'affinityGroups.create': createAffinityGroup,
  'affinityGroups.delete': deleteAffinityGroup,
  'operations.getStatus': getOperationStatus,
};
