import { affinityGroupCommands } from './affinityGroups.ts';
import type { Command } from './command.ts';
import { configurationCommands } from './configuration.ts';
import { deployCommand } from './deploy/index.ts';
import { deploymentCommands } from './deployments.ts';
import { emulatorCommands } from './emulator.ts';
import { firstStepsCommands } from './firstSteps.ts';
import { hostedServiceCommands } from './hostedServices.ts';
import { storageAccountCommands } from './storageAccounts.ts';
import { subscriptionCommands } from './subscriptions/index.ts';
import { viewCommands } from './view.ts';

/** Every command of the extension; a test compares it with package.json. */
export const commandTable: readonly Command[] = [
  ...emulatorCommands, ...subscriptionCommands, ...viewCommands, ...firstStepsCommands,
  ...hostedServiceCommands, ...storageAccountCommands, ...affinityGroupCommands,
  deployCommand, ...deploymentCommands, ...configurationCommands,
];
