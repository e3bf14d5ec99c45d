import { l10n, window } from 'vscode';
import { runWizard } from '../input/wizard.ts';
import { groupings, sortings, type GroupBy, type SortBy } from '../tree/arrangement.ts';
import type { SubscriptionsTree } from '../tree/subscriptionsTree.ts';
import type { Command } from './command.ts';
import { isNode } from './target.ts';

/** So long after a key the tree follows what is typed. */
const typingMs = 200;

/** How the lists of the tree are shown. */
export const arrangeCommands: readonly Command[] = [
  { id: 'azureClassic.tree.filter', run: ({ tree }) => askFilter(tree) },
  { id: 'azureClassic.tree.clearFilter', run: ({ tree }) => tree.arrange({ filter: '' }) },
  {
    id: 'azureClassic.tree.groupBy',
    run: async ({ tree }) => {
      const words: Record<GroupBy, string> = { none: l10n.t('not at all'), location: l10n.t('by location'), affinityGroup: l10n.t('by affinity group') };
      const groupBy = await choose(l10n.t('Group Resources'), groupings, words, tree.arrangement.groupBy);
      if (groupBy) tree.arrange({ groupBy });
    },
  },
  {
    id: 'azureClassic.tree.sortBy',
    run: async ({ tree }) => {
      const words: Record<SortBy, string> = { name: l10n.t('by name'), newest: l10n.t('the newest first') };
      const sortBy = await choose(l10n.t('Sort Resources'), sortings, words, tree.arrangement.sortBy);
      if (sortBy) tree.arrange({ sortBy });
    },
  },
  { id: 'azureClassic.tree.showMore', run: async ({ tree }, argument) => { if (isNode(argument)) await tree.showMore(argument); } },
];

async function choose<T extends string>(title: string, choices: readonly T[], words: Readonly<Record<T, string>>, now: T): Promise<T | undefined> {
  const items = choices.map((value) => ({ label: words[value], description: value === now ? l10n.t('as now') : '', value }));
  const done = await runWizard<{ choice?: T }>(title, {}, [async (ask, a) => {
    a.choice = await ask.pick({ placeholder: l10n.t('This window remembers it.'), items, active: (value) => value === now });
  }]);
  return done?.choice;
}

/** The tree follows what is typed; Escape brings back what was before. */
function askFilter(tree: SubscriptionsTree): Promise<void> {
  const before = tree.arrangement.filter;
  const box = window.createInputBox();
  box.title = l10n.t('Filter by Name');
  box.prompt = l10n.t('Part of a name or label. Empty: everything is shown.');
  box.value = before;
  let timer: NodeJS.Timeout | undefined;
  let accepted = false;
  const apply = (filter: string) => {
    clearTimeout(timer);
    if (filter !== tree.arrangement.filter) tree.arrange({ filter });
  };
  box.onDidChangeValue((value) => {
    clearTimeout(timer);
    timer = setTimeout(() => apply(value.trim()), typingMs);
  });
  box.onDidAccept(() => {
    accepted = true;
    apply(box.value.trim());
    box.hide();
  });
  return new Promise((resolve) => {
    box.onDidHide(() => {
      if (!accepted) apply(before);
      box.dispose();
      resolve();
    });
    box.show();
  });
}
