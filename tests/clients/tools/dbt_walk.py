"""What dbt does at a gateway, as one JSON document: run in the environment `dbt`, in a folder that becomes the project."""

from __future__ import annotations

import contextlib
import io
import json
import os
import sys
from pathlib import Path
from typing import Any

PROJECT = """\
name: city
version: "1.0"
profile: huiliu
model-paths: [models]
"""
SOURCES = """\
version: 2
sources:
  - name: civil
    database: {catalog}
    schema: public
    tables:
      - name: people
        columns:
          - {{name: id, data_tests: [unique, not_null]}}
          - {{name: region, data_tests: [{{accepted_values: {{arguments: {{values: [{region}]}}}}}}]}}
"""
PROFILE = """\
huiliu:
  target: city
  outputs:
    city:
      type: trino
      method: ldap
      user: {user}
      password: "{{{{ env_var('HUILIU_TOKEN') }}}}"
      host: {host}
      port: {port}
      http_scheme: https
      cert: {authority}
      database: {catalog}
      schema: public
      threads: 2
"""


def invoke(*words: str) -> dict[str, Any]:
    """One command, by dbt's own entry; whether it succeeded and all that it says."""
    from dbt.cli.main import dbtRunner

    said = io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        result = dbtRunner().invoke(["--no-use-colors", *words])
    return {"good": result.success, "said": said.getvalue() + str(result.exception or "")}


def main(host: str, port: str, user: str, token: str, authority: str, catalog: str) -> dict[str, Any]:
    """Every command that reads, and one that writes."""
    os.environ.update(HUILIU_TOKEN=token, DO_NOT_TRACK="1", DBT_SEND_ANONYMOUS_USAGE_STATS="false")
    models = Path("models")
    models.mkdir()
    Path("dbt_project.yml").write_text(PROJECT)
    profile = PROFILE.format(host=host, port=port, user=user, authority=authority, catalog=catalog)
    Path("profiles.yml").write_text(profile)
    (models / "sources.yml").write_text(SOURCES.format(catalog=catalog, region="A1"))
    source = "{{ source('civil', 'people') }}"
    (models / "phones.sql").write_text(f"select id, phone from {source}")
    (models / "regions.sql").write_text(
        f"{{{{ config(materialized='ephemeral') }}}}\nselect region, count(*) as n from {source} group by region"
    )
    told = {
        "debug": invoke("debug"),
        "inline": invoke("show", "--inline", f"select * from {source} order by id", "--limit", "2", "--output", "json"),
        "ephemeral": invoke("show", "--select", "regions", "--output", "json"),
        "hidden": invoke("show", "--inline", f"select * from {catalog}.public.vault"),
        "test": invoke("test"),
        "docs": invoke("docs", "generate"),
    }
    told["catalog"] = json.loads(Path("target/catalog.json").read_text())["sources"]
    (models / "sources.yml").write_text(SOURCES.format(catalog=catalog, region="B1"))
    told["failing"] = invoke("test")
    told["run"] = invoke("run")
    Path("profiles.yml").write_text(profile.replace(f"cert: {authority}", "cert: true"))
    told["untrusted"] = invoke("debug", "--connection")
    os.environ["REQUESTS_CA_BUNDLE"] = authority
    told["bundle"] = invoke("debug", "--connection")
    return told


if __name__ == "__main__":
    print(json.dumps(main(*sys.argv[1:])))
