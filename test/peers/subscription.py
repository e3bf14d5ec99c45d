"""The subscription itself: what it has, what there is to choose from, who may manage it, and what was done to it."""
from datetime import datetime, timedelta, timezone

from story import *


def day(offset):
    return (datetime.now(timezone.utc) + timedelta(days=offset)).strftime('%Y-%m-%d')


def history(*filters, **more):
    return sms.list_subscription_operations(day(-1), day(2), *filters, **more)


@step('get_subscription')
def _():
    mine = sms.get_subscription()
    same((mine.subscription_id, mine.subscription_name, mine.subscription_status), (given['subscriptionId'], 'Demo subscription', 'Active'))
    same((mine.max_core_count, mine.max_hosted_services, mine.max_storage_accounts), (20, 20, 20))
    same((mine.current_core_count, mine.current_hosted_services, mine.current_storage_accounts), (0, 2, 1))
    same((mine.max_virtual_network_sites, mine.max_local_network_sites, mine.max_dns_servers), (50, 20, 20))
    assert len(mine.aad_tenant_id) == 36 and mine.created_time.endswith('Z'), vars(mine)


@step('list_subscriptions is refused, with a certificate as without')
def _():
    raises(AzureHttpError, 403, '<Code>ForbiddenError</Code>', sms.list_subscriptions)


@step('list_locations tells what each can do')
def _():
    locations = {each.name: each for each in sms.list_locations()}
    same(len(locations), 17)
    there = locations['Brazil South']
    same((there.display_name, list(there.available_services)), ('Brazil South', ['Compute', 'Storage', 'PersistentVMRole', 'HighMemory']))
    assert 'Small' in there.compute_capabilities.web_worker_role_sizes
    assert 'Standard_G1' not in there.compute_capabilities.virtual_machines_role_sizes
    assert 'Standard_G1' in locations['West US'].compute_capabilities.virtual_machines_role_sizes


@step('list_role_sizes')
def _():
    sizes = {each.name: each for each in sms.list_role_sizes()}
    small = sizes['Small']
    same((small.label, small.cores, small.memory_in_mb, small.max_data_disk_count), ('Small (1 cores, 1792 MB)', 1, 1792, 2))
    same((small.supported_by_web_worker_roles, small.supported_by_virtual_machines), (True, True))
    same((small.web_worker_resource_disk_size_in_mb, small.virtual_machine_resource_disk_size_in_mb), (230400, 71680))
    same((sizes['Standard_DS14'].supported_by_web_worker_roles, sizes['Standard_DS14'].cores), (False, 16))


@step('list_operating_systems')
def _():
    defaults = [each for each in sms.list_operating_systems() if each.is_default]
    same([each.family for each in defaults], [1, 2, 3, 4, 5])
    fourth = defaults[3]
    same((fourth.version, fourth.label, fourth.family_label, fourth.is_active),
         ('WA-GUEST-OS-4.21_201506-01', 'Windows Azure Guest OS 4.21 (Release 201506-01)', 'Windows Server 2012 R2', True))
    assert any(not each.is_active for each in sms.list_operating_systems())


@step('list_operating_system_families')
def _():
    families = sms.list_operating_system_families()
    same([(each.name, each.label) for each in families], [
        ('1', 'Windows Server 2008 SP2'), ('2', 'Windows Server 2008 R2'), ('3', 'Windows Server 2012'), ('4', 'Windows Server 2012 R2'), ('5', 'Windows Server 2016')])
    for family in families:
        same(len([each for each in family.operating_systems if each.is_default]), 1)


@step('list_management_certificates, get_management_certificate')
def _():
    mine, = sms.list_management_certificates()
    shown = sms.get_management_certificate(mine.subscription_certificate_thumbprint)
    same(vars(shown), vars(mine))
    same(len(mine.subscription_certificate_thumbprint), 40)
    raises(AzureMissingResourceHttpError, 404, 'The certificate was not found.', sms.get_management_certificate, given['thumbprint'])


