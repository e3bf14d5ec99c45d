import { l10n, window } from 'vscode';
import type { ServiceManagementClient } from '../../client/index.ts';
import type { Connection } from '../connections/connection.ts';
import { confirm } from '../input/confirm.ts';
import { askWords } from '../input/labels.ts';
import { affinityGroupNameProblem, labelProblem } from '../input/names.ts';
import { affinityGroupChoices, placeChoices, placeName } from '../input/pickResource.ts';
import { runWizard } from '../input/wizard.ts';
import type { Command } from './command.ts';
import { inTurn, severalFacts, severalTargets } from './several.ts';
import { connectionStep, groupRow, isNode, namedTarget } from './target.ts';

export const affinityGroupCommands: readonly Command[] = [
  {
    id: 'azureClassic.affinityGroups.create',
    run: async (services, argument) => {
      const answers: { connection?: Connection; client?: ServiceManagementClient; name?: string; label?: string; location?: string } = {};
      const connection = await connectionStep<typeof answers>(services, isNode(argument) ? argument.connection : undefined);
      if (!connection) return;
      const done = await runWizard(l10n.t('Create Affinity Group'), answers, [
        connection,
        async (ask, a) => { a.name = await ask.text({ prompt: l10n.t('Name of the affinity group'), value: a.name ?? '', check: affinityGroupNameProblem }); },
        async (ask, a) => { a.label = await ask.text({ prompt: l10n.t('Label'), value: a.label ?? a.name!, check: labelProblem }); },
        async (ask, a) => { a.location = placeName(await ask.pick({ placeholder: l10n.t('Where?'), items: placeChoices(a.client!, { affinityGroups: false }) })); },
      ], 3);
      if (!done) return;
      await done.client!.affinityGroups.create({ name: done.name!, label: done.label!, location: done.location! });
      services.tree.refreshId(groupRow(done.connection!, 'affinityGroups'));
      void window.showInformationMessage(l10n.t('The affinity group {0} is created.', done.name!));
    },
  },
  {
    id: 'azureClassic.affinityGroups.update',
    run: async (services, argument) => {
      const title = l10n.t('Edit Affinity Group');
      const target = await namedTarget(services, argument, title, l10n.t('Which affinity group?'), affinityGroupChoices);
      if (!target) return;
      const { connection, client, name } = target;
      const words = await askWords(title, await client.affinityGroups.get({ affinityGroupName: name }));
      if (!words) return;
      await client.affinityGroups.update({ affinityGroupName: name, ...words });
      services.tree.refreshId(groupRow(connection, 'affinityGroups'));
    },
  },
  {
    id: 'azureClassic.affinityGroups.delete',
    run: async (services, argument, selection) => {
      const action = l10n.t('Delete Affinity Group');
      const several = await severalTargets(services, argument, selection, 'affinityGroup', action, l10n.t('Which affinity group?'), affinityGroupChoices);
      if (!several) return;
      const { targets } = several;
      const facts = [...severalFacts(several), l10n.t('Only an affinity group that nothing is in can be deleted.')];
      const question = targets.length === 1 ? l10n.t('Delete the affinity group {0}?', targets[0]!.name) : l10n.t('Delete {0} affinity groups?', targets.length);
      if (!await confirm(question, facts, targets.length === 1 ? action : l10n.t('Delete Affinity Groups'), targets)) return;
      await inTurn(services, action, targets, ({ client, name }) => client.affinityGroups.delete({ affinityGroupName: name }), 'affinityGroups');
    },
  },
];
