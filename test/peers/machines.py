"""Virtual machines as the guide makes them, and whatever else the SDK does to them; and what becomes of the blobs of their disks."""
import email.utils
import hashlib
import hmac
from story import *

name, location, storage = 'myvm', 'West US', 'myvmstorage'
image_name = 'OpenLogic__OpenLogic-CentOS-62-20120531-es-es-30GB.vhd'
windows_image = 'a699494373c04fc0bc8f2bb1389d6106__Windows-Server-2012-Datacenter-201407.01-en.us-127GB.vhd'


def link(file):
    return 'https://%s.blob.core.windows.net/vhds/%s' % (storage, file)


def blob(method, file):
    """Status and lease of a blob, which the emulator has at an address of its own; signed with the key of the account."""
    path = '/%s/vhds/%s' % (storage, file)
    headers = {'x-ms-date': email.utils.formatdate(usegmt=True), 'x-ms-version': '2021-12-02'}
    text = '%s%s' % (method, '\n' * 12) + ''.join('%s:%s\n' % pair for pair in sorted(headers.items())) + '/' + storage + path
    key = sms.get_storage_account_keys(storage).storage_service_keys.primary
    signature = base64.b64encode(hmac.new(base64.b64decode(key), text.encode(), hashlib.sha256).digest()).decode()
    headers['authorization'] = 'SharedKey %s:%s' % (storage, signature)
    answer = requests.request(method, given['blobEndpoint'] + path, headers=headers)
    return answer.status_code, answer.headers.get('x-ms-lease-state')


leased, gone = (200, 'leased'), (404, None)


def deployment(service=name, deployment_name=name):
    return sms.get_deployment_by_name(service, deployment_name)


def statuses():
    return {instance.role_name: (instance.instance_status, instance.power_state) for instance in deployment().role_instance_list}


def status(role):
    return statuses()[role][0]


def linux(host='myhostname'):
    return LinuxConfigurationSet(host, 'myuser', 'mypassword', True)


def endpoints(*all_of_it):
    network = ConfigurationSet()
    for endpoint in all_of_it:
        network.input_endpoints.input_endpoints.append(ConfigurationSetInputEndpoint(*endpoint))
    return network


def dns_server(server, address):
    made = DnsServer()
    made.name, made.address = server, address
    return made


def servers():
    body = sms.perform_get(subscription + '/services/hostedservices/myvm/deployments/myvm').body.decode()
    return body.split('<Dns>')[1].split('</Dns>')[0] if '<Dns>' in body else ''


@step('create_virtual_machine_deployment as the guide does')
def _():
    sms.create_hosted_service(service_name=name, label=name, location=location)
    wait(sms.create_storage_account(storage, storage, storage, location=location))
    linux_config = LinuxConfigurationSet('myhostname', 'myuser', 'mypassword', True)
    os_hd = OSVirtualHardDisk(image_name, link('myvm.vhd'))
    accepted = sms.create_virtual_machine_deployment(
        service_name=name, deployment_name=name, deployment_slot='production', label=name, role_name=name,
        system_config=linux_config, os_virtual_hard_disk=os_hd, role_size='Small')
    wait(accepted)
    same(blob('HEAD', 'myvm.vhd'), leased)
    becomes({name: ('ReadyRole', 'Started')}, statuses)
    shown = deployment()
    same((shown.name, shown.deployment_slot, shown.status, shown.label, shown.url), (name, 'Production', 'Running', name, 'http://myvm.cloudapp.net/'))
    instance, = shown.role_instance_list
    same((instance.instance_name, instance.instance_size, instance.host_name), (name, 'Small', 'myhostname'))
    same(sms.get_subscription().current_core_count, 1)


@step('get_role')
def _():
    role = sms.get_role(name, name, name)
    disk = role.os_virtual_hard_disk
    same((role.role_name, role.role_type, role.role_size), (name, 'PersistentVMRole', 'Small'))
    same((disk.media_link, disk.source_image_name, disk.os, disk.host_caching), (link('myvm.vhd'), image_name, 'Linux', 'ReadWrite'))
    assert disk.disk_name.startswith('myvm-myvm-0-'), disk.disk_name
    same([each.configuration_set_type for each in role.configuration_sets], ['NetworkConfiguration'])
    raises(AzureMissingResourceHttpError, 404, 'Role nobody was not found in the currently deployed service.', sms.get_role, name, name, 'nobody')


