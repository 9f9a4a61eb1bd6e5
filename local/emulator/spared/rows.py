"""What DynamoDB is spared.

A condition is the same text for all items that it is asked of, and the same few texts come again in every call: its
tokens, whether it is well formed, and which value it gives for a key follow from the texts alone and are remembered;
so is what a number's text says. A row is copied member by member, without looking for members that are shared. What a
write costs is counted only for who asks.
"""

from copy import deepcopy
from types import SimpleNamespace

from ministack.services import _dynamodb_keywords as partiql
from ministack.services import dynamodb

from spared import remembered, replaced


class Tokens(tuple):
    """The tokens of one text, equal to themselves alone: a tuple would be hashed anew at each look-up."""

    __slots__ = ()
    __hash__ = object.__hash__
    __eq__ = object.__eq__


@replaced(dynamodb, "_tokenize")
def tokens_once(tokens_of):
    return remembered(lambda text: Tokens(tokens_of(text)))


@replaced(partiql, "_tokenize")
def statement_tokens_once(tokens_of):
    return remembered(lambda text: tuple(tokens_of(text)))


@replaced(
    dynamodb,
    "_condition_syntax_error",
    "_check_redundant_parens",
    "_check_reserved_keyword_usage",
    "_key_condition_clauses",
)
def judged_once(judge):
    known = remembered(judge)
    return lambda given, *rest: known(tuple(given) if isinstance(given, list) else given, *rest)


@replaced(
    dynamodb, "_number_error", "_ddb_canonicalize_number", "_number_size_bytes", "_partiql_number_param_error"
)
def number_read_once(read):
    known = remembered(read)
    return lambda text: known(text) if type(text) is str else read(text)


@replaced(dynamodb, "_evaluate_condition")
def condition_judged_once(evaluate):
    """One that was judged well formed is evaluated at once. Whatever then fails is left to the whole function."""

    @remembered
    def well_formed(text, slot):
        tokens = dynamodb._tokenize(text)
        return "BETWEEN" not in text.upper() and not (
            dynamodb._check_redundant_parens(tokens, slot)
            or dynamodb._check_reserved_keyword_usage(tokens)
            or dynamodb._condition_syntax_error(text, slot)
        )

    def evaluated(text, item, values, names, slot="ConditionExpression"):
        try:
            if text and text.strip() and well_formed(text, slot):
                return dynamodb._ExprEval(dynamodb._tokenize(text), item, values, names).evaluate()
        except Exception:
            pass
        return evaluate(text, item, values, names, slot=slot)

    return evaluated


@replaced(dynamodb, "_validate_expression_attrs")
def references_checked_once(check):
    @remembered
    def fine(fields, texts, values, names):
        given = {"ExpressionAttributeValues": dict.fromkeys(values), "ExpressionAttributeNames": dict.fromkeys(names)}
        return check({**dict(zip(fields, texts)), **given}, fields) is None

    def checked(data, fields, *wording):
        texts = tuple(data.get(field) for field in fields)
        values = data.get("ExpressionAttributeValues") or ()
        names = data.get("ExpressionAttributeNames") or ()
        if all(text is None or type(text) is str for text in texts) and fine(fields, texts, (*values,), (*names,)):
            return None
        return check(data, fields, *wording)

    return checked


@replaced(dynamodb, "_key_condition_av")
def key_value_found_once(find):
    @remembered
    def reference(condition, values, names, key):
        return find(condition, None, {value: value for value in values}, dict(names), key)

    def found(condition, conditions, values, names, key):
        if conditions or not condition:
            return find(condition, conditions, values, names, key)
        return values.get(reference(condition, (*values,), (*names.items(),), key))

    return found


@replaced(dynamodb, "_extract_pk_from_condition")
def partition_found_once(find):
    @remembered
    def reference(condition, values, names, key):
        return find(condition, {value: {"S": value} for value in values}, dict(names), key)

    def found(condition, values, names, key):
        named = reference(condition, (*values,), (*names.items(),), key)
        return None if named is None else dynamodb._extract_key_val(values[named])

    return found


@replaced(dynamodb, "_projection_overlap_error")
def overlap_judged_once(judge):
    known = remembered(lambda text, names: judge(text, dict(names)))
    return lambda text, names: known(text, (*(names or {}).items(),))


@replaced(dynamodb, "_parse_partiql")
def statement_parsed_once(parse):
    """A batch reads each of its statements twice in a row: for its answer, and to run it."""
    last = (None, None, None)

    def parsed(statement, parameters):
        nonlocal last
        if not parameters or statement is not last[0] or parameters is not last[1]:
            last = (statement, parameters, parse(statement, parameters))
        return last[2]

    return parsed


@replaced(dynamodb, "_transact_write_items", "_batch_write_item")
def billed_if_asked(write):
    def written(data):
        global billed
        billed = data.get("ReturnConsumedCapacity", "NONE") != "NONE"
        try:
            return write(data)
        finally:
            billed = True

    return written


@replaced(dynamodb, "_index_write_units", "_accumulate_write_capacity")
def counted_if_billed(count):
    return lambda *given: count(*given) if billed else 0.0


@replaced(dynamodb, "_attribute_value_size")
def text_measured_first(measure):
    def measured(value):
        text = value.get("S") if type(value) is dict and len(value) == 1 else None
        return len(text) if type(text) is str and text.isascii() else measure(value)

    return measured


def copied(value):
    kind = type(value)
    if kind is dict:
        return {name: copied(member) for name, member in value.items()}
    if kind is list:
        return [copied(member) for member in value]
    return value if kind in (str, bool, int, type(None)) else deepcopy(value)


billed = True
dynamodb.copy = SimpleNamespace(deepcopy=copied)
