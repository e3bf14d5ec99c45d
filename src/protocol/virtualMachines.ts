import { dns, loadBalancers } from './deployments.ts';
import { flag, operation } from './operation.ts';
import { fixed, list, named, required, struct, text, word } from './schema.ts';
import { configurationSet, persistentVMRole, role } from './virtualMachineRole.ts';

const roles = '/services/hostedservices/{serviceName}/deployments/{deploymentName}/roles';
/** What is done to one machine and to several: same URL, another root element. */
const operationsOnRole = '/services/hostedservices/{serviceName}/deployments/{deploymentName}/roleinstances/{roleName}/Operations';
const operationsOnRoles = `${roles}/Operations` as const;

const postShutdownAction = word('Stopped', 'StoppedDeallocated');
const roleNames = required(list('Name', text));

export const virtualMachines = {
  /**
   * Creates a deployment in the production slot with its first virtual machine, or several. `label` at most 100 characters. What it
   * needs (image, storage account, virtual network, certificates) has to be there, in the location of the service.
   */
  createDeployment: operation({
    method: 'POST', path: '/services/hostedservices/{serviceName}/deployments', status: 202, page: 'Create Virtual Machine Deployment', reference: 'jj157194', python: 'create_virtual_machine_deployment',
    body: {
      root: 'Deployment', shape: struct({
        name: required(text), deploymentSlot: required(word('Production', 'Staging')),
        // Not encoded here (wire-facts.md, Values).
        label: required(text),
        roleList: required(list('Role', role)), virtualNetworkName: text, dns, reservedIPName: text, loadBalancers,
      }),
    },
  }),

  /** Adds a machine to a deployment of virtual machines. */
  add: operation({
    method: 'POST', path: roles, status: 202, page: 'Add Role', reference: 'jj157186', python: 'add_role', body: { root: 'PersistentVMRole', shape: persistentVMRole },
  }),

  /** A machine as it is set up; how it is doing is in its deployment. What it was provisioned with is not told again. */
  get: operation({
    method: 'GET', path: `${roles}/{roleName}`, status: 200, page: 'Get Role', reference: 'jj157193', python: 'get_role', answer: { root: 'PersistentVMRole', shape: persistentVMRole },
  }),

  /** Changes the size, endpoints and so on of a machine. What is left out stays as it is; a list that is given replaces the former. */
  update: operation({
    method: 'PUT', path: `${roles}/{roleName}`, status: 202, page: 'Update Role', reference: 'jj157187', python: 'update_role', body: { root: 'PersistentVMRole', shape: persistentVMRole },
  }),

  /** Deletes a machine, unless it is the last one of its deployment; with `deleteMedia` its disks and the blobs under them too. */
  delete: operation({
    method: 'DELETE', path: `${roles}/{roleName}`, query: { deleteMedia: flag('comp', 'media') }, status: 202, page: 'Delete Role', reference: 'jj157184', python: 'delete_role',
  }),

  start: operation({
    method: 'POST', path: operationsOnRole, status: 202, page: 'Start Role', reference: 'jj157189', python: 'start_role',
    body: { root: 'StartRoleOperation', shape: struct({ operationType: fixed('StartRoleOperation') }) },
  }),

  restart: operation({
    method: 'POST', path: operationsOnRole, status: 202, page: 'Restart Role', reference: 'jj157197', python: 'restart_role',
    body: { root: 'RestartRoleOperation', shape: struct({ operationType: fixed('RestartRoleOperation') }) },
  }),

  /** Shuts a machine down. `Stopped`, when absent too, keeps its hardware and is billed on; `StoppedDeallocated` gives it back. */
  shutdown: operation({
    method: 'POST', path: operationsOnRole, status: 202, page: 'Shutdown Role', reference: 'jj157195', python: 'shutdown_role',
    body: { root: 'ShutdownRoleOperation', shape: struct({ operationType: fixed('ShutdownRoleOperation'), postShutdownAction }) },
  }),

  startRoles: operation({
    method: 'POST', path: operationsOnRoles, status: 202, page: 'Start Roles', reference: 'dn469419', python: 'start_roles',
    body: { root: 'StartRolesOperation', shape: struct({ operationType: fixed('StartRolesOperation'), roles: roleNames }) },
  }),

  /** As {@link virtualMachines.shutdown}, several at once. */
  shutdownRoles: operation({
    method: 'POST', path: operationsOnRoles, status: 202, page: 'Shutdown Roles', reference: 'dn469421', python: 'shutdown_roles',
    body: { root: 'ShutdownRolesOperation', shape: struct({ operationType: fixed('ShutdownRolesOperation'), roles: roleNames, postShutdownAction }) },
  }),

  /**
   * Makes an image of a machine's operating system disk. The machine has to be generalized and stopped; it is deleted, or set up anew
   * with `provisioningConfiguration`.
   */
  capture: operation({
    method: 'POST', path: operationsOnRole, status: 202, page: 'Capture Role', reference: 'jj157201', python: 'capture_role',
    body: {
      root: 'CaptureRoleOperation', shape: struct({
        operationType: fixed('CaptureRoleOperation'), postCaptureAction: required(word('Delete', 'Reprovision')), provisioningConfiguration: configurationSet,
        targetImageLabel: required(text), targetImageName: required(text),
      }),
    },
  }),

  /** Makes a VM image of all disks of a machine. A generalized one is taken away with it, a specialized one goes on. */
  captureVmImage: operation({
    method: 'POST', path: operationsOnRole, status: 202, page: 'Capture VM Image', python: 'capture_vm_image',
    body: {
      root: 'CaptureRoleAsVMImageOperation', shape: struct({
        operationType: fixed('CaptureRoleAsVMImageOperation'), osState: required(named('OSState', word('Generalized', 'Specialized'))),
        vmImageName: required(named('VMImageName', text)), vmImageLabel: required(named('VMImageLabel', text)),
        description: text, language: text, imageFamily: text, recommendedVMSize: text,
      }),
    },
  }),

  /** Moves a machine that is running to other hardware. */
  redeploy: operation({
    method: 'POST', path: operationsOnRole, version: '2017-01-01', status: 202, page: 'Redeploy Role',
    body: { root: 'RedeployRoleOperation', shape: struct({ operationType: fixed('RedeployRoleOperation') }) },
  }),

  /** The text of an .rdp file for a machine that has an endpoint to its port 3389. */
  getRemoteDesktopFile: operation({
    method: 'GET', path: '/services/hostedservices/{serviceName}/deployments/{deploymentName}/roleinstances/{roleName}/ModelFile?FileType=RDP', status: 200,
    page: 'Download RDP file', reference: 'jj157183', answer: { contentType: 'application/x-rdp' },
  }),
};
