"""What the stories of this folder share (stories.ts says how to add one): the connection, the steps, and what to assert with.

`from story import *` gives a story `given`, `sms`, `subscription`, `connect`, `step`, `tell`, the assertions below, and the SDK's
own names (OSVirtualHardDisk, LinuxConfigurationSet, ...).

Time belongs to the emulator: a second goes by with every request, and an operation takes two (unless the story's options say
otherwise). So the first poll says InProgress and the second Succeeded, instances are on their way for a few requests more
(`becomes`), and nothing has to sleep.

What one has to know of the SDK, azure-servicemanagement-legacy 0.20.7 on Python 3 (azure/servicemanagement/*.py)
  What it sends
  - It escapes nothing: an ampersand in any text makes malformed XML.
  - Labels of hosted services, deployments, storage accounts and affinity groups it encodes itself; those of virtual machine
    deployments, images, disks and reserved IPs go out plain. Configuration and the data of certificates go out as given: `encoded`.
  - Everything goes through str(): bytes go out as b'...', so decode what b64encode gives. None leaves an element out, '' writes it
    empty; many model classes have '' for what is not set (OSImage, ConfigurationSetInputEndpoint), and so write it empty.
  - Arguments it has and never sends: has_operating_system of add_disk; all but label of update_disk, which is required.
  - add_service_certificate refuses password=None, its own default: give '' for a .cer.
  - capture_vm_image and delete_role_instances write a space into the tags of their root, which is well-formed.
  - Paths and query values are quoted by it, so give perform_get and its kin plain ones; a name of the query without = is dropped.
  - A redirect (307) loses the port and the query.
  - set_proxy changes the session, for good: connect() another one for it.
  What it answers
  - A model takes the elements that it has attributes for (models.py; _KNOWN_SERIALIZATION_XFORMS for their names) and drops the
    rest, without a word when the root has another name. Dropped are <ID> of an operation, the Dns, LoadBalancers and
    PersistentVMDowntime of a deployment, VMImageName and ResourceExtensionReferences of a role: look at perform_get(...).body for them.
  - An absent element leaves the default: '' or 0; but an absent structure is None (service.deployments, operation.error,
    deployment.upgrade_status), and so is an absent list of texts. A list of structures is never None.
  - Where the default is False or True, everything but "false" is True: AvailabilityResponse.reason is True, not the reason.
  - Base64 is decoded of labels (those that it encodes, and operating systems') and Configuration only.
  - The parameters in list_subscription_operations are found only when their tags are literally a:Name and a:Value.
  - Writes answer an object with a request_id, also those that were done at once or had a body (images). These answer None:
    add_disk, update_disk, delete_disk, update_hosted_service, update_storage_account, and all of affinity groups and management
    certificates. regenerate_storage_account_keys answers the keys.
  How it fails
  - AzureHttpError with status_code; 404 is an AzureMissingResourceHttpError, 409 an AzureConflictHttpError. Code and message are
    only in the text, which is the XML of the answer; the request id is lost. A missing argument is a ValueError.
  - wait_for_operation_status prints, and gives up after 30 s: use wait() and fails(). sleep_interval=0 divides by zero.
"""
import base64
import contextlib
import inspect
import json
import os
import sys
import traceback
import warnings

warnings.simplefilter('ignore')
import requests  # noqa: E402
from azure.common import AzureConflictHttpError, AzureHttpError, AzureMissingResourceHttpError  # noqa: E402, F401
from azure.servicemanagement import *  # noqa: E402, F403

# JSON: endpoint, subscriptionId, certificatePath, caPath, and what the story's .test.ts adds.
given = json.loads(sys.argv[1])
host = given['endpoint'].replace('https://', '')
# How paths begin, for perform_get and its kin.
subscription = '/' + given['subscriptionId']


def connect(certificate=given['certificatePath']):
    """A service with a session of its own, which neither a proxy nor a certificate bundle of this machine touches."""
    session = requests.Session()
    session.trust_env = False
    session.cert = certificate
    session.verify = given['caPath']
    return ServiceManagementService(given['subscriptionId'], host=host, request_session=session)


sms = connect()
steps = []


def step(title):
    return lambda function: steps.append((title, function)) or function


def same(actual, expected):
    assert actual == expected, '%r is not %r' % (actual, expected)


def raises(kind, status, words, function, *args, **more):
    """It raises a `kind` with that status_code (None where there is none) and these words in its text."""
    try:
        function(*args, **more)
    except kind as error:
        same(getattr(error, 'status_code', None), status)
        assert words in str(error), str(error)
    else:
        raise AssertionError('nothing was raised')


def ending(accepted):
    quiet = dict(progress_callback=None, success_callback=None, failure_callback=None)
    return sms.wait_for_operation_status(accepted.request_id, sleep_interval=0.01, **quiet)


def wait(accepted):
    """The operation succeeds."""
    ended = ending(accepted)
    assert ended.status == 'Succeeded', '%s: %s' % (ended.status, ended.error and vars(ended.error))


def fails(accepted, status, code, words):
    """The operation was accepted, but fails with that HTTP status, code and words in its message."""
    ended = ending(accepted)
    same((ended.status, ended.http_status_code), ('Failed', str(status)))
    same(ended.error.code, code)
    assert words in ended.error.message, ended.error.message


def becomes(expected, function):
    """Asks again and again, which makes time go on, until it is so."""
    for _ in range(50):
        actual = function()
        if actual == expected:
            return
    same(actual, expected)


def encoded(text):
    return base64.b64encode(text.encode()).decode()


# What there is to call, by its code.
methods = {function.__code__: name for name, function in inspect.getmembers(ServiceManagementService, inspect.isfunction) if not name.startswith('_')}
sdk = os.path.dirname(inspect.getfile(ServiceManagementService))


def recorder(called):
    """Notes the methods that a story calls, or another method does for it; what the SDK calls from deeper down is no merit of theirs."""
    def record(frame, event, _):
        if event == 'call' and frame.f_code in methods:
            caller = frame.f_back.f_code
            if caller in methods or not caller.co_filename.startswith(sdk):
                called.add(methods[frame.f_code])
    return record


def tell():
    """Runs the steps. Prints as JSON what methods there are, and a line for each step: error, or the methods it called."""
    print(json.dumps({'methods': sorted(methods.values())}), flush=True)
    for title, function in steps:
        called = set()
        line = {'step': title}
        with contextlib.redirect_stdout(sys.stderr):  # the SDK prints too
            sys.setprofile(recorder(called))
            try:
                function()
                line['called'] = sorted(called)
            except Exception:  # each step is a test of its own
                line['error'] = traceback.format_exc(chain=False)
            finally:
                sys.setprofile(None)
        print(json.dumps(line), flush=True)
