/**
 * Every code this folder reports, with its English words; `{name}` stands for a value of `details`.
 * A translation replaces the words and keeps the names.
 */
export const certificateMessages = {
  // The file
  FileNotFound: '{file} does not exist. Check the path, or choose the file again.',
  FileIsFolder: '{file} is a folder. Choose the file in it.',
  FileNotReadable: '{file} cannot be read ({reason}). Check its permissions, or copy it to a place you can read.',
  FileTooLarge: '{file} has {bytes} bytes, more than the {limit} such a file may have. Choose the .pem, .pfx or .publishsettings file itself.',
  FileEmpty: '{file} is empty. Choose the .pem file that holds your management certificate and its private key.',
  FileUnknown: '{file} is neither a certificate nor a private key. Choose the .pem file that the openssl command made, or a .pfx file.',

  // What is in it
  CertificateWithoutKey: '{file} has a certificate but no private key; a .cer file is only for uploading to Azure. Choose the .pem file that holds both, or the .pfx.',
  KeyWithoutCertificate: '{file} has a private key but no certificate. Append the certificate to it: both belong in one .pem file.',
  PublishSettingsGiven: '{file} is a publish settings file, not a certificate. Import it to add its subscriptions.',
  WebDeployProfile: '{file} is a publish profile of a web site (Web Deploy); it has no management certificate. Choose a .pem or .pfx file, or the publish settings file of a subscription.',
  PemDamaged: '{file} has a "-----BEGIN {label}-----" without a readable end. The file is cut off or was changed; make or copy it again.',
  CertificateDamaged: '{file} holds a certificate that cannot be read. The file is damaged; make or export it again.',
  KeyDamaged: '{file} holds a private key that cannot be read. The file is damaged or the key is of an unknown kind; make a new certificate with an RSA key.',
  SeveralKeys: '{file} holds {count} private keys. Leave only the one that belongs to the certificate.',
  PassphraseNeeded: 'The private key in {file} is protected by a passphrase. Enter it.',
  PassphraseWrong: 'The passphrase does not open the private key in {file}. Enter it again.',
  Pkcs12Damaged: '{file} is not a readable PKCS#12 (.pfx) file: it is damaged, or protected in a way that is not supported. Export it again, with AES-256 or TripleDES protection.',

  // Publish settings
  PublishSettingsMalformed: '{file} is not well-formed XML at line {line}, column {column}: {reason} Download or copy it again.',
  CertificateFileGiven: '{file} is a certificate or a key, not a publish settings file. Go back and choose to add it as a certificate file.',
  NotPublishSettings: '{file} is not a publish settings file: its first element is {element}, not PublishData.',
  NoSubscriptions: '{file} is a publish settings file without a subscription.',
  SubscriptionWithoutId: '{file}: subscription number {number} has no Id.',
  SubscriptionEndpointInvalid: '{file}: the service management address of subscription {subscription} is "{endpoint}", which is not an https address.',
  SubscriptionCertificateMissing: '{file}: subscription {subscription} has no management certificate.',
  SubscriptionCertificateInvalid: '{file}: the management certificate of subscription {subscription} is not a PKCS#12 with a private key. Download the publish settings again, or use a .pem file.',

  // The Windows store
  StorePlaceMalformed: 'A place in the certificate store of Windows has the form CURRENT_USER\\my\\Name, with the common name of the certificate at its end; "{place}" has not.',
  StoreNotHere: '{place} is a place in the certificate store of Windows, and this computer runs another system. On that Windows, export the certificate with its private key (certmgr.msc, All Tasks > Export), copy the .pfx here and choose it as a file.',
  StoreNotFound: 'There is no certificate store {store}. Personal certificates are in CURRENT_USER\\my.',
  StoreCertificateNotFound: 'There is no certificate of the name "{name}" in {store}. certmgr.msc shows what is there, under "Issued To".',
  StoreKeyMissing: 'The certificate "{name}" in {store} has no private key, so it cannot prove who you are. Import the .pfx that holds both.',
  StoreKeyNotExportable: 'The private key of "{name}" in {store} may not be exported, so it cannot be used here. Import the .pfx again with "Mark this key as exportable", or choose the .pfx itself as a file.',
  StoreUnreadable: '{place} could not be read ({reason}). Export the certificate with its private key (certmgr.msc, All Tasks > Export) and choose the .pfx as a file.',

  // An SSH key
  SshKeyPrivate: 'This is a private key. Keep it to yourself: its public half is in the file that ends with .pub.',
  SshKeyUnknown: 'This is no public SSH key. It is one line, "ssh-rsa AAAA... name", as ssh-keygen writes it into a .pub file.',
  SshKeyNotRsa: 'This SSH key is of the kind {kind}; Azure takes only RSA keys. Make one with ssh-keygen -t rsa -b 2048.',
  SshKeyWeak: 'This SSH key has {bits} bits; Azure takes RSA keys from {minimum} bits on. Make one with ssh-keygen -t rsa -b 2048.',

  // Making one
  CommonNameInvalid: 'A certificate\'s common name has 1 to 64 characters and no line breaks; "{commonName}" does not fit.',

  // A certificate that is readable but not good for its purpose
  KeyMissing: 'There is no private key, so the certificate cannot prove who you are. Choose the .pem file that holds both.',
  KeyMismatch: 'The private key does not belong to the certificate {subject} ({thumbprint}). Choose the key that the certificate was made with, or make a new certificate.',
  KeyWeak: 'The RSA key of {subject} has {bits} bits; Azure and today\'s TLS refuse keys under {minimum} bits ("ee key too small"). Make a new certificate with rsa:2048 instead of rsa:{bits} and upload its .cer.',
  KeyNotRsa: 'The key of {subject} is of type {keyType}; Azure takes only RSA management certificates. Make a new certificate with rsa:2048.',
  Expired: 'The certificate {subject} ({thumbprint}) expired on {notAfter}. Make a new one and upload its .cer.',
  NotYetValid: 'The certificate {subject} ({thumbprint}) is valid only from {notBefore}. Check the clock of this computer.',
  ExpiresSoon: 'The certificate {subject} ({thumbprint}) expires on {notAfter} (days left: {days}). Make a new one and upload its .cer before that day.',
  SignatureWeak: 'The certificate {subject} is signed with {signatureAlgorithm}, which is no longer safe and may be refused. Make a new certificate with SHA-256.',
  ReadableByOthers: 'Other users of this computer can read the private key in {file} (mode {mode}). Make it yours alone: chmod 600.',
} as const;

export type CertificateCode = keyof typeof certificateMessages;
export type Details = Readonly<Record<string, string | number>>;

const inWords = (code: CertificateCode, details: Details): string =>
  certificateMessages[code].replace(/\{(\w+)\}/g, (whole, name: string) => String(details[name] ?? whole));

/** A certificate or key file that cannot be used. `details` are the values named in {@link certificateMessages}; never a secret. */
export class CertificateError extends Error {
  readonly code: CertificateCode;
  readonly details: Details;
  constructor(code: CertificateCode, details: Details) {
    super(inWords(code, details));
    this.name = 'CertificateError';
    this.code = code;
    this.details = details;
  }
}

/** Something to tell about a certificate that could be read. An error means that it will not work. */
export interface CertificateProblem {
  readonly code: CertificateCode;
  readonly severity: 'error' | 'warning';
  readonly details: Details;
  readonly message: string;
}

export const certificateProblem = (severity: 'error' | 'warning', code: CertificateCode, details: Details): CertificateProblem =>
  ({ code, severity, details, message: inWords(code, details) });
