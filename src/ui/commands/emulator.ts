import { l10n, window } from 'vscode';
import type { Command } from './command.ts';

export const emulatorCommands: readonly Command[] = [
  {
    id: 'azureClassic.emulator.start',
    run: async ({ emulator }) => {
      await window.withProgress({ location: { viewId: 'azureClassic.subscriptions' }, title: l10n.t('Starting the local emulator') }, () => emulator.start());
    },
  },
  {
    id: 'azureClassic.emulator.stop',
    run: async ({ emulator }) => {
      const running = emulator.running;
      if (!running) return void window.showInformationMessage(l10n.t('The local emulator is not running.'));
      if (!running.owned) {
        return void window.showInformationMessage(l10n.t('Another window or terminal runs the local emulator (process {0}). Stop it there.', running.pid));
      }
      await emulator.stop();
    },
  },
];
