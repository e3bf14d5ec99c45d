"""A deployment is upgraded in each way, rolled back, reconfigured, and its role instances are repaired and deleted."""
from story import *

service = 'contoso-shop'


def get():
    return sms.get_deployment_by_name(service, 'v1')


def upgrade(mode, package='nextPackageUrl', configuration='nextConfiguration', label='v2', force=False, **more):
    return sms.upgrade_deployment(service, 'v1', mode, given[package], encoded(given[configuration]), label, force, **more)


def progress():
    """Status, what is told of the update, and the domains of the instances that are not ready."""
    deployment = get()
    told = deployment.upgrade_status
    update = told and (told.upgrade_type, told.current_upgrade_domain_state, int(told.current_upgrade_domain))
    down = {int(each.instance_upgrade_domain) for each in deployment.role_instance_list if each.instance_status != 'ReadyRole'}
    return deployment.status, update, down


def ready():
    becomes(('Running', None, set()), progress)


def version():
    deployment = get()
    web = deployment.role_list[0].configuration_sets[0].input_endpoints
    return deployment.label, deployment.configuration, [each.port for each in web]


first = ('v1', given['configuration'], ['80'])
second = ('v2', given['nextConfiguration'], ['8172', '80'])


@step('a deployment to begin with')
def _():
    wait(sms.create_deployment(service, 'production', 'v1', given['packageUrl'], 'v1', encoded(given['configuration']), start_deployment=True))
    ready()
    same(version(), first)


# Upgrades

@step('upgrade_deployment in mode Auto goes from domain to domain by itself')
def _():
    accepted = upgrade('Auto')
    seen = []
    while sms.get_operation_status(accepted.request_id).status == 'InProgress':
        status, update, down = progress()
        if update:
            same(status, 'RunningTransitioning')
            assert down <= {update[2]}, 'domain %r is down while %r is upgraded' % (down, update)
            seen.append(update[1:])
    same(list(dict.fromkeys(seen)), [('Before', 0), ('During', 0), ('During', 1), ('During', 2)])
    wait(accepted)
    same(progress(), ('Running', None, set()))
    same(version(), second)


@step('upgrade_deployment while it is locked is a conflict')
def _():
    accepted = upgrade('Manual', 'packageUrl', 'configuration', 'v1')
    raises(AzureConflictHttpError, 409, 'that requires exclusive access', upgrade, 'Auto')
    same((get().locked, get().rollback_allowed), (True, False))
    wait(accepted)
    same((get().locked, get().rollback_allowed), (False, True))


@step('walk_upgrade_domain in order, each by an operation of its own')
def _():
    raises(AzureHttpError, 400, 'it is the turn of 0, not of 1', sms.walk_upgrade_domain, service, 'v1', 1)
    for domain in range(3):
        same(progress(), ('RunningTransitioning', ('Manual', 'Before', domain), set()))
        accepted = sms.walk_upgrade_domain(service, 'v1', domain)
        same(progress(), ('RunningTransitioning', ('Manual', 'During', domain), {domain}))
        wait(accepted)
    same(progress(), ('Running', None, set()))
    same(version(), first)
    raises(AzureConflictHttpError, 409, 'no update in mode Manual under way', sms.walk_upgrade_domain, service, 'v1', 0)


@step('rollback_update_or_upgrade in mode Auto brings back what was before')
def _():
    wait(upgrade('Manual'))
    wait(sms.walk_upgrade_domain(service, 'v1', 0))
    same(version(), second)
    wait(sms.rollback_update_or_upgrade(service, 'v1', 'Auto', False))
    same(version(), first)
    same(progress(), ('Running', None, set()))
    raises(AzureConflictHttpError, 409, 'no update under way that could be rolled back', sms.rollback_update_or_upgrade, service, 'v1', 'Auto', False)


@step('rollback_update_or_upgrade in mode Manual waits for walk_upgrade_domain')
def _():
    accepted = upgrade('Auto')
    becomes(True, lambda: get().rollback_allowed)
    rolling = sms.rollback_update_or_upgrade(service, 'v1', 'Manual', False)
    fails(accepted, 409, 'ConflictError', 'has taken the place of this one')
    wait(rolling)
    same(progress()[1], ('Manual', 'Before', 0))
    wait(sms.walk_upgrade_domain(service, 'v1', 0))
    ready()
    same(version(), first)


