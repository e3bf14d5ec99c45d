import { rowOf, type OperationName } from '../../protocol/operations.ts';
import { fill, placeholderFor, snakeCase, type Known } from './fill.ts';
import { authority, certificate, quoted, type SnippetTarget } from './target.ts';

/** Parameters that Python's client calls otherwise than by our name in its own spelling. */
const names: Readonly<Record<string, string>> = { slot: 'deployment_slot', thumbprintAlgorithm: 'thumbalgorithm', reservedIpName: 'name', names: 'role_instance_names', deleteMedia: 'delete_vhd' };

/**
 * Methods whose parameters do not follow from the row: those they insist on, and with `?` those that are given where they are known;
 * `theirs=ours` where the names differ.
 */
const signatures: Readonly<Record<string, string>> = {
  create_storage_account: 'service_name description label ?location ?affinity_group',
  swap_deployment: 'service_name production source_deployment',
  upgrade_deployment: 'service_name deployment_name mode package_url configuration label force',
  delete_hosted_service: 'service_name ?complete=deleteMedia',
  create_reserved_ip_address: 'name location',
  create_virtual_machine_deployment: 'service_name deployment_name=name deployment_slot label role_name system_config os_virtual_hard_disk',
  add_role: 'service_name deployment_name role_name system_config os_virtual_hard_disk',
  update_role: 'service_name deployment_name role_name',
  delete_role: 'service_name deployment_name role_name ?complete=deleteMedia',
  start_roles: 'service_name deployment_name role_names',
  shutdown_roles: 'service_name deployment_name role_names',
  capture_vm_image: 'service_name deployment_name role_name options',
  add_data_disk: 'service_name deployment_name role_name lun',
  add_disk: 'has_operating_system label media_link name os',
  add_dns_server: 'service_name deployment_name dns_server_name=name address',
  update_dns_server: 'service_name deployment_name dns_server_name=name address',
  delete_dns_server: 'service_name deployment_name dns_server_name=name',
  update_os_image: 'image_name label media_link name os',
  replicate_vm_image: 'vm_image_name=imageName regions offer sku version',
  unreplicate_vm_image: 'vm_image_name=imageName',
  share_vm_image: 'vm_image_name=imageName permission',
  create_vm_image: 'vm_image',
  update_vm_image: 'vm_image_name=imageName vm_image',
  delete_vm_image: 'vm_image_name=imageName ?delete_vhd=deleteMedia',
};

/** Placeholders that are no text. */
const expressions: Readonly<Record<string, string>> = {
  lun: '0', has_operating_system: 'False', regions: "['REGION']", role_names: "['ROLE_NAME']",
  system_config: "LinuxConfigurationSet('HOST_NAME', 'USER_NAME', 'USER_PASSWORD')", os_virtual_hard_disk: "OSVirtualHardDisk('SOURCE_IMAGE_NAME', 'MEDIA_LINK')",
  options: "CaptureRoleAsVMImage('Generalized', 'VM_IMAGE_NAME', 'VM_IMAGE_LABEL')", vm_image: "VMImage('NAME', 'LABEL')",
  // The one text that it wants encoded already.
  configuration: "'CONFIGURATION_IN_BASE64'",
};

/** The guide's client: azure.servicemanagement. */
export function writePython(name: OperationName, known: Known, { endpoint, subscriptionId, ownAuthority, now }: SnippetTarget): string {
  const { python = [], paths, status } = rowOf(name);
  const methods = [python].flat();
  const bySlot = methods.find((method) => method.endsWith('_by_slot'));
  const method = bySlot && known['deploymentName'] === undefined ? bySlot : methods.find((each) => each !== bySlot);
  if (!method) throw new TypeError(`Python's client has no method for ${name}.`);
  // It names deployments, where there is a choice.
  const filled = fill(name, known, now, paths.find((path) => path.includes(method === bySlot ? '{slot}' : '{deploymentName}')));
  const given = argumentsOf(method, filled);
  const classes = given.flatMap((each) => /=([A-Z]\w+)\(/.exec(each)?.[1] ?? []);
  const { host } = new URL(endpoint);
  return [
    ...(ownAuthority ? ['import requests'] : []), `from azure.servicemanagement import ${[...classes, 'ServiceManagementService'].sort().join(', ')}`, '',
    ...(ownAuthority
      ? ['session = requests.Session()', 'session.trust_env = False', `session.cert, session.verify = ${quoted(certificate)}, ${quoted(authority)}`, `sms = ServiceManagementService(${quoted(subscriptionId)}, host=${quoted(host)}, request_session=session)`]
      : [`sms = ServiceManagementService(${quoted(subscriptionId)}, ${quoted(certificate)}, host=${quoted(host)})`]),
    `result = sms.${method}(${given.join(', ')})`,
    ...(status === 202 ? ['sms.wait_for_operation_status(result.request_id)'] : []), '',
  ].join('\n');
}

function argumentsOf(method: string, filled: Known): string[] {
  const signature = signatures[method]?.split(' ') ?? Object.keys(filled).map((key) => `?${names[key] ?? snakeCase(key)}=${key}`);
  const ours = Object.fromEntries(Object.keys(filled).map((key) => [snakeCase(key), key]));
  return signature.flatMap((parameter) => {
    const [, optional, theirs = '', key = ours[theirs]] = /^(\??)(\w+)(?:=(\w+))?$/.exec(parameter)!;
    const value = key === undefined ? undefined : filled[key];
    if (value === undefined && optional) return [];
    return [`${theirs}=${theirs in expressions && (typeof value === 'string' || value === undefined) ? expressions[theirs] : value === undefined ? quoted(placeholderFor(theirs)) : literal(value)}`];
  });
}

function literal(value: unknown): string {
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (value instanceof Date) return quoted(value.toISOString());
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`;
  if (typeof value === 'object' && value !== null) return `{${Object.entries(value).map(([key, each]) => `${quoted(key)}: ${literal(each)}`).join(', ')}}`;
  return typeof value === 'number' ? String(value) : quoted(String(value));
}
