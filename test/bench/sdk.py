"""Debian's python3-azure on command: a line `method subscriptionId times` on stdin is answered with the milliseconds it took.

Called with one argument, JSON: endpoint, certificatePath, caPath.
"""
import json
import sys
import time
import warnings

warnings.simplefilter('ignore')
import requests  # noqa: E402
from azure.servicemanagement import ServiceManagementService  # noqa: E402

given = json.loads(sys.argv[1])
session = requests.Session()
session.trust_env = False
session.cert = given['certificatePath']
session.verify = given['caPath']

for line in sys.stdin:
    method, subscription_id, times = line.split()
    sms = ServiceManagementService(subscription_id, given['certificatePath'], host=given['endpoint'].replace('https://', ''), request_session=session)
    start = time.perf_counter()
    for _ in range(int(times)):
        len(getattr(sms, method)())
    print((time.perf_counter() - start) * 1000, flush=True)
