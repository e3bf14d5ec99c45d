"""What the SDK has beside the guide: raw requests, filters, proxies, waiting, and faults of its own."""
import io
import re
import socket
import threading

from story import *

service, storage, group = 'myhostedservice', 'mystorageaccount', 'myaffinitygroup'


@step('a label with an ampersand goes out as malformed XML, because the SDK escapes nothing')
def _():
    raises(AzureHttpError, 400, 'InvalidXmlRequest', sms.create_hosted_service, service, service, 'a & b', 'West US')


@step('create_deployment with a configuration of bytes goes out as their repr and is refused, because the SDK takes str() of everything')
def _():
    sent = []
    overheard = sms.with_filter(lambda request, send: sent.append(request.body) or send(request))
    raises(AzureHttpError, 400, 'The service configuration is invalid.',
           overheard.create_deployment, 'contoso-shop', 'staging', 'v1', given['packageUrl'], 'v1', base64.b64encode(given['configuration'].encode()))
    assert b"<Configuration>b'" in sent[0], sent


@step('the id of an operation is lost, because the SDK looks for Id where the service says ID')
def _():
    accepted = sms.create_hosted_service(service, service, location='West US')
    same(sms.get_operation_status(accepted.request_id).id, '')
    answer = sms.perform_get('%s/operations/%s' % (subscription, accepted.request_id)).body.decode()
    same(re.search('<ID>(.*)</ID>', answer).group(1).replace('-', ''), accepted.request_id)
    sms.delete_hosted_service(service)


@step('perform_get, in another version too')
def _():
    path = subscription + '/services/storageservices/contosopackages'
    same([('<AccountType>' in body, '<GeoReplicationEnabled>' in body) for body in (
        sms.perform_get(path).body.decode(), sms.perform_get(path, x_ms_version='2012-03-01').body.decode())], [(True, False), (False, True)])


@step('perform_post, perform_delete')
def _():
    body = '<CreateAffinityGroup xmlns="http://schemas.microsoft.com/windowsazure"><Name>%s</Name><Label>%s</Label><Location>West US</Location></CreateAffinityGroup>'
    same(sms.perform_post(subscription + '/affinitygroups', body % (group, encoded('a & b'))).status, 201)
    same(sms.get_affinity_group_properties(group).label, 'a & b')
    same(sms.perform_delete(subscription + '/affinitygroups/' + group).status, 200)
    assert group not in [each.name for each in sms.list_affinity_groups()]


@step('perform_put is refused where there is nothing to put')
def _():
    raises(AzureHttpError, 400, 'InvalidHttpVerb', sms.perform_put, subscription + '/locations', '<Location/>')


@step('with_filter sees every request of the new service, and none of the old one')
def _():
    seen = []
    filtered = sms.with_filter(lambda request, send: seen.append((request.method, request.path)) or send(request))
    same(len(filtered.list_locations()), 17)
    same(len(sms.list_locations()), 17)
    same(seen, [('GET', subscription + '/locations')])


@step('with_filter tries again where the service was busy')
def _():
    def patient(request, send):
        try:
            return send(request)
        except Exception as error:
            same(error.status, 503)
            return send(request)
    sms.perform_post('/_emulator/faults', 'locations.list:503:2')
    raises(AzureHttpError, 503, 'TooManyRequests', sms.list_locations)
    same(len(sms.with_filter(patient).list_locations()), 17)
    same(sms.perform_get('/_emulator/faults').body, None)  # both were used up


@step('set_proxy speaks TLS to the proxy, which an ordinary one does not understand, because the SDK names it by https')
def _():
    with socket.create_server(('127.0.0.1', 0)) as proxy:
        heard = []

        def hang_up():
            connection, _ = proxy.accept()
            with connection:
                heard.append(connection.recv(1))
        listener = threading.Thread(target=hang_up, daemon=True)
        listener.start()
        through = connect()
        through.set_proxy('127.0.0.1', proxy.getsockname()[1])
        raises(requests.exceptions.ConnectionError, None, '', through.list_locations)
        listener.join(10)
    same(heard, [b'\x16'])  # a TLS handshake, where CONNECT was to be


def printed(function, *args, **more):
    with contextlib.redirect_stdout(io.StringIO()) as text:
        function(*args, **more)
    return text.getvalue()


@step('wait_for_operation_status with its own callbacks prints a dot for each poll, and ends the line')
def _():
    accepted = sms.create_storage_account(storage, '', storage, location='West US')
    same(printed(sms.wait_for_operation_status, accepted.request_id, sleep_interval=0.01), '.\n')
    sms.delete_storage_account(storage)


@step('wait_for_operation_status prints and raises how the operation failed')
def _():
    misfit = encoded(given['configuration'].replace('Greeting', 'Misspelt'))
    accepted = sms.create_deployment('contoso-shop', 'staging', 'v1', given['packageUrl'], 'v1', misfit)
    failed = AzureAsyncOperationHttpError, 'Failed', 'Asynchronous operation did not succeed.'
    assert "'status': 'Failed'" in printed(raises, *failed, sms.wait_for_operation_status, accepted.request_id, sleep_interval=0.01)


@step('wait_for_operation_status raises after its timeout, which is 30 s unless told otherwise, and the operation goes on')
def _():
    same(inspect.signature(sms.wait_for_operation_status).parameters['timeout'].default, 30)
    accepted = sms.create_storage_account(storage, '', storage, location='West US')
    late = AzureAsyncOperationHttpError, 'InProgress', 'Timed out waiting for async operation to complete.'
    printed(raises, *late, sms.wait_for_operation_status, accepted.request_id, timeout=0, sleep_interval=0.01)
    wait(accepted)
    sms.delete_storage_account(storage)


tell()
