export { checkClientCertificate, warnIfReadableByOthers } from './check.ts';
export { describeCertificate, type CertificateDescription } from './describe.ts';
export { CertificateError, certificateMessages, type CertificateCode, type CertificateProblem } from './errors.ts';
export { readCertificateFile, readSmallFile } from './file.ts';
export { decodeText, identifyCertificateFile, type CertificateFileKind } from './identify.ts';
export { issueServerCertificate, makeAuthority, makeEncryptionCertificate, makeManagementCertificate, makeServerCertificate } from './make.ts';
export { readPem, type ClientCertificate, type PemCertificate } from './pem.ts';
export { buildPkcs12, readPkcs12 } from './pkcs12.ts';
export { buildPublishSettings, readPublishSettings, type PublishSettingsSubscription } from './publishSettings.ts';
