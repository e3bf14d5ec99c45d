"""The guide "How to use Service Management from Python" (azure-docs, cloud-services-python-how-to-use-service-management), in its order."""
import re
from unittest import mock

from story import *

service, storage, group = 'myhostedservice', 'mystorageaccount', 'myaffinitygroup'


# Connect to service management

@step('a service of subscription id and certificate path alone, which trusts what REQUESTS_CA_BUNDLE names; should_use_requests')
def _():
    same(ServiceManagementService.should_use_requests(given['certificatePath']), True)
    plain = ServiceManagementService(given['subscriptionId'], given['certificatePath'], host)
    with mock.patch.dict(os.environ, REQUESTS_CA_BUNDLE='', CURL_CA_BUNDLE='', no_proxy='127.0.0.1'):
        raises(requests.exceptions.SSLError, None, 'CERTIFICATE_VERIFY_FAILED', plain.get_subscription)
    with mock.patch.dict(os.environ, REQUESTS_CA_BUNDLE=given['caPath'], no_proxy='127.0.0.1'):
        same(plain.get_subscription().subscription_id, given['subscriptionId'])


@step('a service of AZURE_MANAGEMENT_SUBSCRIPTIONID and AZURE_MANAGEMENT_CERTFILE')
def _():
    known = dict(AZURE_MANAGEMENT_SUBSCRIPTIONID=given['subscriptionId'], AZURE_MANAGEMENT_CERTFILE=given['certificatePath'])
    with mock.patch.dict(os.environ, REQUESTS_CA_BUNDLE=given['caPath'], no_proxy='127.0.0.1', **known):
        same(ServiceManagementService(host=host).get_subscription().subscription_id, given['subscriptionId'])


@step('get_subscription')
def _():
    mine = sms.get_subscription()
    same((mine.subscription_id, mine.subscription_status, mine.current_hosted_services), (given['subscriptionId'], 'Active', 2))


@step('list_subscriptions is refused: it takes a token of Active Directory, and the emulator knows certificates only')
def _():
    raises(AzureHttpError, 403, '<Code>ForbiddenError</Code>', sms.list_subscriptions)


# List available locations

@step('list_locations')
def _():
    # The guide's eight; later ones follow.
    same([each.name for each in sms.list_locations()][:8], [
        'West Europe', 'Southeast Asia', 'East Asia', 'North Central US', 'North Europe', 'South Central US', 'West US', 'East US'])


# Create a cloud service

@step('check_hosted_service_name_availability, whose reason the SDK makes a truth value')
def _():
    free, taken = (sms.check_hosted_service_name_availability(name) for name in (service, 'contoso-shop'))
    same((free.result, taken.result, taken.reason), (True, False, True))


@step('create_hosted_service')
def _():
    # Done when it answers; its request id can be asked about all the same.
    wait(sms.create_hosted_service(service, service, 'my hosted service', 'West US', extended_properties={'owner': 'me'}))
    raises(AzureConflictHttpError, 409, 'The specified DNS name is already taken.', sms.create_hosted_service, service, service, '', 'West US')


@step('list_hosted_services')
def _():
    mine = [each for each in sms.list_hosted_services() if each.service_name == service][0]
    properties = mine.hosted_service_properties
    same(mine.url, '%s%s/services/hostedservices/%s' % (given['endpoint'], subscription, service))
    same((properties.location, properties.affinity_group, properties.label), ('West US', '', service))
    same((properties.description, properties.status, properties.extended_properties), ('my hosted service', 'Created', {'owner': 'me'}))


@step('get_hosted_service_properties')
def _():
    mine = sms.get_hosted_service_properties(service)
    same((mine.service_name, mine.hosted_service_properties.location, mine.deployments), (service, 'West US', None))


# Create a deployment

@step('create_deployment from a blob')
def _():
    accepted = sms.create_deployment(service, 'production', 'v1', given['packageUrl'], 'v1', encoded(given['configuration']), start_deployment=True)
    same(sms.get_operation_status(accepted.request_id).status, 'InProgress')
    wait(accepted)
    raises(AzureConflictHttpError, 409, 'The specified deployment slot Production is occupied.',
           sms.create_deployment, service, 'production', 'v2', given['packageUrl'], 'v2', encoded(given['configuration']))


@step('create_deployment that does not fit fails in the end')
def _():
    misfit = given['configuration'].replace('name="Greeting"', 'name="Misspelt"')
    fails(sms.create_deployment(service, 'staging', 'misfit', given['packageUrl'], 'misfit', encoded(misfit)), 400, 'BadRequest', "Setting 'Misspelt' for role 'Web'")
    raises(AzureMissingResourceHttpError, 404, 'No deployments were found.', sms.get_deployment_by_slot, service, 'staging')


@step('get_deployment_by_slot')
def _():
    deployment = sms.get_deployment_by_slot(service, 'production')
    same((deployment.name, deployment.deployment_slot, deployment.label, deployment.status), ('v1', 'Production', 'v1', 'Running'))
    assert re.fullmatch('[0-9a-f]{32}', deployment.private_id), deployment.private_id
    same(deployment.url, 'http://%s.cloudapp.net/' % service)
    same(deployment.configuration, given['configuration'])
    same([each.role_name for each in deployment.role_list], ['Web', 'Worker'])


@step('role instances, on their way until they are ready')
def _():
    def instances():
        return sms.get_deployment_by_slot(service, 'production').role_instance_list
    same([(each.instance_name, each.role_name, each.instance_size) for each in instances()],
         [('Web_IN_0', 'Web', 'Small'), ('Web_IN_1', 'Web', 'Small'), ('Worker_IN_0', 'Worker', 'Medium')])
    same([each.instance_upgrade_domain for each in instances()], [0, 1, 0])
    web = instances()[0].instance_endpoints[0]
    same((web.name, web.public_port, web.local_port, web.protocol), ('Http', '80', '8080', 'http'))
    becomes(['ReadyRole'] * 3, lambda: [each.instance_status for each in instances()])


