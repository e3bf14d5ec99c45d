import { refusals } from '../../errors.ts';
import type { Handle } from '../../handler.ts';

/** It wants to know a person, by a token of Azure Active Directory, which nobody can have for an emulator; a certificate is none. */
export const listSubscriptions: Handle<'subscriptions.list'> = () => { throw refusals.notAuthenticated(); };
