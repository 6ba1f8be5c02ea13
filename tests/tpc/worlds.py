"""The worlds: what a principal may see of the data, once as a policy and once as SQL written by hand for the judges.

`open` hides nothing. `filters` has row rules. `masks` has masks too, several of them tokens. `fenced` has both, hides columns, and takes every relation for a listed view of its
source, so that each stands behind a fence.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from gateway.catalog.types import Type
from tests.tpc.masks import Masked, band, constant, month, nothing, partial, token
from tests.tpc.relations import types


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """One relation: predicates of the policy (any of them, and all restrictions), the same by hand, masks, hidden columns."""

    any_of: tuple[str, ...] = ()
    all_of: tuple[str, ...] = ()
    where: str = ""
    masks: Mapping[str, Masked] = field(default_factory=dict)
    hidden: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """A name, and how relations are seen that are not seen whole."""

    name: str
    views: Mapping[tuple[str, str], View] = field(default_factory=dict)
    opaque: bool = False

    def view(self, suite: str, relation: str) -> View:
        return self.views.get((suite, relation), View())

    def changes(self, suite: str, relation: str) -> bool:
        return (suite, relation) in self.views

    def permitted_on_trino(self, suite: str, relation: str, whole: str) -> str:
        """The query that makes the permitted copy of a relation."""
        return self._permitted(suite, relation, whole, lambda mask: mask.on_trino)

    def permitted_on_duckdb(self, suite: str, relation: str, whole: str) -> str:
        return self._permitted(suite, relation, whole, lambda mask: mask.on_duckdb)

    def _permitted(
        self, suite: str, relation: str, whole: str, dialect: Callable[[Masked], Callable[[str, Type], str]]
    ) -> str:
        view = self.view(suite, relation)
        shown = [
            f"{dialect(view.masks[column])(column, type_)} AS {column}" if column in view.masks else column
            for column, type_ in types(suite)[relation].items()
            if column not in view.hidden
        ]
        return f"SELECT {', '.join(shown)} FROM {whole}" + (f" WHERE {view.where}" if view.where else "")


ATTRIBUTES: Final = {
    "modes": ("AIR", "RAIL", "MAIL"),
    "states": ("CA", "TX"),
    "segment": "HOUSEHOLD",
    "since": "1-URGENT",
}

FILTERS: Final = {
    ("tpch", "customer"): View(
        any_of=("mktsegment <> :segment", "acctbal > 5e3"), where="mktsegment <> 'HOUSEHOLD' OR acctbal > 5000"
    ),
    ("tpch", "orders"): View(
        any_of=("TRUE",),
        all_of=("orderpriority >= :since", "NOT clerk LIKE '%7'"),
        where="orderpriority >= '1-URGENT' AND clerk NOT LIKE '%7'",
    ),
    ("tpch", "lineitem"): View(
        any_of=("shipmode IN (:modes)", "quantity BETWEEN 10e0 AND 40e0"),
        where="shipmode = 'AIR' OR shipmode = 'RAIL' OR shipmode = 'MAIL' OR (quantity >= 10 AND quantity <= 40)",
    ),
    ("tpch", "supplier"): View(any_of=("acctbal >= -5e2",), where="NOT acctbal < -500"),
    ("tpch", "part"): View(any_of=("size < 48", "container IS NULL"), where="size < 48"),
    ("tpch", "partsupp"): View(any_of=("availqty > 300",), where="availqty > 300"),
    ("tpcds", "store_sales"): View(any_of=("ss_quantity > 4",), where="ss_quantity > 4"),
    ("tpcds", "store_returns"): View(
        any_of=("sr_return_quantity IS NULL", "sr_return_quantity < 90"),
        where="coalesce(sr_return_quantity, 0) < 90",
    ),
    ("tpcds", "catalog_sales"): View(
        any_of=("TRUE",), all_of=("cs_ship_mode_sk <> 3 OR cs_ship_mode_sk IS NULL",), where="coalesce(cs_ship_mode_sk, 0) <> 3"
    ),
    ("tpcds", "catalog_returns"): View(
        any_of=("cr_return_amount > DECIMAL '1.50'",), where="cr_return_amount > 1.50"
    ),
    ("tpcds", "web_sales"): View(any_of=("ws_sales_price < DECIMAL '250'",), where="ws_sales_price < 250"),
    ("tpcds", "web_returns"): View(any_of=("wr_fee > 2",), where="wr_fee > 2"),
    ("tpcds", "inventory"): View(any_of=("inv_quantity_on_hand >= 50",), where="inv_quantity_on_hand >= 50"),
    ("tpcds", "customer"): View(
        any_of=("c_birth_year > 1940", "c_preferred_cust_flag = 'Y'"),
        where="c_birth_year > 1940 OR c_preferred_cust_flag = 'Y'",
    ),
    ("tpcds", "customer_address"): View(
        any_of=("NOT ca_state IN (:states)",), where="ca_state <> 'CA' AND ca_state <> 'TX'"
    ),
    ("tpcds", "customer_demographics"): View(
        any_of=("cd_education_status <> 'Unknown'", "cd_dep_count = 0"),
        where="cd_education_status <> 'Unknown' OR cd_dep_count = 0",
    ),
    ("tpcds", "household_demographics"): View(any_of=("hd_dep_count < 9",), where="hd_dep_count < 9"),
    ("tpcds", "item"): View(
        any_of=("TRUE",),
        all_of=("i_category <> 'Sports'", "i_manager_id < 95"),
        where="i_category <> 'Sports' AND i_manager_id < 95",
    ),
    ("tpcds", "date_dim"): View(
        any_of=("d_date BETWEEN DATE '1990-01-01' AND DATE '2010-12-31'",),
        where="d_date >= DATE '1990-01-01' AND d_date <= DATE '2010-12-31'",
    ),
    ("tpcds", "time_dim"): View(any_of=("t_hour >= 1",), where="t_hour >= 1"),
}  # fmt: skip

MASKS: Final[Mapping[tuple[str, str], Mapping[str, Masked]]] = {
    ("tpch", "customer"): {
        "name": token("k1"), "phone": partial(2, 4), "address": nothing(), "acctbal": band(100),
    },
    ("tpch", "supplier"): {"name": token("k1"), "phone": partial(3, 3), "acctbal": band(1000)},
    ("tpch", "orders"): {"orderdate": month(), "clerk": constant("*"), "comment": nothing()},
    ("tpch", "lineitem"): {"receiptdate": month(), "shipinstruct": partial(7, 0), "extendedprice": band(50)},
    ("tpch", "part"): {"container": constant("MED BOX"), "name": partial(6, 4)},
    ("tpch", "nation"): {"comment": nothing()},
    ("tpcds", "customer"): {
        "c_customer_id": token("k1"), "c_last_name": constant("***"), "c_first_name": partial(1, 0),
        "c_email_address": nothing(), "c_birth_country": partial(2, 1), "c_birth_month": band(3),
    },
    ("tpcds", "customer_address"): {
        "ca_zip": partial(2, 0), "ca_street_number": nothing(), "ca_city": constant("Midway"),
    },
    ("tpcds", "item"): {
        "i_item_id": token("k2"), "i_item_desc": partial(5, 2), "i_current_price": band(10), "i_brand": partial(6, 3),
    },
    ("tpcds", "store_sales"): {"ss_net_profit": band(100), "ss_sales_price": band(5)},
    ("tpcds", "catalog_sales"): {"cs_ext_sales_price": band(20)},
    ("tpcds", "web_sales"): {"ws_net_paid": band(10), "ws_ext_discount_amt": nothing()},
    ("tpcds", "store"): {"s_store_name": constant("ese"), "s_zip": partial(2, 0)},
    ("tpcds", "warehouse"): {"w_warehouse_name": partial(3, 2)},
    ("tpcds", "call_center"): {"cc_call_center_id": token("k2"), "cc_manager": nothing()},
    ("tpcds", "customer_demographics"): {"cd_credit_rating": constant("Good")},
    ("tpcds", "date_dim"): {"d_quarter_name": constant("2000Q1")},
}  # fmt: skip

HIDDEN: Final[Mapping[tuple[str, str], frozenset[str]]] = {
    ("tpch", "lineitem"): frozenset({"tax"}),
    ("tpch", "supplier"): frozenset({"address", "comment"}),
    ("tpch", "customer"): frozenset({"comment"}),
    ("tpcds", "customer"): frozenset({"c_salutation", "c_login"}),
    ("tpcds", "item"): frozenset({"i_color"}),
    ("tpcds", "store_sales"): frozenset({"ss_ext_tax", "ss_wholesale_cost"}),
    ("tpcds", "web_sales"): frozenset({"ws_web_page_sk"}),
    ("tpcds", "store"): frozenset({"s_county", "s_gmt_offset"}),
}  # fmt: skip


def _combined() -> Mapping[str, World]:
    masks: dict[tuple[str, str], View] = {}
    fenced: dict[tuple[str, str], View] = {}
    for name in {**FILTERS, **MASKS, **HIDDEN}:
        rows = FILTERS.get(name, View())
        masked = View(any_of=rows.any_of, all_of=rows.all_of, where=rows.where, masks=MASKS.get(name, {}))
        if masked != View():
            masks[name] = masked
        hidden = HIDDEN.get(name, frozenset())
        fenced[name] = View(
            any_of=rows.any_of,
            all_of=rows.all_of,
            where=rows.where,
            masks={column: mask for column, mask in masked.masks.items() if column not in hidden},
            hidden=hidden,
        )
    worlds = (
        World(name="open"),
        World(name="filters", views=FILTERS),
        World(name="masks", views=masks),
        World(name="fenced", views=fenced, opaque=True),
    )
    return {world.name: world for world in worlds}


WORLDS: Final = _combined()
