/** The core client as a library: the typed client, and the pure halves of a call. It knows nothing of VS Code. */
export { ServiceManagementClient, type CallOptions, type ClientOptions } from './client.ts';
export { clouds, cloudOf, type Cloud } from './clouds.ts';
export type { ClientCertificate, Exchange } from './transport.ts';
export type { WaitOptions } from './operationTracker.ts';
export { ServiceManagementError, type ErrorFacts, type LocalErrorCode } from '../protocol/errors.ts';
export { buildRequest, matchOperation, parseAnswer, parseRequest, type WireRequest } from '../protocol/wire.ts';
export type { OperationName } from '../protocol/operations.ts';
export type { Accepted, DeploymentSlot } from '../protocol/operation.ts';
export type { AvailabilityResponse } from '../protocol/shared.ts';
export type { Subscription } from '../protocol/subscriptions.ts';
export type { Location } from '../protocol/locations.ts';
export type { HostedService } from '../protocol/hostedServices.ts';
export { instanceStatuses, type Deployment, type RoleInstance } from '../protocol/deployments.ts';
export { accountTypes, type StorageAccount, type StorageAccountKeys } from '../protocol/storageAccounts.ts';
export type { AffinityGroup } from '../protocol/affinityGroups.ts';
export type { OperationStatus } from '../protocol/asynchronousOperations.ts';
export { checkClientCertificate, describeCertificate, identifyCertificateFile, readCertificateFile, readPem, readPkcs12, readPublishSettings } from '../certificates/index.ts';
