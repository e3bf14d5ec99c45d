import { l10n, ThemeColor, ThemeIcon } from 'vscode';
import type { OperatingSystem } from '../../client/index.ts';
import { Detail } from './detail.ts';
import type { Kind } from './group.ts';

/** `WA-GUEST-OS-4.21_201506-01` came in June 2015. */
function releaseDate({ version }: OperatingSystem): Date | undefined {
  const [, year, month] = /_(\d{4})(\d{2})-/.exec(version) ?? [];
  return year === undefined ? undefined : new Date(Date.UTC(Number(year), Number(month) - 1));
}

/** The guest operating systems of web and worker roles, the newest of each family first. */
export const operatingSystems = (): Kind<OperatingSystem> => ({
  noun: 'operatingSystems', label: l10n.t('Operating Systems'), icon: 'window', order: 'newest',
  source: { operation: 'operatingSystems.list', parameters: {} },
  list: (client, signal) => client.operatingSystems.list({}, { signal }),
  key: ({ version }) => version,
  facts: (system) => ({ name: system.version, label: `${system.label} ${system.familyLabel}`, created: releaseDate(system) }),
  folders: [{ icon: 'layers', of: ({ family, familyLabel = '' }) => l10n.t('{0} (family {1})', familyLabel, family ?? '') }],
  row: (parent, { version, label = '', family, familyLabel, isActive, isDefault }) => {
    const state = !isActive ? l10n.t('retired') : isDefault ? l10n.t('default of its family') : '';
    return new Detail(parent, version, {
      label: version, description: state, context: 'operatingSystem', noun: label, name: version,
      source: { operation: 'operatingSystems.list', parameters: {}, item: { key: 'version', value: version } },
      icon: isActive ? isDefault ? new ThemeIcon('star-full') : 'circle-filled' : new ThemeIcon('circle-slash', new ThemeColor('disabledForeground')),
      tooltip: [
        [l10n.t('Label'), label], [l10n.t('Family'), [family, familyLabel].filter(Boolean).join(', ')],
        [l10n.t('Can be deployed'), isActive ? l10n.t('yes') : l10n.t('no')], [l10n.t('Default of its family'), isDefault ? l10n.t('yes') : l10n.t('no')],
      ],
    });
  },
});
