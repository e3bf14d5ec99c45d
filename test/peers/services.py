"""What is in and around cloud services, and the upkeep of accounts and affinity groups. The SDK has no methods for extensions."""
from story import *

service, storage, group = 'myhostedservice', 'mystorageaccount', 'myaffinitygroup'


@step('check_hosted_service_name_availability and check_storage_account_name_availability, before and after')
def _():
    checks = ((sms.check_hosted_service_name_availability, service), (sms.check_storage_account_name_availability, storage))
    same([check(name).result for check, name in checks], [True, True])
    sms.create_hosted_service(service, service, 'my hosted service', 'West US', extended_properties={'ext1': 'val1', 'ext2': 'val2'})
    wait(sms.create_storage_account(storage, 'my storage account', storage, location='West US', account_type='Standard_LRS', extended_properties={'ext1': 'val1'}))
    same([check(name).result for check, name in checks], [False, False])
    same([check('no good_name').result for check, _ in checks], [False, False])


@step('update_hosted_service')
def _():
    same(sms.update_hosted_service(service, 'ptvslabelupdate', 'ptvs description update', {'ext1': 'val1update', 'ext2': 'val2update', 'ext3': 'brandnew'}), None)
    properties = sms.get_hosted_service_properties(service).hosted_service_properties
    same((properties.label, properties.description, properties.location), ('ptvslabelupdate', 'ptvs description update', 'West US'))
    same(properties.extended_properties, {'ext1': 'val1update', 'ext2': 'val2update', 'ext3': 'brandnew'})


@step('update_hosted_service leaves what is not given, and removes extended properties that have no value')
def _():
    sms.update_hosted_service(service, extended_properties={'ext2': ''})
    properties = sms.get_hosted_service_properties(service).hosted_service_properties
    same((properties.label, properties.extended_properties), ('ptvslabelupdate', {'ext1': 'val1update', 'ext3': 'brandnew'}))
    raises(AzureHttpError, 400, 'changes nothing', sms.update_hosted_service, service)
    raises(AzureHttpError, 400, 'the name 1st is not', sms.update_hosted_service, service, extended_properties={'1st': 'val'})
    raises(AzureMissingResourceHttpError, 404, 'The hosted service does not exist.', sms.update_hosted_service, 'nobody', 'label')


@step('add_service_certificate')
def _():
    wait(sms.add_service_certificate(service, given['pfx'], 'pfx', given['password']))
    raises(AzureHttpError, 400, 'The password does not open the certificate.', sms.add_service_certificate, service, given['pfx'], 'pfx', 'wrong')


@step('add_service_certificate of a public part is the same certificate')
def _():
    wait(sms.add_service_certificate(service, given['cer'], 'cer', ''))


@step('list_service_certificates')
def _():
    certificate, = sms.list_service_certificates(service)
    same((certificate.thumbprint, certificate.thumbprint_algorithm, certificate.data), (given['thumbprint'], 'sha1', given['cer']))
    assert certificate.certificate_url.endswith('/services/hostedservices/%s/certificates/sha1-%s' % (service, given['thumbprint']))


@step('get_service_certificate')
def _():
    same(sms.get_service_certificate(service, 'SHA1', given['thumbprint'].lower()).data, given['cer'])


@step('delete_service_certificate fails while a deployment uses it')
def _():
    raises(AzureHttpError, 400, 'The certificate with thumbprint %s was not found.' % ('AB' * 20), sms.create_deployment,
           service, 'production', 'v1', given['packageUrl'], 'v1', encoded(given['configuration'].replace(given['thumbprint'], 'AB' * 20)))
    wait(sms.create_deployment(service, 'production', 'v1', given['packageUrl'], 'v1', encoded(given['configuration'])))
    fails(sms.delete_service_certificate(service, 'SHA1', given['thumbprint']), 409, 'ConflictError', 'Certificate deletion is not allowed when it is being used in a deployment.')
    same(len(sms.list_service_certificates(service)), 1)
    wait(sms.delete_deployment(service, 'v1'))


@step('delete_service_certificate')
def _():
    wait(sms.delete_service_certificate(service, 'SHA1', given['thumbprint']))
    raises(AzureMissingResourceHttpError, 404, 'The certificate was not found.', sms.get_service_certificate, service, 'SHA1', given['thumbprint'])
    same(len(sms.list_service_certificates(service)), 0)


@step('update_storage_account')
def _():
    sms.update_storage_account(storage, 'descriptionupdate', 'labelupdate', extended_properties={'ext1': 'val1update', 'ext2': '53'}, account_type='Standard_RAGRS')
    account = sms.get_storage_account_properties(storage)
    properties = account.storage_service_properties
    same((properties.description, properties.label, properties.account_type), ('descriptionupdate', 'labelupdate', 'Standard_RAGRS'))
    same((properties.geo_primary_region, properties.geo_secondary_region), ('West US', 'East US'))
    same(account.extended_properties, {'ext1': 'val1update', 'ext2': '53'})


@step('update_storage_account says Standard_GRS unless told otherwise, because the SDK does')
def _():
    sms.update_storage_account(storage, 'another')
    properties = sms.get_storage_account_properties(storage).storage_service_properties
    same((properties.description, properties.label, properties.account_type), ('another', 'labelupdate', 'Standard_GRS'))
    raises(AzureHttpError, 400, 'cannot be changed', sms.update_storage_account, storage, account_type='Premium_LRS')


@step('regenerate_storage_account_keys')
def _():
    for key, other in (('primary', 'secondary'), ('secondary', 'primary')):
        before = sms.get_storage_account_keys(storage).storage_service_keys
        after = sms.regenerate_storage_account_keys(storage, key.capitalize()).storage_service_keys
        assert getattr(after, key) != getattr(before, key)
        same(getattr(after, other), getattr(before, other))
        same(vars(sms.get_storage_account_keys(storage).storage_service_keys), vars(after))
    raises(AzureHttpError, 400, 'neither Primary nor Secondary', sms.regenerate_storage_account_keys, storage, 'Tertiary')


@step('update_affinity_group')
def _():
    sms.create_affinity_group(group, group, 'West US', 'my affinity group')
    same(sms.update_affinity_group(group, 'tstlabelupdate', 'testmgmt affinity group update'), None)
    shown = sms.get_affinity_group_properties(group)
    same((shown.label, shown.description, shown.location), ('tstlabelupdate', 'testmgmt affinity group update', 'West US'))
    sms.update_affinity_group(group, 'only the label')
    same(sms.get_affinity_group_properties(group).description, 'testmgmt affinity group update')
    raises(AzureHttpError, 400, 'The description for the affinity group is invalid.', sms.update_affinity_group, group, 'label', 'x' * 1025)
    raises(AzureMissingResourceHttpError, 404, 'The affinity group does not exist.', sms.update_affinity_group, 'nobody', 'label')


tell()