@step('delete_deployment leaves the blob of the disk')
def _():
    wait(sms.delete_deployment(service_name=name, deployment_name=name))
    raises(AzureMissingResourceHttpError, 404, 'No deployments were found.', sms.get_deployment_by_name, name, name)
    same(blob('HEAD', 'myvm.vhd'), leased)
    same(sms.get_subscription().current_core_count, 0)


@step('create_virtual_machine_deployment of Linux with an SSH key, endpoints, a data disk, an extension and a DNS server')
def _():
    wait(sms.add_service_certificate(name, given['pfx'], 'pfx', given['password']))
    linux_config = LinuxConfigurationSet('web1host', 'myuser', None, True, '#!/bin/sh\necho hello')
    linux_config.ssh.public_keys.public_keys.append(PublicKey(given['thumbprint'], '/home/myuser/.ssh/authorized_keys'))
    linux_config.ssh.key_pairs.key_pairs.append(KeyPair(given['thumbprint'], '/home/myuser/.ssh/id_rsa'))
    data = DataVirtualHardDisks()
    disk = DataVirtualHardDisk()
    disk.media_link, disk.logical_disk_size_in_gb, disk.disk_label, disk.lun = link('web1-data.vhd'), 2, 'logs', 1
    data.data_virtual_hard_disks.append(disk)
    extension = ResourceExtensionReference('Script', 'Microsoft.OSTCExtensions', 'CustomScriptForLinux', '1.0')
    value = ResourceExtensionParameterValue()
    value.key, value.value, value.type = 'CustomScriptExtensionPublicConfigParameter', encoded('{"commandToExecute": "true"}'), 'Public'
    extension.resource_extension_parameter_values.resource_extension_parameter_values.append(value)
    extensions = ResourceExtensionReferences()
    extensions.resource_extension_references.append(extension)
    wait(sms.create_virtual_machine_deployment(
        name, name, 'production', 'my machines', 'web1', linux_config, OSVirtualHardDisk(image_name, link('web1.vhd'), disk_label='system'),
        network_config=endpoints(('SSH', 'tcp', '22', '22'), ('HTTP', 'tcp', '80', '8080', 'web')), availability_set_name='front',
        data_virtual_hard_disks=data, role_size='Small', resource_extension_references=extensions, provision_guest_agent=True, dns_servers=[dns_server('first', '10.0.0.4')]))
    role = sms.get_role(name, name, 'web1')
    same((role.availability_set_name, role.os_virtual_hard_disk.disk_label), ('front', 'system'))
    same([(each.name, each.port, each.local_port, each.load_balanced_endpoint_set_name) for each in role.configuration_sets[0].input_endpoints], [('HTTP', '80', '8080', 'web'), ('SSH', '22', '22', '')])
    same([(each.disk_label, each.lun, each.logical_disk_size_in_gb, each.media_link) for each in role.data_virtual_hard_disks], [('logs', 1, 2, link('web1-data.vhd'))])
    body = sms.perform_get(subscription + '/services/hostedservices/myvm/deployments/myvm/roles/web1').body.decode()
    assert '<Name>CustomScriptForLinux</Name>' in body and 'mypassword' not in body
    same(deployment().role_instance_list[0].instance_endpoints[0].name, 'HTTP')
    same(servers(), '<DnsServers><DnsServer><Name>first</Name><Address>10.0.0.4</Address></DnsServer></DnsServers>')


@step('delete_service_certificate fails while a machine was provisioned with it')
def _():
    fails(sms.delete_service_certificate(name, 'SHA1', given['thumbprint']), 409, 'ConflictError', 'being used in a deployment')


@step('add_role of Windows, which listens for WinRM')
def _():
    windows = WindowsConfigurationSet('win1', 'Pa55word!', False, True, 'Pacific Standard Time', 'myadmin')
    windows.domain_join = None
    windows.win_rm.listeners.listeners.append(Listener('Https', given['thumbprint']))
    windows.stored_certificate_settings.stored_certificate_settings.append(CertificateSetting(given['thumbprint'], 'My', 'LocalMachine'))
    wait(sms.add_role(name, name, 'win1', windows, OSVirtualHardDisk(windows_image, link('win1.vhd')), network_config=endpoints(('RDP', 'tcp', '50001', '3389')), role_size='Medium'))
    becomes(('ReadyRole', 'Started'), lambda: statuses()['win1'])
    role = sms.get_role(name, name, 'win1')
    same((role.os_virtual_hard_disk.os, len(role.default_win_rm_certificate_thumbprint)), ('Windows', 40))
    same(sms.get_hosted_service_properties(name, True).deployments[0].role_instance_list[1].host_name, 'win1')
    assert given['thumbprint'] in [certificate.thumbprint for certificate in sms.list_service_certificates(name)]
    assert role.default_win_rm_certificate_thumbprint in [certificate.thumbprint for certificate in sms.list_service_certificates(name)]