@step('add_management_certificate lets its owner in at once')
def _():
    second = connect(given['secondPath'])
    raises(AzureHttpError, 403, 'ForbiddenError', second.list_locations)
    sms.add_management_certificate(given['publicKey'], given['thumbprint'], given['data'])
    same(second.get_subscription().subscription_id, given['subscriptionId'])
    shown = sms.get_management_certificate(given['thumbprint'])
    same((shown.subscription_certificate_public_key, shown.subscription_certificate_data), (given['publicKey'], given['data']))
    raises(AzureConflictHttpError, 409, 'already has the management certificate', sms.add_management_certificate, given['publicKey'], given['thumbprint'], given['data'])
    raises(AzureHttpError, 400, 'cannot be read', sms.add_management_certificate, given['publicKey'], given['thumbprint'], encoded('nonsense'))


@step('delete_management_certificate keeps its owner out at once, on the connection there is')
def _():
    second = connect(given['secondPath'])
    second.list_locations()
    sms.delete_management_certificate(given['thumbprint'])
    raises(AzureHttpError, 403, 'ForbiddenError', second.list_locations)
    same(len(sms.list_management_certificates()), 1)


@step('list_subscription_operations tells who did what, to what, and how it ended')
def _():
    wait(sms.create_storage_account('historic', 'a description', 'a label', location='West US', account_type='Standard_LRS'))
    raises(AzureMissingResourceHttpError, 404, 'was not found', sms.delete_storage_account, 'nobody')
    accepted = sms.create_storage_account('underway', 'd', 'l', location='West US')
    shown = history()
    same(shown.continuation_token, '')
    names = [(each.operation_name, each.operation_status.status, each.operation_status.http_status_code) for each in shown.subscription_operations]
    same(names, [
        ('AddSubscriptionCertificate', 'Succeeded', 200), ('AddSubscriptionCertificate', 'Failed', 409), ('AddSubscriptionCertificate', 'Failed', 400),
        ('RemoveSubscriptionCertificate', 'Succeeded', 200),
        ('CreateStorageService', 'Succeeded', 200), ('DeleteStorageService', 'Failed', 404), ('CreateStorageService', 'InProgress', 0)])
    created = shown.subscription_operations[4]
    same(created.operation_object_id, subscription + '/services/storageservices/historic')
    same(created.operation_kind, 'CreateStorageServiceOperation')
    same(created.operation_parameters['subscriptionID'], given['subscriptionId'])
    assert '<ServiceName>historic</ServiceName>' in created.operation_parameters['input'], created.operation_parameters
    caller = created.operation_caller
    mine, = sms.list_management_certificates()
    same((caller.used_service_management_api, caller.client_ip, caller.subscription_certificate_thumbprint), (True, '127.0.0.1', mine.subscription_certificate_thumbprint))
    assert created.operation_started_time < created.operation_completed_time, vars(created)
    same(shown.subscription_operations[6].operation_id.replace('-', ''), accepted.request_id)
    assert given['data'] not in perform_history(), 'the data of a certificate'


def perform_history():
    return sms.perform_get('%s/operations?StartTime=%s&EndTime=%s' % (subscription, day(-1), day(2))).body.decode()


@step('list_subscription_operations of one object, and of one result')
def _():
    same([each.operation_name for each in history(subscription + '/services/storageservices/historic').subscription_operations], ['CreateStorageService'])
    failed = history(operation_result_filter='Failed').subscription_operations
    same([each.operation_status.http_status_code for each in failed], [409, 400, 404])
    same(len(sms.list_subscription_operations(day(1), day(2)).subscription_operations), 0)


@step('list_subscription_operations goes on where its token says')
def _():
    for _ in range(60):
        raises(AzureMissingResourceHttpError, 404, 'was not found', sms.delete_storage_account, 'nobody')
    first = history()
    second = history(continuation_token=first.continuation_token)
    same((len(first.subscription_operations), len(second.subscription_operations), second.continuation_token), (50, 17, ''))
    ids = [each.operation_id for each in list(first.subscription_operations) + list(second.subscription_operations)]
    same(len(set(ids)), 67)


@step('list_subscription_operations needs a start and an end, of the last 90 days')
def _():
    for span in (None, None), (day(-1), None), (day(-100), day(1)):
        raises(AzureHttpError, 400, 'MissingOrInvalidRequiredQueryParameter', sms.list_subscription_operations, *span)


@step('delete_management_certificate of the last one, which is mine, leaves me outside')
def _():
    mine, = sms.list_management_certificates()
    sms.delete_management_certificate(mine.subscription_certificate_thumbprint)
    raises(AzureHttpError, 403, 'ForbiddenError', sms.list_management_certificates)


tell()