@step('upgrade_deployment in mode Simultaneous takes all instances at once, with extended properties')
def _():
    accepted = upgrade('Simultaneous', extended_properties={'build': '2'})
    becomes(('RunningTransitioning', ('Simultaneous', 'During', 0), {0, 1, 2}), progress)
    wait(accepted)
    same(get().extended_properties, {'build': '2'})
    same(version(), second)


@step('upgrade_deployment of a single role leaves the others alone')
def _():
    accepted = upgrade('Auto', 'largerPackageUrl', role_to_upgrade='Web')
    down = set()
    while sms.get_operation_status(accepted.request_id).status == 'InProgress':
        down |= {each.role_name for each in get().role_instance_list if each.instance_status != 'ReadyRole'}
    same(down, {'Web'})
    same({each.role_name: each.instance_size for each in get().role_instance_list}, {'Web': 'Small', 'Worker': 'Medium'})


@step('upgrade_deployment to another size fails, unless it is forced')
def _():
    fails(upgrade('Auto', 'largerPackageUrl'), 400, 'BadRequest', 'Please use the Force flag if you want to allow the loss of local data.')
    wait(upgrade('Auto', 'largerPackageUrl', force=True))
    same({each.role_name: each.instance_size for each in get().role_instance_list}, {'Web': 'Small', 'Worker': 'Large'})
    wait(upgrade('Auto', 'packageUrl', 'configuration', 'v1', force=True))


# Changes of the configuration

@step('change_deployment_configuration in mode Manual waits for walk_upgrade_domain, and is rolled back')
def _():
    wait(sms.change_deployment_configuration(service, 'v1', encoded(given['scaledConfiguration']), mode='Manual'))
    same(progress()[1], ('Manual', 'Before', 0))
    same(len(get().role_instance_list), 7)
    wait(sms.walk_upgrade_domain(service, 'v1', 0))
    wait(sms.rollback_update_or_upgrade(service, 'v1', 'Auto', False))
    same(len(get().role_instance_list), 5)
    same(version(), first)
    ready()


@step('change_deployment_configuration in mode Auto and Simultaneous')
def _():
    for mode, configuration, count in ('Auto', 'scaledConfiguration', 7), ('Simultaneous', 'configuration', 5):
        wait(sms.change_deployment_configuration(service, 'v1', encoded(given[configuration]), treat_warnings_as_error=True, mode=mode))
        same((len(get().role_instance_list), get().configuration), (count, given[configuration]))
        ready()


# Role instances

def restarted(method, anew):
    """The instance Web_IN_1 is out of service, its machine made anew or not, and comes back."""
    accepted = method(service, 'v1', 'Web_IN_1')
    seen = []
    while sms.get_operation_status(accepted.request_id).status == 'InProgress':
        seen.append(get().role_instance_list[1].instance_status)
    wait(accepted)
    assert 'StoppingVM' in seen and 'BusyRole' in seen, seen
    same('CreatingVM' in seen, anew)
    ready()
    raises(AzureMissingResourceHttpError, 404, 'no role instance named Web_IN_9', method, service, 'v1', 'Web_IN_9')


@step('reboot_role_instance')
def _():
    restarted(sms.reboot_role_instance, False)


@step('reimage_role_instance')
def _():
    restarted(sms.reimage_role_instance, True)


@step('rebuild_role_instance')
def _():
    restarted(sms.rebuild_role_instance, True)


@step('List Deployment Events, which the SDK has no method for')
def _():
    path = '%s/services/hostedservices/%s/deployments/v1/events?starttime=2001-01-01T00:00:00Z&endtime=2101-01-01T00:00:00Z' % (subscription, service)
    same(sms.perform_get(path).body.count(b'<InstanceName>Web_IN_1</InstanceName>'), 3)


@step('delete_role_instances')
def _():
    wait(sms.delete_role_instances(service, 'v1', ['Web_IN_0', 'Worker_IN_1']))
    same([each.instance_name for each in get().role_instance_list], ['Web_IN_1', 'Web_IN_2', 'Worker_IN_0'])
    assert 'name="Web"><Instances count="2" />' in get().configuration, get().configuration
    raises(AzureHttpError, 400, 'The role Worker has to keep at least one instance.', sms.delete_role_instances, service, 'v1', ['Worker_IN_0'])


@step('and in the end it is suspended and deleted')
def _():
    wait(sms.update_deployment_status(service, 'v1', 'Suspended'))
    raises(AzureConflictHttpError, 409, 'The deployment is suspended', sms.reboot_role_instance, service, 'v1', 'Web_IN_1')
    wait(sms.delete_deployment(service, 'v1'))
    raises(AzureMissingResourceHttpError, 404, 'No deployments were found.', get)


tell()
