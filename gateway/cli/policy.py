"""`huiliu policy`: is it right, who has what, and who gains or loses what by a change."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from gateway.cli.display import note, say, show_json, show_table
from gateway.cli.examples import examples
from gateway.cli.faults import wrong_use
from gateway.cli.options import DEFAULT_CONFIG, Config, Json, Purpose
from gateway.cli.site import accepted_catalog, missing_keys, policy_of, settings_of, tell_missing_keys

if TYPE_CHECKING:
    from gateway.catalog.relations import Relation
    from gateway.policy.compare import Holding
    from gateway.policy.policy_set import PolicySet
    from gateway.settings import Settings

app = typer.Typer(help="Check policies and ask who has what.", no_args_is_help=True)

COLUMNS: Final = ("principals", "purpose", "relation", "rows", "columns", "rules")


@app.command(
    epilog=examples("huiliu policy check", "huiliu policy check --json || exit 1        in a review's pipeline")
)
def check(config: Config = DEFAULT_CONFIG, as_json: Json = False) -> None:
    """Read all policy files as the gateway would and ask every expectation of checks/. Exit code 1 and file:line: for every mistake; doubts are told, too."""
    from gateway.policy.doubts import doubts

    settings = settings_of(config)
    policy = policy_of(settings)
    facts: dict[str, Any] = {
        "version": policy.version,
        "rules": len(policy.bundle.grants),
        "principals": len(policy.principals),
        "purposes": sorted(policy.purposes),
        "valid_until": policy.valid_until,
        "missing_keys": missing_keys(settings, policy),
        "doubts": [str(doubt) for doubt in doubts(policy.bundle, policy.on)],
    }
    if as_json:
        show_json({"ok": True} | facts)
        return
    say(f"{settings.gateway.policies.name}: no problems")
    until = f", until {policy.valid_until} (then rules begin or end)" if policy.valid_until else ""
    note(f"version {policy.version}: {facts['rules']} rules, {facts['principals']} principals{until}")
    for doubt in facts["doubts"]:
        note(f"doubt: {doubt}", "yellow")
    tell_missing_keys(facts["missing_keys"])


@app.command(
    epilog=examples(
        "huiliu policy who police.main.residents",
        "huiliu policy who police.main.residents.id_card --purpose dibao-check",
    )
)
def who(
    name: Annotated[str, typer.Argument(metavar="CATALOG.SCHEMA.RELATION[.COLUMN]")],
    purpose: Purpose = None,
    config: Config = DEFAULT_CONFIG,
    as_json: Json = False,
) -> None:
    """List who may read a relation or see a column, for which purpose and in what form."""
    from gateway.policy.compare import who as asked

    settings = settings_of(config)
    policy = policy_of(settings)
    parts = name.lower().split(".")
    relation = _relation(settings, ".".join(parts[:3]))
    column = parts[3] if len(parts) == 4 else None
    if column is not None and column not in {one.name for one in relation.columns}:
        raise wrong_use(
            f"`{relation.name}` has no column `{column}`", f"`huiliu catalog show {relation.name}` lists them"
        )
    _show(asked(policy, relation, column, _purposes(policy, purpose)), as_json, column)


@app.command(
    epilog=examples("huiliu policy what user:lihua", "huiliu policy what user:lihua --purpose dibao-check --json")
)
def what(
    principal: Annotated[str, typer.Argument(metavar="PRINCIPAL")],
    purpose: Purpose = None,
    config: Config = DEFAULT_CONFIG,
    as_json: Json = False,
) -> None:
    """List what a principal may read, for which purpose and in what form."""
    from gateway.policy.compare import what as asked

    settings = settings_of(config)
    policy = policy_of(settings)
    policy.principal(principal)
    relations = accepted_catalog(settings).relations.values()
    _show(asked(policy, principal, relations, _purposes(policy, purpose)), as_json, None)


@app.command(
    epilog=examples(
        "huiliu policy diff                       what the edits since the last commit change",
        "huiliu policy diff v1.4                  since a tag, branch or commit of git",
        "huiliu policy diff ../policies-in-force  since another folder",
    )
)
def diff(
    before: Annotated[str, typer.Argument(metavar="FOLDER|REVISION", help="What to compare the folder with.")] = "HEAD",
    purpose: Purpose = None,
    config: Config = DEFAULT_CONFIG,
    as_json: Json = False,
) -> None:
    """Say who gains or loses what by the policies folder as it is now, before it is in force."""
    from gateway.policy.compare import diff as compared

    settings = settings_of(config)
    new = policy_of(settings)
    old = policy_of(settings, _files(before, settings.gateway.policies))
    relations = accepted_catalog(settings).relations.values()
    changes = compared(old, new, relations, None if purpose is None else (None, purpose))
    names = ("principals", "purpose", "relation", "what", "before", "after")
    rows = [{name: getattr(change, name) for name in names} for change in changes]
    if as_json:
        show_json({"before": old.version, "after": new.version, "changes": rows})
        return
    note(f"{old.version} -> {new.version}")
    shown = [(", ".join(row["principals"]), row["purpose"] or "*", *(row[name] for name in names[2:])) for row in rows]
    show_table(names, shown, "nobody gains or loses anything")


def _files(before: str, folder: Path) -> Mapping[str, bytes]:
    from gateway.policy.reading import read_folder

    return read_folder(Path(before)) if Path(before).is_dir() else _committed(before, folder)


def _committed(revision: str, folder: Path) -> Mapping[str, bytes]:
    """The folder's files as a commit has them."""
    if revision.startswith("-"):
        raise wrong_use(f"`{revision}` is not a folder or a revision", "name a folder, a tag or a commit")
    listed = _git(folder, "ls-tree", "-r", "-z", "--name-only", revision, ".")
    names = [name for name in listed.decode().split("\0") if name and not name.rpartition("/")[2].startswith(".")]
    top = {"model.conf", "VERSION", "subjects.csv", "titles.csv"}
    wanted = [name for name in names if name in top or name.partition("/")[0] in ("policy.d", "checks")]
    return {name: _git(folder, "show", f"{revision}:./{name}") for name in wanted}


