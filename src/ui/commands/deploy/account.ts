import { l10n } from 'vscode';
import { accountQuestions } from '../../input/accountQuestions.ts';
import { isUrl, type Question } from './draft.ts';

/** A package that is at a URL needs no account of ours. */
export const packageAccountQuestions: readonly Question[] = accountQuestions(() => ({ placeholder: l10n.t('Through which storage account is the package uploaded?'), when: (draft) => !isUrl(draft) }));
