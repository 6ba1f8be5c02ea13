"""VALUES where a query stands: the library writes `SELECT * FROM (VALUES …) AS _values` for it, which the client did not say."""

from __future__ import annotations

from sqlglot import exp


def bare_values(tree: exp.Expr) -> exp.Expr:
    """The tree with VALUES for what the library made of it.

    >>> from gateway.pipeline.dialect import parse_tokens, regenerate, tokenize
    >>> sql = "WITH a AS (VALUES 1) SELECT * FROM a"
    >>> regenerate(bare_values(parse_tokens(tokenize(sql), sql)[0]))
    'WITH a AS (VALUES (1)) SELECT * FROM a'
    """
    for select in list(tree.find_all(exp.Select)):
        values = _wrapped(select)
        if values is None:
            continue
        values.set("alias", None)
        if select is tree:
            return values
        select.replace(values)
    return tree


def _wrapped(select: exp.Select) -> exp.Values | None:
    """The VALUES that a select is nothing but the library's frame of; ORDER BY and the like go with it."""
    said = {name for name, value in select.args.items() if value}
    values = select.args["from_"].this if said == {"expressions", "from_"} else None
    if not isinstance(values, exp.Values) or len(select.expressions) != 1:
        return None
    alias = values.args.get("alias")
    if alias is None or alias.name != "_values" or alias.columns or not isinstance(select.expressions[0], exp.Star):
        return None
    return values
