"""A user reserves public addresses, gives them to deployments, and makes virtual networks."""
from story import *

service, deployment, ip = 'contoso-reports', 'v1', 'myip'
at = (service, deployment)


def deploy(configuration):
    wait(sms.create_deployment(service, 'production', deployment, given['packageUrl'], deployment, encoded(configuration)))


def virtual_ip():
    found = sms.get_deployment_by_name(service, deployment).virtual_ips[0]
    return found.address, found.is_reserved


# Reserved IPs

@step('list_reserved_ip_addresses, of which there are none yet')
def _():
    same(len(sms.list_reserved_ip_addresses()), 0)


@step('create_reserved_ip_address')
def _():
    accepted = sms.create_reserved_ip_address(ip, label='my label', location='North Europe')
    same(sms.get_reserved_ip_address(ip).state, 'Creating')
    wait(accepted)
    raises(AzureConflictHttpError, 409, 'already exists', sms.create_reserved_ip_address, ip, location='North Europe')
    raises(AzureHttpError, 400, 'The location constraint is not valid', sms.create_reserved_ip_address, 'other', location='Atlantis')
    raises(AzureHttpError, 400, 'InvalidXmlRequest', sms.create_reserved_ip_address, 'other')


@step('get_reserved_ip_address')
def _():
    mine = sms.get_reserved_ip_address(ip)
    same((mine.name, mine.label, mine.state, mine.in_use, mine.location), (ip, 'my label', 'Created', False, 'North Europe'))
    same((len(mine.address.split('.')), len(mine.id), mine.service_name), (4, 36, ''))
    raises(AzureMissingResourceHttpError, 404, 'The reserved IP nobody does not exist.', sms.get_reserved_ip_address, 'nobody')


@step('associate_reserved_ip_address, whose name the SDK loses in the deployment, because it looks for ReservedIpName')
def _():
    deploy(given['configuration'])
    same(virtual_ip()[1], False)
    wait(sms.associate_reserved_ip_address(ip, *at))
    mine = sms.get_reserved_ip_address(ip)
    same((mine.in_use, mine.service_name, mine.deployment_name), (True, *at))
    same(virtual_ip(), (mine.address, True))
    assert b'<ReservedIPName>myip</ReservedIPName></VirtualIP>' in sms.perform_get('%s/services/hostedservices/%s/deployments/%s' % (subscription, *at)).body


@step('a reserved IP in use stays')
def _():
    raises(AzureHttpError, 400, 'is in use by the deployment v1 of the hosted service contoso-reports', sms.delete_reserved_ip_address, ip)
    raises(AzureHttpError, 400, 'has the reserved IP myip already', sms.associate_reserved_ip_address, ip, *at)


@step('disassociate_reserved_ip_address')
def _():
    raises(AzureMissingResourceHttpError, 404, 'no virtual IP named second', sms.disassociate_reserved_ip_address, ip, *at, virtual_ip_name='second')
    wait(sms.disassociate_reserved_ip_address(ip, *at, virtual_ip_name='ShopContractContract'))
    mine = sms.get_reserved_ip_address(ip)
    same((mine.in_use, mine.deployment_name), (False, ''))
    address, reserved = virtual_ip()
    same((address == mine.address, reserved), (False, False))


@step('a deployment whose configuration names a reserved IP has its address, and leaves it reserved')
def _():
    wait(sms.delete_deployment(service, deployment))
    deploy(given['reservingConfiguration'])
    same(virtual_ip(), (sms.get_reserved_ip_address(ip).address, True))
    wait(sms.delete_deployment(service, deployment))
    same([(each.name, each.in_use) for each in sms.list_reserved_ip_addresses()], [(ip, False)])


@step('delete_reserved_ip_address')
def _():
    wait(sms.delete_reserved_ip_address(ip))
    same(len(sms.list_reserved_ip_addresses()), 0)


# Virtual networks, which the SDK lists and does not make

media = subscription + '/services/networking/media'


class Accepted:
    def __init__(self, response):
        self.request_id = dict(response.headers)['x-ms-request-id']


def netcfg(sites):
    return '''<?xml version="1.0" encoding="utf-8"?>
<NetworkConfiguration xmlns="http://schemas.microsoft.com/ServiceHosting/2011/07/NetworkConfiguration">
  <VirtualNetworkConfiguration>%s</VirtualNetworkConfiguration>
</NetworkConfiguration>''' % sites


network = '''<VirtualNetworkSites><VirtualNetworkSite name="mynet" AffinityGroup="contoso-west">
  <AddressSpace><AddressPrefix>10.0.0.0/8</AddressPrefix></AddressSpace>
  <Subnets><Subnet name="front"><AddressPrefix>10.0.0.0/24</AddressPrefix></Subnet><Subnet name="back"><AddressPrefix>10.0.1.0/24</AddressPrefix></Subnet></Subnets>
</VirtualNetworkSite></VirtualNetworkSites>'''


@step('list_virtual_network_sites, of which there are none yet')
def _():
    same(len(sms.list_virtual_network_sites()), 0)
    raises(AzureMissingResourceHttpError, 404, 'Network configuration does not exist.', sms.perform_get, media)


@step('list_virtual_network_sites, after a network configuration was put')
def _():
    accepted = Accepted(sms.perform_put(media, netcfg(network)))
    raises(AzureConflictHttpError, 409, 'An update to your network configuration is currently underway.', sms.perform_put, media, netcfg(network))
    wait(accepted)
    mine, = sms.list_virtual_network_sites()
    same((mine.name, len(mine.id), mine.affinity_group), ('mynet', 36, 'contoso-west'))
    same([(each.name, each.address_prefix) for each in mine.subnets], [('front', '10.0.0.0/24'), ('back', '10.0.1.0/24')])
    assert b'<VirtualNetworkSite name="mynet" AffinityGroup="contoso-west">' in sms.perform_get(media).body


@step('a network configuration that is wrong is refused')
def _():
    raises(AzureHttpError, 400, 'XML Schema validation error in network configuration at line 3,33.', sms.perform_put, media, netcfg('<Other/>'))
    raises(AzureHttpError, 400, "IP address is not valid '10.0.0.0/8/12'.", sms.perform_put, media, netcfg(network.replace('10.0.0.0/8', '10.0.0.0/8/12')))
    same(len(sms.list_virtual_network_sites()), 1)


@step('list_virtual_network_sites, after they were put away')
def _():
    wait(Accepted(sms.perform_put(media, netcfg(''))))
    same(len(sms.list_virtual_network_sites()), 0)


tell()
