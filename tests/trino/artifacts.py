"""What tests take from Maven Central: pinned by hash, kept in the user's cache folder, shared by all clones.

    jars = fetch(*PARSER)
    home = server()

A file is in the cache only when it is whole: it arrives under another name, is hashed, and is then renamed.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

VERSION: Final = "476"
COPY: Final = "org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy"
KEPT: Final = frozenset({
    "blackhole", "geospatial", "http-event-listener", "jmx", "mariadb", "memory", "mysql", "opa",
    "password-authenticators", "postgresql", "tpcds", "tpch",
})  # fmt: skip
"""Plugins that stay: the PostgreSQL plugin does not start without geospatial."""


class PartMissingError(Exception):
    """A real part that this machine can not have; says why."""


@dataclass(frozen=True, slots=True)
class Artifact:
    """One file of Maven Central."""

    coordinates: str  # group:name:version[:type[:classifier]]
    sha256: str
    megabytes: int = 1

    @property
    def file_name(self) -> str:
        """As `dependency:copy` calls it."""
        _, name, version, *rest = self.coordinates.split(":")
        kind = rest[0] if rest else "jar"
        return "-".join([name, version, *rest[1:]]) + f".{kind}"


SERVER: Final = Artifact(
    f"io.trino:trino-server:{VERSION}:tar.gz", "cfd5accde17e8ebd251eeeb78aed1f490e77bb3a164d95a0f454bf8a7c1cbd3f", 821
)
CLI: Final = Artifact(
    f"io.trino:trino-cli:{VERSION}:jar:executable",
    "fe4e9c7fb569cd67673afa1622945f6308e1e59bdb825419352b80887661757b",
    19,
)
JDBC: Final = Artifact(
    f"io.trino:trino-jdbc:{VERSION}", "a3736d21609a5a317d2ce88b3835e312e9b6f41393c1d4b09f2ad6e7aeb3bb90", 13
)
JDBC_NEWEST: Final = Artifact(
    "io.trino:trino-jdbc:483", "518062369fdfa937b35f11aa45276daa31cccaaad3c8c05eb51e674e23a419e3", 10
)
"""The newest driver, against the gateway of whatever version."""
PARSER: Final = (
    Artifact(f"io.trino:trino-parser:{VERSION}", "b8552c903083834d194491854103535034e49cee97e918263307c9533faba0cc"),
    Artifact(f"io.trino:trino-grammar:{VERSION}", "5b66eb27be12fb76e324588d13f8c51e00b5c31fa2fd2a955bce295dd15088aa"),
    Artifact("org.antlr:antlr4-runtime:4.13.2", "dd3e8a13a2d669bf84fb8d834de35ce4875f27157698d206241ec8488aadcaf7"),
    Artifact("com.google.guava:guava:33.4.8-jre", "f3d7f57f67fd622f4d468dfdd692b3a5e3909246c28017ac3263405f0fe617ed"),
    Artifact(
        "com.google.guava:failureaccess:1.0.3", "cbfc3906b19b8f55dd7cfd6dfe0aa4532e834250d7f080bd8d211a3e246b59cb"
    ),
    Artifact(
        "com.google.errorprone:error_prone_annotations:2.36.0",
        "77440e270b0bc9a249903c5a076c36a722c4886ca4f42675f2903a1c53ed61a5",
    ),
    Artifact(
        "com.google.j2objc:j2objc-annotations:3.0.0", "88241573467ddca44ffd4d74aa04c2bbfd11bf7c17e0c342c94c9de7a70a7c64"
    ),
    Artifact(
        "jakarta.annotation:jakarta.annotation-api:3.0.0",
        "b01f55552284cfb149411e64eabca75e942d26d2e1786b32914250e4330afaa2",
    ),
    Artifact("org.jspecify:jspecify:1.0.0", "1fad6e6be7557781e4d33729d49ae1cdc8fdda6fe477bb0cc68ce351eafdfbab"),
)
"""Trino's own parser and all that it loads."""

COMPILER: Final = Artifact(
    "org.eclipse.jdt:ecj:3.43.0", "c786468c65e906498e7e36ece4e0d04c6d3dd34c9a61b34a3a5b512801911a82", 3
)
"""Compiles our small programs: a Java runtime without a compiler is then enough."""

BENCHMARKS: Final = Artifact(
    "io.prestosql:presto-benchto-benchmarks:350", "2a38fd6052ba01aa7c733da14d90d900075908732d3f5bcc0238396690228a24"
)
"""TPC-H and TPC-DS as Trino's project writes them (under its earlier name; later ones are not published)."""


def cache() -> Path:
    """The folder that all clones share."""
    folder = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "huiliu"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@contextmanager
