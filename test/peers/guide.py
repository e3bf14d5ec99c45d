"""The guide as one story, told to the emulator by Debian's python3-azure. Prints one line of JSON for each step.

Called with one argument, JSON: endpoint, subscriptionId, certificatePath, caPath, packageUrl, configuration, scaledConfiguration.
"""
import base64
import json
import sys
import traceback
import warnings

warnings.simplefilter('ignore')
import requests  # noqa: E402
from azure.common import AzureConflictHttpError, AzureHttpError, AzureMissingResourceHttpError  # noqa: E402
from azure.servicemanagement import AzureAsyncOperationHttpError, ServiceManagementService  # noqa: E402

given = json.loads(sys.argv[1])
session = requests.Session()
session.trust_env = False
session.cert = given['certificatePath']
session.verify = given['caPath']
sms = ServiceManagementService(given['subscriptionId'], given['certificatePath'], host=given['endpoint'].replace('https://', ''), request_session=session)

service, storage, group = 'myhostedservice', 'mystorageaccount', 'myaffinitygroup'
steps = []


def step(title):
    return lambda function: steps.append((title, function)) or function


def same(actual, expected):
    assert actual == expected, '%r is not %r' % (actual, expected)


def encoded(text):
    # The SDK sends the configuration exactly as it is given.
    return base64.b64encode(text.encode()).decode()


def wait(accepted):
    quiet = dict(progress_callback=None, success_callback=None)
    same(sms.wait_for_operation_status(accepted.request_id, sleep_interval=0.2, **quiet).status, 'Succeeded')


def raises(kind, status, words, function, *args, **more):
    try:
        function(*args, **more)
    except kind as error:
        same(error.status_code, status)
        assert words in str(error), str(error)
    else:
        raise AssertionError('nothing was raised')


@step('list_locations')
def _():
    same([each.name for each in sms.list_locations()], [
        'West Europe', 'Southeast Asia', 'East Asia', 'North Central US', 'North Europe', 'South Central US', 'West US', 'East US'])


@step('get_subscription')
def _():
    subscription = sms.get_subscription()
    same((subscription.subscription_id, subscription.subscription_status, subscription.current_hosted_services), (given['subscriptionId'], 'Active', 2))


@step('check_hosted_service_name_availability')
def _():
    same(sms.check_hosted_service_name_availability(service).result, True)
    same(sms.check_hosted_service_name_availability('contoso-shop').result, False)


@step('create_hosted_service')
def _():
    sms.create_hosted_service(service, service, 'my hosted service', 'West US')
    raises(AzureConflictHttpError, 409, 'The specified DNS name is already taken.', sms.create_hosted_service, service, service, '', 'West US')


@step('list_hosted_services')
def _():
    mine = [each for each in sms.list_hosted_services() if each.service_name == service][0]
    properties = mine.hosted_service_properties
    same((properties.location, properties.label, properties.description, properties.status), ('West US', service, 'my hosted service', 'Created'))


@step('create_storage_account, wait_for_operation_status')
def _():
    wait(sms.create_storage_account(storage, 'my storage account', storage, location='West US', account_type='Standard_LRS'))
    properties = sms.get_storage_account_properties(storage).storage_service_properties
    same((properties.status, properties.location, properties.account_type), ('Created', 'West US', 'Standard_LRS'))


@step('list_storage_accounts, get_storage_account_keys')
def _():
    assert storage in [each.service_name for each in sms.list_storage_accounts()]
    keys = sms.get_storage_account_keys(storage).storage_service_keys
    same((len(keys.primary), len(keys.secondary), keys.primary == keys.secondary), (88, 88, False))


@step('check_storage_account_name_availability')
def _():
    same(sms.check_storage_account_name_availability(storage).result, False)
    same(sms.check_storage_account_name_availability('nobodyhasthis').result, True)


@step('create_deployment from a blob')
def _():
    wait(sms.create_deployment(service, 'production', 'v1', given['packageUrl'], 'v1', encoded(given['configuration']), start_deployment=True))
    raises(AzureConflictHttpError, 409, 'The specified deployment slot Production is occupied.',
           sms.create_deployment, service, 'production', 'v2', given['packageUrl'], 'v2', encoded(given['configuration']))


