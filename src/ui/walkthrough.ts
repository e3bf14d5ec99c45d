import { commands } from 'vscode';
import type { DisposableStore } from './disposables.ts';
import type { Services } from './services.ts';
import { HostedServiceNode } from './tree/hostedServices.ts';

/** What completes the steps of the walkthrough beside the emulator's start (package.json, completionEvents). VS Code remembers which are done. */
type Milestone = 'browsed' | 'deployed' | 'swapped' | 'connected';

export const reached = (milestone: Milestone): void => void commands.executeCommand('setContext', `azureClassic.reached.${milestone}`, true);

/** Keeps what welcome texts and the walkthrough depend on. The emulator's state is told by `tellEmulator` alone until it has been resumed. */
export function followSteps({ connections, emulator, tree }: Services, disposables: DisposableStore): void {
  disposables.add(emulator.onDidChange(() => tellEmulator(emulator)));
  disposables.add(tree.onDidExpandElement(({ element }) => { if (element.node instanceof HostedServiceNode) reached('browsed'); }));
  const look = () => { if (connections.list().some(({ kind }) => kind === 'own')) reached('connected'); };
  disposables.add(connections.onDidChange(look));
  look();
}

/** `never`: nobody has started one on this machine; `stopped`: its data is there, it is not. */
export function tellEmulator({ running, wanted }: Services['emulator']): void {
  void commands.executeCommand('setContext', 'azureClassic.emulator', running ? 'running' : wanted === undefined ? 'never' : 'stopped');
}
