import { env, l10n, ThemeColor, ThemeIcon, TreeItem, TreeItemCollapsibleState } from 'vscode';
import type { CertificateDescription } from '../../certificates/index.ts';
import type { Node } from './node.ts';
import { Row } from './row.ts';
import type { Source } from './source.ts';
import { tooltip } from './tooltip.ts';

/** A certificate that the service has: nothing of it is secret. `says`: what it says of itself, where that can be read. */
export interface Certificate {
  /** 40 hexadecimal digits, of any case. */
  readonly thumbprint: string;
  readonly says: CertificateDescription | undefined;
  readonly created?: Date | undefined;
}

/** @param data DER, base64 */
export async function readCertificate(thumbprint: string, data: string, created?: Date): Promise<Certificate> {
  const { describeCertificate } = await import('../../certificates/index.ts');
  try {
    return { thumbprint, says: describeCertificate(Buffer.from(data, 'base64')), created };
  } catch {
    return { thumbprint, says: undefined, created };
  }
}

/** `CN=contoso.com, O=Contoso` is known as contoso.com. */
export const commonName = ({ thumbprint, says }: Certificate): string => /(?:^|, )CN=([^,]+)/.exec(says?.subject ?? '')?.[1] ?? says?.subject ?? thumbprint;

const soonMs = 30 * 24 * 60 * 60 * 1000;

/** A service certificate or a management certificate. Its name is its thumbprint, which configurations and portals call it by. */
export class CertificateNode extends Row {
  readonly certificate: Certificate;
  readonly source: Source;
  readonly #noun: { readonly context: string; readonly words: string };

  constructor(parent: Node, certificate: Certificate, noun: { context: string; words: string; source: Source }) {
    super(parent, certificate.thumbprint);
    this.certificate = certificate;
    this.source = noun.source;
    this.#noun = noun;
  }

  get name(): string { return this.certificate.thumbprint; }

  toTreeItem(): TreeItem {
    const { thumbprint, says, created } = this.certificate;
    const { words, icon, token } = this.#validity();
    const item = new TreeItem(commonName(this.certificate), TreeItemCollapsibleState.None);
    item.description = [words, thumbprint].filter(Boolean).join(' · ');
    item.iconPath = icon;
    item.contextValue = `${this.#noun.context};${token};named`;
    item.tooltip = tooltip(commonName(this.certificate), [
      [l10n.t('Subject'), says?.subject], [l10n.t('Issuer'), says?.issuer], [l10n.t('Thumbprint'), thumbprint],
      [l10n.t('Valid from'), says?.notBefore], [l10n.t('Valid until'), says?.notAfter],
      [l10n.t('Key'), says && [says.keyType.toUpperCase(), says.keyBits].filter(Boolean).join(' ')], [l10n.t('Signature'), says?.signatureAlgorithm], [l10n.t('Added'), created],
    ]);
    item.accessibilityInformation = { label: [commonName(this.certificate), this.#noun.words, words, l10n.t('thumbprint {0}', thumbprint)].filter(Boolean).join(', ') };
    return item;
  }

  #validity(now = Date.now()): { words: string; icon: ThemeIcon; token: string } {
    const { says } = this.certificate;
    if (!says) return { words: l10n.t('cannot be read'), icon: new ThemeIcon('question'), token: 'unreadable' };
    const left = says.notAfter.getTime() - now;
    const until = says.notAfter.toLocaleDateString(env.language);
    if (left < 0) return { words: l10n.t('expired on {0}', until), icon: new ThemeIcon('error', new ThemeColor('list.errorForeground')), token: 'expired' };
    if (says.notBefore.getTime() > now) return { words: l10n.t('not valid yet'), icon: new ThemeIcon('warning', new ThemeColor('list.warningForeground')), token: 'early' };
    if (left < soonMs) return { words: l10n.t('expires on {0}', until), icon: new ThemeIcon('warning', new ThemeColor('list.warningForeground')), token: 'expiring' };
    return { words: '', icon: new ThemeIcon('verified'), token: 'valid' };
  }
}
