"""What the way of a request to its service is spared.

Whose key signed a request, and what they may do, is looked up once for it. A call of an API of JSON at the path `/` of
an IP address is not first taken for a call of a bucket, a distribution, a load balancer or a function by its address.
The protocol of a service is read without botocore's session, which takes half a second. An RSA key that is imported or
loaded is not searched for faults: it is of our own making, and the search takes 0.4 s in which nothing else is
answered.
"""

import time
from contextvars import ContextVar
from functools import partial
from ipaddress import ip_address

from cryptography.hazmat.primitives import serialization
from ministack import app
from ministack.core import iam_actions, iam_evaluator, responses

from spared import remembered, replaced


@replaced(app, "_handle_pre_body_request", "_handle_special_data_plane_request")
def not_by_address(handle):
    async def handled(method, path, headers, *rest, **named):
        if path == "/" and method == "POST" and "x-amz-target" in headers and is_ip(headers.get("host", "")):
            return None
        return await handle(method, path, headers, *rest, **named)

    return handled


@remembered
def is_ip(host):
    try:
        return bool(ip_address(host.rpartition(":")[0]))
    except ValueError:
        return False


@replaced(app, "_resolve_custom_domain_request")
def no_domain_of_an_address(resolve):
    return lambda host, path: None if is_ip(host) else resolve(host, path)


principals = ContextVar("principals", default=None)


@replaced(app, "_dispatch_service_request")
def principals_kept_for_a_request(dispatch):
    async def dispatched(*request):
        kept = [{}]
        before = principals.set(kept)
        try:
            return await dispatch(*request)
        finally:
            principals.reset(before)
            kept.clear()  # what the request started and left behind asks anew

    return dispatched


@replaced(iam_evaluator, "resolve_principal")
def principal_resolved_once(resolve):
    """Who calls, and what their role allows, is asked for each row of a transaction."""

    def resolved(key, account, credential=None):
        kept = principals.get()
        known = kept[0] if kept else {}
        if (key, account) not in known:
            principal = resolve(key, account, credential)
            if not isinstance(principal, iam_evaluator.PrincipalInfo):
                return principal
            known[key, account] = principal
        return known[key, account]

    return resolved


@replaced(responses, "_service_model")
def model_read_lightly(model_of):
    """What botocore knows of a service: its protocol without botocore's session, and the rest from that if need be."""

    class Model:
        def __init__(self, service, metadata):
            self.service = service
            self.metadata = metadata

        def __getattr__(self, name):
            return getattr(model_of(self.service), name)

    @remembered
    def model(service):
        read = iam_actions._load_botocore_model(responses._BOTOCORE_NAME.get(service, service))
        return Model(service, read["metadata"]) if read else model_of(service)

    return model


@replaced(app, "formatdate")
def told_once_a_second(tell):
    known = remembered(lambda second, usegmt: tell(second, usegmt=usegmt))
    return lambda usegmt=False: known(int(time.time()), usegmt)


@replaced(serialization, "load_der_private_key", "load_pem_private_key")
def loaded_unsearched(load):
    return partial(load, unsafe_skip_rsa_key_validation=True)
