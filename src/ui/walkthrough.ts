import { commands } from 'vscode';
import type { DisposableStore } from './disposables.ts';
import type { Services } from './services.ts';
import { HostedServiceNode } from './tree/hostedServices.ts';

/** What completes the steps of the walkthrough (package.json), whose ids these are. VS Code remembers which are done. */
const steps = { started: 'emulator', browsed: 'browse', deployed: 'deploy', swapped: 'swap', connected: 'connect' } as const;

export function reached({ context }: Pick<Services, 'context'>, milestone: keyof typeof steps): void {
  void commands.executeCommand('setContext', `azureClassic.reached.${milestone}`, true);
  // VS Code heeds a context only if it becomes true after a walkthrough was opened for the first time in a window. Before that, this
  // throws because it knows no steps yet, when it has remembered that this one is done.
  void commands.executeCommand('welcome.markStepComplete', `${context.extension.id}#start#${steps[milestone]}`).then(undefined, () => undefined);
}

/** Keeps what welcome texts and the walkthrough depend on. The emulator's state is told by `tellEmulator` alone until it has been resumed. */
export function followSteps(services: Services, disposables: DisposableStore): void {
  const { connections, emulator, tree } = services;
  disposables.add(emulator.onDidChange(() => {
    tellEmulator(emulator);
    if (emulator.running) reached(services, 'started');
  }));
  disposables.add(tree.onDidExpandElement(({ element }) => { if (element.node instanceof HostedServiceNode) reached(services, 'browsed'); }));
  const look = () => { if (connections.list().some(({ kind }) => kind === 'own')) reached(services, 'connected'); };
  disposables.add(connections.onDidChange(look));
  look();
}

/** `never`: nobody has started one on this machine; `stopped`: its data is there, it is not. */
export function tellEmulator({ running, wanted }: Services['emulator']): void {
  void commands.executeCommand('setContext', 'azureClassic.emulator', running ? 'running' : wanted === undefined ? 'never' : 'stopped');
}
