import { l10n, ThemeIcon, Uri } from 'vscode';
import { baseName, chooseConfiguration, choosePackage } from '../../input/serviceFiles.ts';
import { checkFiles, showProblem } from '../../input/preflight.ts';
import type { Choice } from '../../input/wizard.ts';
import { isUrl, packageName, type Draft, type Question } from './draft.ts';

const byUrl = 'url';
const near = (draft: Draft): Uri | undefined => (draft.package instanceof Uri ? draft.package : undefined);

/** A package or configuration that can go over the wire; the service fetches a URL itself, so it is only looked at from outside. */
function urlProblem(text: string): string | undefined {
  if (text.trim() === '') return l10n.t('Enter the URL of the package.');
  const url = URL.canParse(text.trim()) ? new URL(text.trim()) : undefined;
  if (!url || !['http:', 'https:'].includes(url.protocol)) return l10n.t('A package URL begins with https:// or http://.');
  if (url.username || url.password) return l10n.t('A package URL has no user name or password in it. A shared access signature goes after the question mark.');
  if (url.pathname.split('/').filter(Boolean).length < 2) return l10n.t('The URL names no blob: https://<account>.blob.core.windows.net/<container>/<package>.cspkg');
  return undefined;
}

export const fileQuestions: readonly Question[] = [
  {
    id: 'package', clears: ['url'],
    ask: async (ask, draft) => {
      const inBlobStorage: Choice<typeof byUrl> = { label: l10n.t('Already in Blob storage (URL)...'), iconPath: new ThemeIcon('link'), value: byUrl };
      // Called on a configuration: the package that lies nearest to it is meant.
      const answer = await choosePackage(ask, { near: draft.package ? undefined : draft.configuration, chosen: near(draft) }, [inBlobStorage]);
      if (answer instanceof Uri) draft.package = answer;
      else if (!isUrl(draft)) draft.package = { url: '' };
    },
  },
  {
    id: 'url', when: isUrl, rare: true,
    ask: async (ask, draft) => {
      const { url } = draft.package as { url: string };
      const text = await ask.text({
        prompt: l10n.t('URL of the package. A shared access signature in it is used, but neither stored nor logged.'),
        placeholder: 'https://<account>.blob.core.windows.net/<container>/<package>.cspkg', value: url, check: urlProblem,
      });
      draft.package = { url: text.trim() };
    },
  },
  {
    id: 'configuration',
    ask: async (ask, draft) => { draft.configuration = await chooseConfiguration(ask, { near: near(draft), chosen: draft.configuration }); },
  },
  {
    // Before anything is sent: what the service would refuse after a long upload is said now (azure-sdk-for-node#841).
    id: 'check', always: true, rare: true,
    ask: async (ask, draft) => {
      draft.preflight = await checkFiles(near(draft), draft.configuration!);
      const errors = draft.preflight.problems.filter(({ severity }) => severity === 'error');
      if (errors.length === 0) return false;
      const problem = await ask.pick({
        placeholder: isUrl(draft) ? l10n.t('{0} cannot be deployed.', baseName(draft.configuration!)) : l10n.t('{0} cannot be deployed with {1}.', packageName(draft), baseName(draft.configuration!)),
        items: errors.map((error) => ({
          label: error.at ? l10n.t('{0}, line {1}', baseName(error.uri), error.at.line) : baseName(error.uri),
          detail: error.words, iconPath: new ThemeIcon('error'), value: error,
        })),
      });
      await showProblem(problem);
      return ask.other<never>(async () => undefined);
    },
  },
];
