import { l10n, ThemeColor, ThemeIcon } from 'vscode';
import { bad, good, still, type StateLook } from '../tree/states.ts';
import type { EndKind } from './taskRecord.ts';

/** How something ended. */
export function endLook(kind: EndKind): StateLook {
  switch (kind) {
    case 'succeeded': return { words: l10n.t('succeeded'), icon: good('pass-filled') };
    case 'failed': return { words: l10n.t('failed'), icon: bad('error') };
    case 'stopped': return { words: l10n.t('no longer waited for'), icon: still('circle-slash') };
    case 'lost': return { words: l10n.t('outcome unknown'), icon: new ThemeIcon('question', new ThemeColor('charts.yellow')) };
  }
}

export const runningLook = (): StateLook => ({ words: l10n.t('in progress'), icon: new ThemeIcon('loading~spin') });
/** Nobody can follow it, because its subscription is not connected. */
export const idleLook = (): StateLook => ({ words: l10n.t('not connected'), icon: still('debug-disconnect') });

/** How long something took, "0:07", "1:02:33". */
export function clock(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const pad = (value: number) => String(value % 60).padStart(2, '0');
  const minutes = Math.floor(seconds / 60);
  return minutes < 60 ? `${minutes}:${pad(seconds)}` : `${Math.floor(minutes / 60)}:${pad(minutes)}:${pad(seconds)}`;
}
