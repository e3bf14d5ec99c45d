import type { XmlRange } from '../xml/document.ts';

export type ServiceFileErrorCode =
  | 'NotUtf8'            // neither UTF-8 nor UTF-16 with a byte order mark
  | 'MalformedXml'       // details: reason
  | 'WrongRootElement'   // another kind of file; details: expected, found
  | 'MissingElement'     // details: parent, element
  | 'MissingAttribute'   // details: element, attribute
  | 'InvalidNumber'      // details: element, attribute, value, minimum, maximum
  | 'DuplicateName'      // details: element, name
  | 'NotOfSchema'        // an element or attribute that the schema has not there; details: reason
  | 'RoleNotFound';      // details: role

export type PackageErrorCode =
  | 'PackageUnreadable'        // the file system refuses; details: reason
  | 'PackageEmpty'
  | 'PackageTooLarge'          // details: size, limit (bytes)
  | 'PackageNotAZip'
  | 'PackageTruncated'         // incomplete, or something was appended; details: reason
  | 'PackageDamaged'           // details: reason, and part where one is known
  | 'PackageEncrypted'         // details: part
  | 'PackageBomb'              // would expand beyond our limits; details: reason
  | 'PackageUnsafePath'        // an entry that climbs out; details: part
  | 'PackageDuplicatePath'     // details: part
  | 'PackageSymbolicLink'      // details: part
  | 'PackageNotAService'       // a zip, but of something else
  | 'PackageManifestMissing'   // details: part
  | 'PackageManifestInvalid'   // details: part, reason
  | 'PackageDefinitionMissing' // details: part
  | 'PackageDefinitionInvalid'; // details: part, reason

export type ErrorDetails = Readonly<Record<string, string | number>>;

/** What is wrong with a .cscfg, a .csdef or a network configuration. `line` counts from 1, `column` from 0; absent where the fault has no place. Recognise it by `name` and `code`. */
export class ServiceFileError extends Error {
  readonly code: ServiceFileErrorCode;
  readonly details: ErrorDetails;
  readonly line: number | undefined;
  readonly column: number | undefined;
  constructor(code: ServiceFileErrorCode, message: string, details: ErrorDetails, at?: Partial<Pick<XmlRange, 'line' | 'column'>>) {
    super(at?.line === undefined ? message : `Line ${at.line}, column ${(at.column ?? 0) + 1}: ${message}`);
    this.name = 'ServiceFileError';
    this.code = code;
    this.details = details;
    this.line = at?.line;
    this.column = at?.column;
  }
}

/** Why a .cspkg was refused. Recognise it by `name` and `code`. */
export class PackageError extends Error {
  readonly code: PackageErrorCode;
  readonly details: ErrorDetails;
  constructor(code: PackageErrorCode, message: string, details: ErrorDetails = {}, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'PackageError';
    this.code = code;
    this.details = details;
  }
}
