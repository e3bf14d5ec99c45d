import type { Command } from '../command.ts';
import { captureCommands } from './capture.ts';
import { connectCommands } from './connect.ts';
import { createMachineCommands } from './create.ts';
import { dataDiskCommands } from './dataDisks.ts';
import { deleteMachineCommands } from './delete.ts';
import { endpointCommands } from './endpoints.ts';
import { powerCommands } from './power.ts';
import { sizeCommands } from './size.ts';

export const virtualMachineCommands: readonly Command[] = [
  ...createMachineCommands, ...powerCommands, ...connectCommands, ...sizeCommands, ...endpointCommands, ...dataDiskCommands, ...captureCommands, ...deleteMachineCommands,
];
