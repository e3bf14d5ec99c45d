export type EmulatorErrorCode =
  | 'DirectoryUnusable'   // the data folder cannot be made, read or written; details: directory, reason
  | 'StateCorrupt'        // state.json is not what we wrote; details: file, reason
  | 'ScenarioInvalid'     // details: file, reason
  | 'FaultInvalid'        // details: fault, reason
  | 'PortInUse'           // a port asked for is taken by another program; details: port
  | 'EmulatorSilent';     // one seems to run on the folder, and does not answer; details: directory, pid

/** Why the emulator does not start. Data, not words: recognise it by `name` and `code` (it crosses bundles). */
export class EmulatorError extends Error {
  readonly code: EmulatorErrorCode;
  readonly details: Readonly<Record<string, string | number>>;
  constructor(code: EmulatorErrorCode, message: string, details: Record<string, string | number>, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'EmulatorError';
    this.code = code;
    this.details = details;
  }
}