def _git(folder: Path, *words: str) -> bytes:
    try:
        done = subprocess.run(["git", "-C", str(folder), *words], capture_output=True, check=False, timeout=60)
    except OSError:
        raise wrong_use("git is not installed", "name a folder to compare with") from None
    if done.returncode:
        raise wrong_use(
            f"git knows no `{words[-2] if words[-1] == '.' else words[-1]}` here", "name a folder to compare with"
        )
    return done.stdout


def _purposes(policy: PolicySet, purpose: str | None) -> tuple[str | None, ...] | None:
    if purpose is None:
        return None
    if purpose not in policy.purposes:
        raise wrong_use(
            f"the purpose `{purpose}` is not declared", f"purposes are {', '.join(sorted(policy.purposes))}"
        )
    return (purpose,)


def _relation(settings: Settings, text: str) -> Relation:
    found = next((r for name, r in accepted_catalog(settings).relations.items() if str(name) == text), None)
    if found is None:
        raise wrong_use(f"`{text}` is not accepted", "`huiliu catalog list` shows what is")
    return found


def _show(holdings: tuple[Holding, ...], as_json: bool, column: str | None) -> None:
    if as_json:
        show_json({"holdings": [_plain(one) for one in holdings]})
        return
    rows = [
        (
            ", ".join(one.principals),
            one.purpose or "*",
            str(one.relation.name),
            one.rows,
            ", ".join(_form(name, form) for name, form in one.columns if form != "hidden" and column in (None, name)),
            ", ".join(dict.fromkeys(rule.id for rule in one.rules)),
        )
        for one in holdings
    ]
    show_table(COLUMNS, rows, "nobody" if column else "nothing")


def _form(name: str, form: str) -> str:
    return name if form == "clear" else f"{name} ({form})"


def _plain(one: Holding) -> dict[str, Any]:
    return {
        "principals": one.principals,
        "purpose": one.purpose,
        "relation": str(one.relation.name),
        "rows": one.rows,
        "columns": dict(one.columns),
        "rules": [{"id": rule.id, "file": rule.file, "line": rule.line} for rule in dict.fromkeys(one.rules)],
    }