def locked(name: str) -> Iterator[None]:
    """One process at a time; the kernel lets go for one that dies."""
    with (cache() / f"{name}.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def fetch(*artifacts: Artifact) -> list[Path]:
    """The files in the cache, downloaded when they are not there."""
    folder = cache() / "maven"
    files = [folder / artifact.file_name for artifact in artifacts]
    if not all(file.exists() for file in files):
        with locked("maven"), _arriving() as arriving:
            folder.mkdir(exist_ok=True)
            for file in _download(arriving, [a for a in artifacts if not (folder / a.file_name).exists()]):
                file.rename(folder / file.name)
    return files


def server_home() -> Path:
    """Where the assembled server is, or will be."""
    return cache() / f"trino-server-{VERSION}"


def server() -> Path:
    """The assembled server: the archive of Maven Central without the plugins that nothing here uses."""
    home = server_home()
    if not home.exists():
        with locked("server"):
            if not home.exists():
                _assemble(home)
    return home


def _assemble(home: Path) -> None:
    with _arriving() as folder:
        [archive] = _download(folder, [SERVER])
        _say(f"extracting {archive.name} ...")
        with tarfile.open(archive) as content:
            content.extractall(folder, filter="tar")  # plugins share their jars as hard links: all, then fewer
        whole = folder / home.name
        for plugin in (whole / "plugin").iterdir():
            if plugin.name not in KEPT:
                shutil.rmtree(plugin)
        whole.rename(home)
    _say(f"Trino {VERSION} is assembled in {home}")


@contextmanager
def _arriving() -> Iterator[Path]:
    """A folder for what is not whole yet; what an interrupted run left of it goes, too."""
    with tempfile.TemporaryDirectory(dir=cache(), prefix="arriving-") as folder, ExitStack() as stack:
        with locked("arriving"):
            alive = stack.enter_context((Path(folder) / "alive").open("w"))
            fcntl.flock(alive, fcntl.LOCK_EX)
            for other in cache().glob("arriving-*/alive"):
                with other.open() as mark:
                    if _free(mark):
                        shutil.rmtree(other.parent, ignore_errors=True)
        yield Path(folder)


def _free(file: IO[str]) -> bool:
    """Whether its process is gone; the kernel drops a dead one's lock."""
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _download(folder: Path, artifacts: list[Artifact]) -> list[Path]:
    """All of them in one run of Maven, checked against their hashes."""
    maven = shutil.which("mvn")
    if not maven:
        raise PartMissingError("Maven (mvn) is not installed; Trino's parts come from Maven Central")
    for artifact in artifacts:
        _say(f"downloading {artifact.coordinates} ({artifact.megabytes} MB) ...")
    project = folder / "pom.xml"
    project.write_text(_project(folder, artifacts), encoding="utf-8")
    quiet = [] if sys.stderr.isatty() else ["-B", "-q"]  # on a terminal Maven shows its own progress
    words = [maven, *quiet, "-Dstyle.color=never", "-f", str(project), COPY]
    shown = subprocess.PIPE if quiet else sys.stderr
    done = subprocess.run(
        words, cwd=folder, stdin=subprocess.DEVNULL, stdout=shown, stderr=subprocess.STDOUT, text=True, check=False
    )
    files = [folder / artifact.file_name for artifact in artifacts]
    if done.returncode or not all(file.exists() for file in files):
        raise PartMissingError(f"Maven could not download what is needed: {(done.stdout or '').strip()[:500]}")
    for artifact, file in zip(artifacts, files, strict=True):
        with file.open("rb") as content:
            found = hashlib.file_digest(content, "sha256").hexdigest()
        if found != artifact.sha256:
            raise PartMissingError(f"{artifact.coordinates} is not the file that was pinned: its SHA-256 is {found}")
    return files


def _project(folder: Path, artifacts: list[Artifact]) -> str:
    """A project of nothing but files to copy."""
    items = []
    for artifact in artifacts:
        names = ("groupId", "artifactId", "version", "type", "classifier")
        parts = zip(names, artifact.coordinates.split(":"), strict=False)
        items.append("".join(f"<{name}>{value}</{name}>" for name, value in parts))
    listed = "".join(f"<artifactItem>{item}</artifactItem>" for item in items)
    group, plugin, version, _ = COPY.split(":")
    return (
        "<project><modelVersion>4.0.0</modelVersion><groupId>tests</groupId><artifactId>parts</artifactId>"
        "<version>1</version><packaging>pom</packaging><build><plugins><plugin>"
        f"<groupId>{group}</groupId><artifactId>{plugin}</artifactId><version>{version}</version>"
        f"<configuration><outputDirectory>{folder}</outputDirectory><artifactItems>{listed}</artifactItems></configuration>"
        "</plugin></plugins></build></project>"
    )


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
