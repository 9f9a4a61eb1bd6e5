"""Work that MiniStack is spared.

A condition is the same text for all items that it is asked of, and the same few texts come again in every call: its
tokens, and whether it is well formed, follow from the text alone and are remembered. An RSA key that is imported is not
searched for faults: it is of our own making, and the search takes 0.4 s in which nothing else is answered.
"""

from functools import lru_cache, partial

from cryptography.hazmat.primitives import serialization
from ministack.services import dynamodb

judgements = ("_condition_syntax_error", "_check_redundant_parens", "_check_reserved_keyword_usage")


def remembered(judge):
    """The same function, which answers from memory; a list that it is given counts as the tuple of its members."""
    known = lru_cache(maxsize=4096)(judge)
    return lambda given, *rest: known(tuple(given) if isinstance(given, list) else given, *rest)


tokens_of = dynamodb._tokenize
dynamodb._tokenize = lru_cache(maxsize=4096)(lambda expression: tuple(tokens_of(expression)))
for name in judgements:
    setattr(dynamodb, name, remembered(getattr(dynamodb, name)))
serialization.load_der_private_key = partial(
    serialization.load_der_private_key, unsafe_skip_rsa_key_validation=True
)
