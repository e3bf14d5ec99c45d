import { affinityGroupCommands } from './affinityGroups.ts';
import { arrangeCommands } from './arrange.ts';
import type { Command } from './command.ts';
import { configurationCommands } from './configuration.ts';
import { configurationDocumentCommands } from './configurationDocuments.ts';
import { copyAsCommand } from './copyAs.ts';
import { deployCommand, upgradeCommand } from './deploy/index.ts';
import { deploymentCommands } from './deployments.ts';
import { diskCommands } from './disks.ts';
import { dnsServerCommand } from './dnsServers.ts';
import { emulatorCommands } from './emulator.ts';
import { extendedPropertyCommands } from './extendedProperties.ts';
import { extensionCommands } from './extensions.ts';
import { firstStepsCommands } from './firstSteps.ts';
import { hostedServiceCommands } from './hostedServices.ts';
import { managementCertificateCommands } from './managementCertificates.ts';
import { osImageCommands } from './osImages.ts';
import { packageCommands } from './packages.ts';
import { propertiesCommands } from './properties.ts';
import { reservedIpCommands } from './reservedIps.ts';
import { roleInstanceCommands } from './roleInstances.ts';
import { roleCommands } from './roles.ts';
import { serviceCertificateCommands } from './serviceCertificates.ts';
import { operationCommands } from './operations.ts';
import { storageAccountCommands } from './storageAccounts.ts';
import { storageKeyCommands } from './storageKeys.ts';
import { subscriptionCommands } from './subscriptions/index.ts';
import { upgradeDomainCommands } from './upgradeDomains.ts';
import { viewCommands } from './view.ts';
import { virtualMachineCommands } from './virtualMachines/index.ts';
import { virtualNetworkCommands } from './virtualNetworks.ts';
import { vmImageCommands } from './vmImages.ts';

/** Every command of the extension; a test compares it with package.json. */
export const commandTable: readonly Command[] = [
  ...emulatorCommands, ...subscriptionCommands, ...viewCommands, ...arrangeCommands, ...propertiesCommands, copyAsCommand, ...firstStepsCommands,
  ...hostedServiceCommands, ...storageAccountCommands, ...storageKeyCommands, ...affinityGroupCommands, ...extendedPropertyCommands, ...diskCommands, ...osImageCommands, ...vmImageCommands,
  deployCommand, upgradeCommand, ...deploymentCommands, ...configurationCommands, ...configurationDocumentCommands, ...packageCommands, dnsServerCommand, ...operationCommands,
  ...upgradeDomainCommands, ...roleCommands, ...roleInstanceCommands,
  ...serviceCertificateCommands, ...extensionCommands, ...managementCertificateCommands, ...reservedIpCommands, ...virtualNetworkCommands,
  ...virtualMachineCommands,
];
