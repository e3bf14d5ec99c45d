import type { Deleted } from '../input/confirm.ts';
import type { Endpoint, Home, NetworkChoice, Size, Source } from '../input/machine.ts';
import type { Place } from '../input/pickResource.ts';
import type { Request } from './request.ts';

/*
 * What is written down of a task. Neither keys, signatures nor configuration text are in it. Times are milliseconds since 1970; words
 * are in the language of the window that wrote them.
 */

/** `stopped` is the person's own doing; `lost`: nobody can say what came of it. */
export type EndKind = 'succeeded' | 'failed' | 'stopped' | 'lost';

/** What a task ends with. */
export interface Ending {
  readonly kind: EndKind;
  /** What is said of it, in whole sentences; what went wrong in full. */
  readonly message: string;
  /** What went wrong, without what it went wrong with: "ConflictError: ..." */
  readonly reason?: string;
  /** An uploaded package that nothing was deployed from, without SAS. */
  readonly leftPackage?: string;
}

/** A part of a task that takes its time. */
export interface StepRecord {
  readonly title: string;
  readonly startedAt: number;
  /** How far it is: "34 % of 5.0 MB at 2.1 MB/s". */
  readonly detail?: string;
  readonly ended?: { readonly kind: EndKind; readonly at: number };
}

/** A resource that a deployment uses, or makes first. */
export interface ResourceRecord { readonly isNew: boolean; readonly name: string; readonly place?: Place }

/** What was to be deployed, so that it can be put together again. */
export interface DraftRecord {
  /** A file's Uri, or a URL without SAS: `signed` where it had one. */
  readonly package: { readonly file: string } | { readonly url: string; readonly signed: boolean };
  /** The file's Uri. */
  readonly configuration: string;
  readonly service: ResourceRecord;
  readonly label: string;
  readonly account?: ResourceRecord;
  /** Not of an upgrade. */
  readonly start?: boolean;
  /** The deployment was there before, and is upgraded in this way. */
  readonly upgrade?: { readonly mode: 'Auto' | 'Manual' | 'Simultaneous'; readonly role: string; readonly force: boolean };
}

/** What is made on the way to a deployment or a machine. */
export interface MakingRecord {
  readonly serviceName: string;
  /** Present where they are new; `asked` as long as nobody knows whether the service did it. */
  readonly newService?: 'planned' | 'asked' | 'made';
  readonly newAccount?: 'planned' | 'asked' | 'made';
  /** Absent where there are no blobs of ours, as for a package that was in Blob storage before. */
  readonly accountName?: string;
  /** The uploaded package, without SAS. */
  readonly packageUrl?: string;
}

/** How far a deployment had come, and what it has made on its way. */
export interface DeploymentRecord extends MakingRecord {
  readonly phase: 'preparing' | 'uploading' | 'requesting';
  readonly packageName: string;
  readonly slot: 'Production' | 'Staging';
  readonly deploymentName: string;
  readonly draft: DraftRecord;
}

/** What a virtual machine is made of, so that it can be put together again; its password is to be entered again. */
export interface MachineDraftRecord {
  readonly source: Source;
  readonly name: string;
  readonly size: Size;
  readonly service: ResourceRecord;
  /** What it is added to; absent where it gets a new deployment. */
  readonly home?: Home;
  readonly user?: string;
  readonly signIn?: 'password' | 'key';
  /** Public, as OpenSSH writes it. */
  readonly key?: string;
  readonly account?: ResourceRecord;
  readonly endpoints: readonly Endpoint[];
  readonly availabilitySet: string;
  readonly network?: NetworkChoice;
  /** '' for none. */
  readonly reservedIp: string;
  readonly updates: boolean;
  readonly timeZone: string;
}

/** How far a virtual machine had come. */
export interface MachineRecord extends MakingRecord {
  readonly phase: 'preparing' | 'requesting';
  readonly name: string;
  readonly deploymentName: string;
  /** The certificate of its SSH key is in the cloud service now. */
  readonly certificate?: 'made';
  readonly draft: MachineDraftRecord;
}

/** Something long that this extension started, as every window of this machine sees it. */
export interface TaskRecord {
  readonly id: string;
  /** What goes on, as a headline: "Deleting the staging deployment of contoso". */
  readonly title: string;
  /** The same in two or three words: "Delete Deployment". */
  readonly label: string;
  /** What it is done to: "contoso, staging". */
  readonly target: string;
  readonly connectionId: string;
  readonly startedAt: number;
  /** Ids of the tree rows that show what comes of it. */
  readonly rows: readonly string[];
  /** Id of the tree row that is shown to who wants to see it; the first of `rows` when absent. */
  readonly shows?: string;
  /** What is said when it has succeeded. */
  readonly done: string;
  /** What the person was asked before it began, and is asked again before it is retried: "Delete the deployment Shop 1?" */
  readonly question?: string;
  /** With it, what would be deleted. */
  readonly deletes?: Deleted | readonly Deleted[];
  /** What was asked for, where it can be asked for again. */
  readonly request?: Request;
  /** The asynchronous operation to follow, empty where there is nothing to follow; absent as long as the service has not accepted anything. */
  readonly requestId?: string;
  readonly deployment?: DeploymentRecord;
  readonly machine?: MachineRecord;
  /** What goes on at this moment, outside of any step. */
  readonly detail?: string;
  readonly steps?: readonly StepRecord[];
  readonly ended?: Ending & { readonly at: number };
}

/** Of what is put together in several steps. */
export const makingOf = ({ deployment, machine }: Pick<TaskRecord, 'deployment' | 'machine'>): MakingRecord | undefined => deployment ?? machine;

export type EndedTask = TaskRecord & Required<Pick<TaskRecord, 'ended'>>;

export const hasEnded = (task: TaskRecord): task is EndedTask => task.ended !== undefined;

/** Whether what was read from a file is a task. */
export function isTaskRecord(value: unknown): value is TaskRecord {
  const { id, title, label, target, connectionId, startedAt, rows, steps = [], ended } = (value ?? {}) as Partial<TaskRecord>;
  return [id, title, label, target, connectionId].every((text) => typeof text === 'string') && typeof startedAt === 'number' && Array.isArray(rows)
    && Array.isArray(steps) && steps.every((step) => typeof step?.title === 'string' && typeof step.startedAt === 'number')
    && (ended === undefined || (typeof ended?.message === 'string' && typeof ended.at === 'number'));
}
