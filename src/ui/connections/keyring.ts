import { EventEmitter, l10n, type Disposable, type SecretStorage } from 'vscode';
import type { CertificateDescription, PemCertificate } from '../../certificates/index.ts';
import { DisposableStore } from '../disposables.ts';
import { wordsOf } from '../errors.ts';
import type { Connection } from './connection.ts';

/** What VS Code's SecretStorage keeps of a subscription: certificate and key themselves, or the passphrase of a file that holds them. */
export interface Secret {
  readonly certificate?: PemCertificate | undefined;
  readonly passphrase?: string | undefined;
}

/** What is known of a certificate without showing any of its key. */
export interface CertificateFacts {
  /** Absent where it could not be read; `problems` says why. */
  readonly description?: CertificateDescription | undefined;
  readonly problems: readonly { readonly severity: 'error' | 'warning'; readonly code?: string | undefined; readonly words: string }[];
}

const kinds = ['certificate', 'passphrase'] as const;

/** How each connection proves who it is, and what is known of that. */
export class Keyring implements Disposable {
  readonly #secrets: SecretStorage;
  readonly #facts = new Map<string, CertificateFacts>();
  readonly #learned = new EventEmitter<string>();
  /** The id of a connection of whose certificate something else is known than before. */
  readonly onDidLearn = this.#learned.event;
  readonly #changed = new EventEmitter<string>();
  /** The id of a connection whose secret changed, in whatever window. */
  readonly onDidChange = this.#changed.event;
  readonly #disposables = new DisposableStore();

  constructor(secrets: SecretStorage) {
    this.#secrets = secrets;
    this.#disposables.add(secrets.onDidChange(({ key }) => {
      const kind = kinds.find((each) => key.startsWith(`${each}/`));
      if (kind) this.#changed.fire(key.slice(kind.length + 1));
    }));
  }

  facts({ id }: Connection): CertificateFacts | undefined {
    return this.#facts.get(id);
  }

  /**
   * The certificate of a connection with its key, read anew.
   * @throws CertificateError, or Error in the reader's words where SecretStorage has none
   */
  async read(connection: Connection): Promise<PemCertificate> {
    const { checkClientCertificate, describeCertificate, readCertificate } = await import('../../certificates/index.ts');
    try {
      const { id, name, certificatePath } = connection;
      const certificate = certificatePath !== undefined ? await readCertificate(certificatePath, { passphrase: await this.#secrets.get(`passphrase/${id}`) })
        : parse(await this.#secrets.get(`certificate/${id}`), name);
      const problems = checkClientCertificate(certificate, new Date()).map((problem) => ({ severity: problem.severity, code: problem.code, words: wordsOf(problem) }));
      this.#learn(connection, { description: describeCertificate(certificate.cert), problems });
      return certificate;
    } catch (error) {
      this.#learn(connection, { problems: [{ severity: 'error', words: wordsOf(error) }] });
      throw error;
    }
  }

  /** Reads what can be read without anybody having asked for it, so that the tree can tell of its end ahead of time. */
  async look(connections: readonly Connection[]): Promise<void> {
    const own = connections.filter(({ kind }) => kind === 'own');
    if (own.length === 0) return;
    const { isStorePlace } = await import('../../certificates/index.ts');
    // Not the Windows store: that takes a program started each time.
    await Promise.allSettled(own.filter(({ certificatePath = '' }) => !isStorePlace(certificatePath)).map((connection) => this.read(connection)));
  }

  /** Takes the place of what was kept before. */
  async keep(id: string, { certificate, passphrase }: Secret): Promise<void> {
    await this.#set(`certificate/${id}`, certificate && JSON.stringify(certificate));
    await this.#set(`passphrase/${id}`, passphrase);
  }

  async forget(id: string): Promise<void> {
    this.#facts.delete(id);
    await this.keep(id, {});
  }

  dispose(): void {
    this.#disposables.dispose();
  }

  async #set(key: string, value: string | undefined): Promise<void> {
    if (value === undefined) await this.#secrets.delete(key);
    else await this.#secrets.store(key, value);
  }

  #learn({ id }: Connection, facts: CertificateFacts): void {
    const before = this.#facts.get(id);
    this.#facts.set(id, facts);
    if (JSON.stringify(before?.problems ?? []) !== JSON.stringify(facts.problems)) this.#learned.fire(id);
  }
}

function parse(kept: string | undefined, name: string): PemCertificate {
  try {
    const { cert, key } = JSON.parse(kept ?? '{}') as Partial<PemCertificate>;
    if (cert && key) return { cert, key };
  } catch {
    // Node's error would quote what is kept.
  }
  throw new Error(l10n.t('The certificate of {0} is not in the secret storage of this VS Code. Add the subscription again.', name));
}