@step('get_deployment_by_name')
def _():
    same(sms.get_deployment_by_name(service, 'v1').deployment_slot, 'Production')


@step('get_hosted_service_properties with embed_detail')
def _():
    same([each.name for each in sms.get_hosted_service_properties(service, embed_detail=True).deployments], ['v1'])


# Update a deployment

@step('change_deployment_configuration')
def _():
    wait(sms.change_deployment_configuration(service, 'v1', encoded(given['scaledConfiguration'])))
    same(len(sms.get_deployment_by_name(service, 'v1').role_instance_list), 5)


@step('update_deployment_status')
def _():
    for status in 'Suspended', 'Running':
        wait(sms.update_deployment_status(service, 'v1', status))
        same(sms.get_deployment_by_name(service, 'v1').status, status)


# Move deployments between staging and production

@step('swap_deployment')
def _():
    wait(sms.create_deployment(service, 'staging', 'v2', given['packageUrl'], 'v2', encoded(given['configuration'])))
    same(sms.get_deployment_by_name(service, 'v2').status, 'Suspended')
    wait(sms.swap_deployment(service, 'v1', 'v2'))
    same([sms.get_deployment_by_slot(service, slot).name for slot in ('production', 'staging')], ['v2', 'v1'])


# Delete a deployment, delete a cloud service

@step('delete_deployment')
def _():
    raises(AzureConflictHttpError, 409, 'has a deployment in Production and Staging', sms.delete_hosted_service, service)
    wait(sms.delete_deployment(service, 'v1'))
    wait(sms.delete_deployment(service, 'v2', delete_vhd=True))
    for name in 'v1', 'v2':
        raises(AzureMissingResourceHttpError, 404, 'No deployments were found.', sms.get_deployment_by_name, service, name)


@step('delete_hosted_service')
def _():
    sms.delete_hosted_service(service)
    raises(AzureMissingResourceHttpError, 404, 'The hosted service does not exist.', sms.get_hosted_service_properties, service)


@step('delete_hosted_service with complete=True, deployments and all')
def _():
    sms.create_hosted_service(service, service, location='West US')
    wait(sms.create_deployment(service, 'production', 'v1', given['packageUrl'], 'v1', encoded(given['configuration'])))
    wait(sms.delete_hosted_service(service, complete=True))
    raises(AzureMissingResourceHttpError, 404, 'The hosted service does not exist.', sms.get_hosted_service_properties, service)


# Create a storage service, delete a storage service

@step('create_storage_account, get_operation_status')
def _():
    accepted = sms.create_storage_account(storage, 'My storage account description.', storage, location='West US', account_type='Standard_LRS')
    same(sms.get_operation_status(accepted.request_id).status, 'InProgress')
    wait(accepted)
    operation = sms.get_operation_status(accepted.request_id)
    same((operation.status, operation.http_status_code, operation.error), ('Succeeded', '200', None))


@step('list_storage_accounts')
def _():
    mine = [each for each in sms.list_storage_accounts() if each.service_name == storage][0].storage_service_properties
    same((mine.location, mine.affinity_group, mine.label, mine.description), ('West US', '', storage, 'My storage account description.'))


@step('get_storage_account_properties')
def _():
    properties = sms.get_storage_account_properties(storage).storage_service_properties
    same((properties.status, properties.account_type, len(properties.endpoints)), ('Created', 'Standard_LRS', 4))


@step('get_storage_account_keys')
def _():
    keys = sms.get_storage_account_keys(storage).storage_service_keys
    same((len(keys.primary), len(keys.secondary), keys.primary == keys.secondary), (88, 88, False))


@step('check_storage_account_name_availability')
def _():
    same(sms.check_storage_account_name_availability(storage).result, False)
    same(sms.check_storage_account_name_availability('nobodyhasthis').result, True)


@step('delete_storage_account')
def _():
    sms.delete_storage_account(storage)
    raises(AzureMissingResourceHttpError, 404, "The storage account '%s' was not found." % storage, sms.get_storage_account_properties, storage)


# Create an affinity group, delete an affinity group

@step('create_affinity_group')
def _():
    sms.create_affinity_group(group, group, 'West US', 'my affinity group')
    raises(AzureConflictHttpError, 409, 'An affinity group with that name already exists', sms.create_affinity_group, group, group, 'West US')


@step('list_affinity_groups')
def _():
    mine = [each for each in sms.list_affinity_groups() if each.name == group][0]
    same((mine.label, mine.location, mine.description), (group, 'West US', 'my affinity group'))


@step('get_affinity_group_properties, with what is in the group')
def _():
    sms.create_hosted_service(service, service, affinity_group=group)
    wait(sms.create_storage_account(storage, '', storage, affinity_group=group))
    mine = sms.get_affinity_group_properties(group)
    same([each.service_name for each in mine.hosted_services], [service])
    same([each.service_name for each in mine.storage_services], [storage])
    same(mine.hosted_services[0].hosted_service_properties.affinity_group, group)


@step('delete_affinity_group')
def _():
    raises(AzureConflictHttpError, 409, 'is in use by the hosted service', sms.delete_affinity_group, group)
    sms.delete_hosted_service(service)
    raises(AzureConflictHttpError, 409, 'is in use by the storage account', sms.delete_affinity_group, group)
    sms.delete_storage_account(storage)
    sms.delete_affinity_group(group)
    raises(AzureMissingResourceHttpError, 404, 'The affinity group does not exist.', sms.get_affinity_group_properties, group)


tell()