@step('create_deployment that does not fit fails when it is waited for')
def _():
    misfit = given['configuration'].replace('name="Greeting"', 'name="Misspelt"')
    accepted = sms.create_deployment(service, 'staging', 'misfit', given['packageUrl'], 'misfit', encoded(misfit))
    try:
        sms.wait_for_operation_status(accepted.request_id, sleep_interval=0.2, progress_callback=None, failure_callback=lambda elapsed, error: (_ for _ in ()).throw(error))
    except AzureAsyncOperationHttpError as error:
        same((error.result.status, error.result.http_status_code, error.result.error.code), ('Failed', '400', 'BadRequest'))
        assert 'Setting \'Misspelt\' for role \'Web\'' in error.result.error.message
    else:
        raise AssertionError('it did not fail')
    raises(AzureMissingResourceHttpError, 404, 'No deployments were found.', sms.get_deployment_by_slot, service, 'staging')


@step('get_deployment_by_slot')
def _():
    deployment = sms.get_deployment_by_slot(service, 'production')
    same((deployment.name, deployment.deployment_slot, deployment.label, deployment.status), ('v1', 'Production', 'v1', 'Running'))
    same([each.instance_name for each in deployment.role_instance_list], ['Web_IN_0', 'Web_IN_1', 'Worker_IN_0'])
    same([each.role_name for each in deployment.role_list], ['Web', 'Worker'])
    same(deployment.url, 'http://%s.cloudapp.net/' % service)
    same(deployment.role_instance_list[0].instance_endpoints[0].public_port, '80')
    same(deployment.configuration, given['configuration'])


@step('get_deployment_by_name')
def _():
    same(sms.get_deployment_by_name(service, 'v1').deployment_slot, 'Production')


@step('get_hosted_service_properties')
def _():
    same([each.name for each in sms.get_hosted_service_properties(service, embed_detail=True).deployments], ['v1'])


@step('change_deployment_configuration')
def _():
    wait(sms.change_deployment_configuration(service, 'v1', encoded(given['scaledConfiguration'])))
    same(len(sms.get_deployment_by_name(service, 'v1').role_instance_list), 5)


@step('update_deployment_status')
def _():
    for status in 'Suspended', 'Running':
        wait(sms.update_deployment_status(service, 'v1', status))
        same(sms.get_deployment_by_name(service, 'v1').status, status)


@step('swap_deployment')
def _():
    wait(sms.create_deployment(service, 'staging', 'v2', given['packageUrl'], 'v2', encoded(given['configuration'])))
    wait(sms.swap_deployment(service, 'v1', 'v2'))
    same([sms.get_deployment_by_slot(service, slot).name for slot in ('production', 'staging')], ['v2', 'v1'])


@step('delete_deployment')
def _():
    raises(AzureConflictHttpError, 409, 'has a deployment in Production and Staging', sms.delete_hosted_service, service)
    for name in 'v1', 'v2':
        wait(sms.delete_deployment(service, name))
        raises(AzureMissingResourceHttpError, 404, 'No deployments were found.', sms.get_deployment_by_name, service, name)


@step('delete_hosted_service')
def _():
    sms.delete_hosted_service(service)
    raises(AzureMissingResourceHttpError, 404, 'The hosted service does not exist.', sms.get_hosted_service_properties, service)


@step('delete_storage_account')
def _():
    sms.delete_storage_account(storage)
    raises(AzureMissingResourceHttpError, 404, "The storage account '%s' was not found." % storage, sms.get_storage_account_properties, storage)


@step('create_affinity_group, list_affinity_groups, get_affinity_group_properties, delete_affinity_group')
def _():
    sms.create_affinity_group(group, group, 'West US', 'my affinity group')
    assert group in [each.name for each in sms.list_affinity_groups()]
    same(sms.get_affinity_group_properties(group).location, 'West US')
    sms.create_hosted_service(service, service, affinity_group=group)
    raises(AzureConflictHttpError, 409, 'is in use by the hosted service', sms.delete_affinity_group, group)
    sms.delete_hosted_service(service)
    sms.delete_affinity_group(group)
    raises(AzureMissingResourceHttpError, 404, 'The affinity group does not exist.', sms.get_affinity_group_properties, group)


@step('a label with an ampersand goes out as malformed XML, because the SDK escapes nothing')
def _():
    raises(AzureHttpError, 400, 'InvalidXmlRequest', sms.create_hosted_service, service, service, 'a & b', 'West US')


for title, function in steps:
    try:
        function()
        print(json.dumps({'step': title}), flush=True)
    except Exception:  # each step is a test of its own
        print(json.dumps({'step': title, 'error': traceback.format_exc(limit=-1)}), flush=True)
