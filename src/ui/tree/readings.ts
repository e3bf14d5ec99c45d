import type { ServiceManagementClient } from '../../client/index.ts';
import type { Connection } from '../connections/connection.ts';
import type { Branch } from './branch.ts';
import { Reading, systemClock } from './reading.ts';

interface Entry { branch: Branch<any>; readonly reading: Reading<any> }

/** What the readings need of the tree that shows them. */
export interface Shows {
  client(connection: Connection): Promise<ServiceManagementClient>;
  isShown(branch: Branch<any>): boolean;
  /** `isGone`: whether the row of an id is there no more. */
  changed(branch: Branch<any>, isGone: (id: string) => boolean): void;
}

/** The readings of all branches that somebody ever looked at, by the branch's id. */
export class Readings {
  readonly #shows: Shows;
  readonly #entries = new Map<string, Entry>();

  constructor(shows: Shows) {
    this.#shows = shows;
  }

  of<T>(branch: Branch<T>): Reading<T> {
    const existing = this.#entries.get(branch.id);
    if (existing) {
      existing.branch = branch;
      return existing.reading;
    }
    const entry: Entry = {
      branch,
      reading: new Reading(branch.listing, {
        clock: systemClock,
        client: () => this.#shows.client(branch.connection),
        isShown: () => this.#shows.isShown(entry.branch),
        changed: (keys) => {
          const above = `${branch.id}/`;
          const gone = new Set(keys);
          const isGone = (id: string) => gone.size > 0 && id.startsWith(above) && gone.has(id.slice(above.length).split('/')[0]!);
          this.#drop(isGone);
          this.#shows.changed(entry.branch, isGone);
          // Others may show what was in it.
          for (const key of keys) this.#touch(above + key, entry.reading);
        },
      }),
    };
    this.#entries.set(branch.id, entry);
    return entry.reading;
  }

  /** What was read at and below a row. */
  *#under(id: string): Iterable<Entry> {
    for (const [key, entry] of this.#entries) if (!entry.reading.isUnread && (key === id || key.startsWith(`${id}/`))) yield entry;
  }

  /** Everything at and below a row is old; what is shown of it is read again now. */
  async refresh(id: string): Promise<void> {
    await Promise.all([...this.#under(id)].map(async ({ branch, reading }) => {
      if (this.#shows.isShown(branch)) await reading.read();
      else reading.age();
    }));
  }

  /** Something has changed what the row of this id shows, or what is below it. */
  touch(id: string): void {
    void this.refresh(id);
    this.#touch(id);
  }

  #touch(id: string, except?: Reading<any>): void {
    for (const { branch, reading } of this.#entries.values()) {
      const key = reading.isUnread || reading === except ? undefined : branch.keyOf(id);
      if (key !== undefined && (reading.items || this.#shows.isShown(branch))) void reading.read(key);
    }
  }

  /** Somebody looks at a row again. */
  look(id: string): void {
    for (const { branch, reading } of this.#under(id)) if (this.#shows.isShown(branch)) void reading.look();
  }

  /** Nobody looks at a row any more. */
  stop(id: string): void {
    for (const { reading } of this.#under(id)) if (reading.isRunning) reading.stop();
  }

  /** Connections have changed: forgets those that are not there any more, and reads the others again when somebody looks. */
  reconnect(connected: ReadonlySet<string>): void {
    for (const { reading } of this.#entries.values()) {
      reading.stop();
      reading.age();
    }
    this.#drop((_id, branch) => !connected.has(branch.connection.id));
  }

  #drop(which: (id: string, branch: Branch<any>) => boolean): void {
    for (const [id, { branch, reading }] of this.#entries) {
      if (!which(id, branch)) continue;
      reading.stop();
      this.#entries.delete(id);
    }
  }

  dispose(): void { this.#drop(() => true); }
}