@step('add_role is refused or fails for what cannot be')
def _():
    def add(*more, **named):
        return sms.add_role(name, name, *more, **named)
    raises(AzureHttpError, 400, 'The computer name cannot be more than 15 characters long', add, 'win2', WindowsConfigurationSet('sixteen-chars-xx', 'Pa55word!', admin_username='a'), OSVirtualHardDisk(windows_image, link('win2.vhd')))
    raises(AzureMissingResourceHttpError, 404, 'The image with the specified name does not exist.', add, 'web2', linux(), OSVirtualHardDisk('nothing', link('web2.vhd')))
    raises(AzureHttpError, 400, 'The password has to have 6 to 72 ASCII characters.', add, 'web2', LinuxConfigurationSet('h', 'u', 'short', False), OSVirtualHardDisk(image_name, link('web2.vhd')))
    fails(add('web2', linux(), OSVirtualHardDisk(image_name, link('web2.vhd')), network_config=endpoints(('SSH', 'tcp', '22', '22'))), 400, 'BadRequest', 'Port 22 is already in use by one of the endpoints in this deployment.')
    same(blob('HEAD', 'web2.vhd'), gone)
    same(sorted(statuses()), ['web1', 'win1'])


@step('update_role')
def _():
    wait(sms.update_role(name, name, 'win1', role_size='Small', network_config=endpoints(('RDP', 'tcp', '50002', '3389'))))
    becomes('ReadyRole', lambda: status('win1'))
    role = sms.get_role(name, name, 'win1')
    same((role.role_size, role.configuration_sets[0].input_endpoints[0].port), ('Small', '50002'))
    wait(sms.update_role(name, name, 'win1', availability_set_name='back'))
    role = sms.get_role(name, name, 'win1')
    same((role.role_size, role.availability_set_name, role.configuration_sets[0].input_endpoints[0].port), ('Small', 'back', '50002'))


@step('restart_role')
def _():
    wait(sms.restart_role(name, name, 'win1'))
    becomes(('ReadyRole', 'Started'), lambda: statuses()['win1'])


@step('shutdown_role and start_role')
def _():
    cores = sms.get_subscription().current_core_count
    wait(sms.shutdown_role(name, name, 'win1'))
    becomes(('StoppedVM', 'Stopped'), lambda: statuses()['win1'])
    same(sms.get_subscription().current_core_count, cores)
    raises(AzureHttpError, 400, 'is not started', sms.restart_role, name, name, 'win1')
    wait(sms.start_role(name, name, 'win1'))
    becomes(('ReadyRole', 'Started'), lambda: statuses()['win1'])


@step('shutdown_roles and start_roles')
def _():
    wait(sms.shutdown_roles(name, name, ['web1', 'win1'], 'StoppedDeallocated'))
    becomes({role: ('StoppedDeallocated', 'Stopped') for role in ('web1', 'win1')}, statuses)
    same((deployment().status, sms.get_subscription().current_core_count), ('Suspended', 0))
    wait(sms.start_roles(name, name, ['web1', 'win1']))
    becomes({role: ('ReadyRole', 'Started') for role in ('web1', 'win1')}, statuses)
    same((deployment().status, sms.get_subscription().current_core_count), ('Running', 2))


@step('add_data_disk')
def _():
    wait(sms.add_data_disk(name, name, 'win1', 3, 'None', link('win1-data.vhd'), 'my data', logical_disk_size_in_gb=1))
    same(blob('HEAD', 'win1-data.vhd'), leased)


@step('get_data_disk')
def _():
    disk = sms.get_data_disk(name, name, 'win1', 3)
    same((disk.lun, disk.host_caching, disk.disk_label, disk.logical_disk_size_in_gb, disk.media_link), (3, 'None', 'my data', 1, link('win1-data.vhd')))
    raises(AzureMissingResourceHttpError, 404, 'no data disk at LUN 4', sms.get_data_disk, name, name, 'win1', 4)


@step('update_data_disk')
def _():
    sms.update_data_disk(name, name, 'win1', 3, 'ReadWrite', updated_lun=0)
    disk = sms.get_data_disk(name, name, 'win1', 0)
    same((disk.lun, disk.host_caching), (0, 'ReadWrite'))


@step('delete_data_disk detaches it, and takes its blob along where it is told to')
def _():
    disk = sms.get_data_disk(name, name, 'win1', 0).disk_name
    wait(sms.delete_data_disk(name, name, 'win1', 0))
    same(blob('HEAD', 'win1-data.vhd'), leased)
    wait(sms.add_data_disk(name, name, 'web1', 5, disk_name=disk))
    same(sms.get_data_disk(name, name, 'web1', 5).media_link, link('win1-data.vhd'))
    wait(sms.delete_data_disk(name, name, 'web1', 5, delete_vhd=True))
    same(blob('HEAD', 'win1-data.vhd'), gone)


@step('add_dns_server')
def _():
    wait(sms.add_dns_server(name, name, 'mydns', '192.168.144.1'))
    assert '<Name>mydns</Name><Address>192.168.144.1</Address>' in servers(), servers()


@step('update_dns_server')
def _():
    wait(sms.update_dns_server(name, name, 'mydns', '192.168.144.2'))
    assert '<Address>192.168.144.2</Address>' in servers()
    raises(AzureMissingResourceHttpError, 404, 'no DNS server named other', sms.update_dns_server, name, name, 'other', '192.168.144.2')


@step('delete_dns_server')
def _():
    for server in ('mydns', 'first'):
        wait(sms.delete_dns_server(name, name, server))
    same(servers(), '')


@step('capture_vm_image as the guide does')
def _():
    image = CaptureRoleAsVMImage('Specialized', 'web1image', 'web1imagelabel', 'web1imagedescription', 'english', 'mygroup')
    wait(sms.capture_vm_image(name, name, 'web1', image))
    same(status('web1'), 'ReadyRole')
    raises(AzureConflictHttpError, 409, 'There is already an image named web1image.', sms.capture_vm_image, name, name, 'web1', image)


@step('add_role of the VM image, with its disks')
def _():
    wait(sms.add_role(name, name, 'web3', None, None, vm_image_name='web1image'))
    role = sms.get_role(name, name, 'web3')
    same([(each.lun, each.logical_disk_size_in_gb) for each in role.data_virtual_hard_disks], [(1, 2)])
    same(blob('HEAD', role.os_virtual_hard_disk.media_link.split('/')[-1]), leased)
    becomes('ReadyRole', lambda: status('web3'))


@step('capture_role sets a machine up anew, or takes it away')
def _():
    raises(AzureHttpError, 400, 'is not stopped', sms.capture_role, name, name, 'web3', 'Delete', 'mycentos', 'my CentOS')
    wait(sms.shutdown_role(name, name, 'web3'))
    wait(sms.capture_role(name, name, 'web3', 'Reprovision', 'mycentos', 'my CentOS', linux('anew')))
    becomes('ReadyRole', lambda: status('web3'))
    same([instance.host_name for instance in deployment().role_instance_list if instance.role_name == 'web3'], ['anew'])
    wait(sms.shutdown_role(name, name, 'web3'))
    wait(sms.capture_role(name, name, 'web3', 'Delete', 'mycentos2', 'my other CentOS'))
    same(sorted(statuses()), ['web1', 'win1'])
    wait(sms.add_role(name, name, 'web4', linux(), OSVirtualHardDisk('mycentos2', link('web4.vhd'))))
    same(sms.get_role(name, name, 'web4').os_virtual_hard_disk.source_image_name, 'mycentos2')


@step('delete_role leaves the disk, or takes it and its blob along')
def _():
    wait(sms.delete_role(name, name, 'web4'))
    same(blob('HEAD', 'web4.vhd'), leased)
    wait(sms.delete_role(name, name, 'win1', complete=True))
    same(blob('HEAD', 'win1.vhd'), gone)
    raises(AzureHttpError, 400, 'Role web1 is the only role present in the deployment and so cannot be removed.', sms.delete_role, name, name, 'web1')


@step('delete_deployment with the disks and their blobs')
def _():
    wait(sms.delete_deployment(name, name, delete_vhd=True))
    same([blob('HEAD', file) for file in ('web1.vhd', 'web1-data.vhd', 'myvm.vhd')], [gone, gone, leased])
    wait(sms.delete_service_certificate(name, 'SHA1', given['thumbprint']))


@step('delete_storage_account is refused while there are disks or images in it')
def _():
    raises(AzureHttpError, 400, 'has some active image(s) and/or disk(s)', sms.delete_storage_account, storage)


tell()
